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
from service.domain.vocabulary import listed
from service.domain.vocabulary.domains import domain_of, machine_domains, registrable_match
from service.domain.vocabulary.mailboxes import (
    mailbox,
    only_recruits,
    parts,
    recruits,
    role_mailboxes,
)

MOST_GUESTS = 200
_REMEMBERED = 4096  # addresses: the same people and relays invite again and again


def guests(event: Event, me: Me) -> tuple[Person, ...]:
    """Everybody on the guest list, those who are nobody to thank with state "excluded".

    Only the first `MOST_GUESTS`: beyond that it is a town hall, and nobody writes cards to it.
    """
    return tuple(
        _guest(attendee, me)
        for attendee in event.attendees[:MOST_GUESTS]
        if attendee.email or attendee.name
    )


def invited(event: Event, me: Me) -> tuple[Person, ...]:
    """All the guests, then the organizer."""
    host = organizer(event, me)
    return (*guests(event, me), host) if host else guests(event, me)


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
    addresses, names = _own(me)
    if email and normal_address(email) in addresses:
        return True
    return bool(name) and normal_name(name) in names


@lru_cache(maxsize=256)
def _own(me: Me) -> tuple[frozenset[str], frozenset[str]]:
    """The person's addresses and names, in the spellings under which they are compared."""
    addresses = frozenset(map(normal_address, (*me.emails, *me.work_emails)))
    return addresses, frozenset(map(normal_name, own_names(me)))


@lru_cache(maxsize=256)
def own_names(me: Me) -> tuple[str, ...]:
    """The person's name, and the full names their addresses spell."""
    spelled = {name_of_address(address) for address in (*me.emails, *me.work_emails)}
    full = sorted(name for name in spelled if as_name(name))
    return tuple(dict.fromkeys([me.name, *full] if me.name.strip() else full))


def person_name(email: str, common_name: str) -> str:
    """The name beside an address, else the one the address suggests, else the address."""
    return shown_name(common_name) or name_of_address(email) or email or common_name


@lru_cache(maxsize=_REMEMBERED)
def kind_of(email: str) -> PersonKind:
    """What the address says of its owner's work: `recruiting-coordinator@` coordinates."""
    said = parts(email)
    coordinates = tuple(listed("people", "addresses", "coordinator_stems"))
    if any(part.startswith(coordinates) for part in said):
        return "coordinator"
    agency = name_part(domain_of(email)).startswith(tuple(listed("mailboxes", "recruiter_stems")))
    beside = listed("people", "addresses", "recruiter_words")
    return "recruiter" if agency or recruits(email) or not beside.isdisjoint(said) else "unknown"


@lru_cache(maxsize=_REMEMBERED)
def is_nobody(email: str, common_name: str) -> bool:
    """Calendars, robots, relays and mailboxes that nobody in particular reads.

    A name of a human beside `talent@` makes it a person; beside `noreply@` it does not.
    """
    if registrable_match(domain_of(email), machine_domains()) or _is_robot_or_room(common_name):
        return True
    box = mailbox(email)
    if box in listed("people", "addresses", "machines"):
        return True
    if box in listed("people", "addresses", "one_person"):
        return False
    nobody = box in role_mailboxes() or only_recruits(email)
    return nobody and not _is_human(email, common_name)


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
