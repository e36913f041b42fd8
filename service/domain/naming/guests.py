"""Guests and organizer of an event as people: who is a person at all, and of which kind."""

from __future__ import annotations

import re
from functools import lru_cache

from connectors.contract import Attendee, Event
from service.domain.addresses import normal_address
from service.domain.model import Person, PersonKind
from service.domain.naming.company import same_company
from service.domain.naming.domains import company_of_domain, name_part
from service.domain.naming.names import as_name, name_of_address, normal_name, shown_name
from service.domain.policy import Me
from service.domain.vocabulary import (
    ats_domains,
    calendar_domains,
    domain_of,
    mailbox,
    registrable_match,
    role_mailboxes,
    scheduler_domains,
    words,
)
from service.domain.vocabulary.word_lists import listed

MOST_GUESTS = 200


def guests(event: Event, me: Me) -> tuple[Person, ...]:
    """Everybody on the guest list, those who are nobody to thank with state "excluded".

    Only the first `MOST_GUESTS`: beyond that it is a town hall, and nobody writes cards to it.
    """
    return tuple(
        _guest(attendee, me)
        for attendee in event.attendees[:MOST_GUESTS]
        if attendee.email or attendee.name
    )


def organizer(event: Event, me: Me) -> Person | None:
    """The organizer, who may do no more than schedule: probable, of a kind the address tells."""
    who = event.organizer
    if who is None or not (who.email or who.name):
        return None
    excluded = is_me(who.email, shown_name(who.name), me) or is_nobody(who.email, who.name)
    return Person(
        name=person_name(who.email, who.name),
        email=who.email or None,
        kind=kind_of(who.email),
        state="excluded" if excluded else "probable",
        origin="organizer",
    )


def is_me(email: str, name: str, me: Me) -> bool:
    """Whether this is the person, by any own address or by the own full name."""
    own = {normal_address(address) for address in (*me.emails, *me.work_emails)}
    if email and normal_address(email) in own:
        return True
    return bool(name) and normal_name(name) in {normal_name(mine) for mine in own_names(me)}


@lru_cache(maxsize=256)
def own_names(me: Me) -> tuple[str, ...]:
    """The person's name, and the full names their addresses spell."""
    spelled = {name_of_address(address) for address in (*me.emails, *me.work_emails)}
    full = sorted(name for name in spelled if as_name(name))
    return (me.name, *full) if me.name.strip() else tuple(full)


def person_name(email: str, common_name: str) -> str:
    """The name beside an address, else the one the address suggests, else the address."""
    return shown_name(common_name) or name_of_address(email) or email or common_name


def kind_of(email: str) -> PersonKind:
    """What the address says of its owner's work: `recruiting-coordinator@` coordinates."""
    parts = [part for part in re.split(r"[._\-+]", email.partition("@")[0].casefold()) if part]
    stems = tuple(listed("people", "addresses", "coordinator_stems"))
    if any(part.startswith(stems) for part in parts):
        return "coordinator"
    recruiters = words("mailboxes", "recruiter_parts") | listed(
        "people", "addresses", "recruiter_words"
    )
    begins = tuple(words("mailboxes", "recruiter_stems"))
    agency = name_part(domain_of(email)).startswith(begins)
    if agency or any(part in recruiters or part.startswith(begins) for part in parts):
        return "recruiter"
    return "unknown"


def is_nobody(email: str, common_name: str) -> bool:
    """Calendars, robots, relays and mailboxes that nobody in particular reads.

    A name of a human beside `talent@` makes it a person; beside `noreply@` it does not.
    """
    domain, box = domain_of(email), mailbox(email)
    machines = (
        ats_domains()
        | scheduler_domains()
        | calendar_domains()
        | listed("people", "addresses", "bot_domains")
    )
    if registrable_match(domain, machines) or box in listed("people", "addresses", "machines"):
        return True
    if _is_robot_or_room(common_name):
        return True
    if box in listed("people", "addresses", "one_person"):
        return False
    return box in role_mailboxes() and not _is_human(email, common_name)


def _guest(attendee: Attendee, me: Me) -> Person:
    name = shown_name(attendee.name)
    excluded = (
        is_me(attendee.email, name, me)
        or attendee.response == "declined"
        or attendee.user_type in {"group", "resource", "room"}
        or is_nobody(attendee.email, attendee.name)
    )
    return Person(
        name=person_name(attendee.email, attendee.name),
        email=attendee.email or None,
        kind=kind_of(attendee.email),
        state="excluded" if excluded else "certain",
        origin="guest",
    )


def _is_human(email: str, common_name: str) -> bool:
    """Whether the CN is a human's: no organisation's ("Acme Talent", "Stark Industries")."""
    name = as_name(shown_name(common_name))
    company = company_of_domain(domain_of(email))
    return name is not None and not any(
        same_company(word, company) or same_company(name, company) for word in name.split()
    )


def _is_robot_or_room(common_name: str) -> bool:
    name = common_name.casefold()
    if any(robot in name for robot in listed("people", "addresses", "bot_names")):
        return True
    return not listed("people", "addresses", "rooms").isdisjoint(re.findall(r"\w+", name))
