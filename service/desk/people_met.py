"""The people a person met in interviews, as cards for an address book (vCard 4.0, RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from connectors.ics import octets
from service.domain.debrief import Debrief
from service.domain.model import Person, Session, VisitKey
from service.domain.places import local
from service.domain.policy import Me
from service.domain.talked import with_people
from service.domain.wording import said_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Somebody, and the interviews in which they were."""

    person: Person
    sessions: tuple[Session, ...]


def people_met(sessions: Iterable[Session]) -> tuple[Met, ...]:
    """Each of them once, known by their address or, without one, by name and company."""
    found: dict[tuple[str, str], list[tuple[Person, Session]]] = {}
    for session in sorted(sessions, key=lambda one: (one.start, one.key)):
        for person in session.people:
            if person.state != "excluded" and octets.text(person.name).strip():
                found.setdefault(_who(person, session), []).append((person, session))
    return tuple(
        Met(person=_fullest(person for person, _ in seen), sessions=tuple(s for _, s in seen))
        for seen in found.values()
    )


def with_topics(
    sessions: Iterable[Session],
    told: Mapping[VisitKey, Debrief],
    names: Mapping[VisitKey, VisitKey],
) -> Iterator[Session]:
    """The sessions with whom the person says they talked to, and about what."""
    for session in sessions:
        visit = names.get(session.key, session.key)
        about = (one for key, one in told.items() if names.get(key, key) == visit)
        debrief = max(about, key=lambda one: one.at.timestamp(), default=None)
        people = with_people(session.people, debrief.people) if debrief else session.people
        yield replace(session, people=people)


def vcards(met: Iterable[Met], me: Me) -> bytes:
    """The cards, one after the other; the days are those of the person's own clock."""
    return b"".join(octets.lines(_card(one, me)) for one in met)


def _card(one: Met, me: Me) -> Iterator[str]:
    person, company = one.person, next((s.company for s in one.sessions if s.company), None)
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"FN:{_text(person.name)}"
    if person.email:
        yield f"EMAIL:{_text(person.email)}"
    if person.role:
        yield f"TITLE:{_text(person.role)}"
    if company:
        yield f"ORG:{_text(company)}"
    yield f"NOTE:{_text(_note(one, me))}"
    yield "END:VCARD"


def _note(one: Met, me: Me) -> str:
    starts = (local(session.start, me).date() for session in one.sessions)
    days = dict.fromkeys(f"{said_day(day)} {day.year}" for day in starts)
    met = [f"Interview on {day}." for day in days]
    return "\n".join([*met, *([f"Talked about: {one.person.topic}"] if one.person.topic else ())])


def _text(value: str) -> str:
    """The escapes of RFC 6350 3.4 are those of iCalendar."""
    return octets.text(value)


def _who(person: Person, session: Session) -> tuple[str, str]:
    if person.email:
        return person.email.casefold(), ""
    return person.name.casefold(), (session.company or "").casefold()


def _fullest(people: Iterable[Person]) -> Person:
    """Of several notes on one person the one that says most, the latest of equals."""
    return max(
        reversed(list(people)),
        key=lambda one: sum(map(bool, (one.email, one.role, one.topic, one.state == "certain"))),
    )
