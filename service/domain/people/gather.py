"""Who was talked to: each name with where it came from and how sure we are (facts: people 2).

Sources in order: what the person told, guests, organizer, the description's lists and
timetables, the title. Whoever is nobody to thank stays in the list as "excluded", because a
tap on the debrief page can bring them back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from connectors.contract import Event
from service.domain.model import Answer, Person, TalkedTo
from service.domain.naming import Naming
from service.domain.naming.company import same_company
from service.domain.naming.guests import is_me, own_names, person_name
from service.domain.naming.names import normal_name, shortens
from service.domain.people.itinerary import named
from service.domain.people.mention import Mention
from service.domain.people.same_person import unite
from service.domain.policy import Me, Policy


def people(
    event: Event, policy: Policy, *, invited: tuple[Person, ...], said: Naming
) -> tuple[Person, ...]:
    """The people of one event: guests, organizer, description and title, each human once.

    `invited` is `guests.invited` of the event and `said` its `naming`. Guests are certain, all
    others probable; each in the order they stand there. Under `via_agency` only the consultant
    is left.
    """
    found = unite([*invited, *_from_text(event, policy.me, said)])
    settled = tuple(_with_kind(person, found) for person in found)
    return only_consultant(settled, event) if policy.notes.via_agency else settled


def merge(groups: Iterable[tuple[Person, ...]]) -> tuple[Person, ...]:
    """The people of several sessions, each human once, in the order of their first mention.

    Who is who does not depend on the order of the sessions; only the order of the answer does.
    By address, then by name, where "Dana R." is Dana Ruiz if nobody else can be meant.
    Certain beats probable beats excluded: who declined one session may have come to another.
    Two people of one name and different addresses stay two, with a question in `ask`.
    """
    return unite(person for group in groups for person in group)


def talked_to(answers: Iterable[Answer]) -> tuple[Person, ...]:
    """The people of `talked to: NAME - TOPIC`: the person's own word, so certain."""
    return tuple(
        Person(
            name=answer.name,
            kind="interviewer",
            state="certain",
            origin="answer",
            topic=answer.topic,
        )
        for answer in answers
        if isinstance(answer, TalkedTo)
    )


def only_consultant(found: tuple[Person, ...], event: Event) -> tuple[Person, ...]:
    """All but the agency's consultant excluded: the interviewers are not written to.

    The consultant is the organizer, else a recruiter; without one nobody is left and the
    debrief asks, because a wrong letter to a client is worse than none (facts: people 2).
    """
    active = [person for person in found if person.state != "excluded"]
    host = event.organizer.email if event.organizer else ""
    hosts = [person for person in active if person.email and person.email == host]
    recruiters = [person for person in active if person.kind == "recruiter"]
    consultant = next(iter(hosts or recruiters), None)
    return tuple(
        replace(person, kind="recruiter")
        if person is consultant
        else replace(person, state="excluded")
        for person in found
    )


def _from_text(event: Event, me: Me, said: Naming) -> Iterator[Person]:
    declined = {
        normal_name(person_name(guest.email, guest.name))
        for guest in event.attendees
        if guest.response == "declined"
    }
    for mention in named(event.content.notes):
        if not same_company(mention.name, said.company):
            yield _mentioned(mention, me, declined)
    if said.other and not is_me("", said.other, me):
        yield Person(name=said.other, kind="interviewer", state="probable", origin="title")


def _mentioned(mention: Mention, me: Me, declined: set[str]) -> Person:
    """A name in the text. Those who declined and the person are named in timetables too."""
    out = _is_me_by_name(mention, me) or normal_name(mention.name) in declined
    return Person(
        name=mention.name,
        email=mention.email,
        role=mention.role,
        kind=mention.kind,
        state="excluded" if out else "probable",
        origin="description",
    )


def _is_me_by_name(mention: Mention, me: Me) -> bool:
    if is_me(mention.email or "", mention.name, me):
        return True
    return mention.email is None and any(shortens(mention.name, name) for name in own_names(me))


def _with_kind(person: Person, found: tuple[Person, ...]) -> Person:
    """Who came is an interviewer; who only invited others to come is their coordinator."""
    if person.kind != "unknown" or person.state == "excluded":
        return person
    if person.state == "certain":
        return replace(person, kind="interviewer")
    others = sum(one.state != "excluded" for one in found) > 1
    return replace(person, kind="coordinator") if others else person
