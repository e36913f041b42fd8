"""Builds the events these tests are about, on the calendar of Alex Morgan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.contract import Attendee, Content, Etag, Event, EventId, Organizer, Span
from service.domain.model import Person
from service.domain.naming import Naming, guests
from service.domain.naming import naming as read_naming
from service.domain.people import people as gather
from service.domain.policy import Me, NotesRule, Policy

ALEX = Policy(
    me=Me(
        name="Alex Morgan",
        emails=("alex.morgan@gmail.com",),
        work_emails=("alex.morgan@initech.com",),
        timezone="America/New_York",
        country="US",
    )
)
VIA_AGENCY = replace(ALEX, notes=NotesRule(via_agency=True))
START = datetime(2026, 12, 1, 15, tzinfo=UTC)


def guest(address: str, name: str = "", **more: str) -> Attendee:
    return replace(Attendee(email=address, name=name), **more)


def invitation(
    title: str = "Interview",
    *,
    organizer: str | None = None,
    organizer_name: str = "",
    guests: tuple[str | Attendee, ...] = (),
    notes: str = "",
) -> Event:
    attendees = tuple(guest(one) if isinstance(one, str) else one for one in guests)
    return Event(
        id=EventId("1"),
        etag=Etag("1"),
        uid="1@example",
        content=Content(
            title=title, when=Span(start=START, end=START + timedelta(hours=1)), notes=notes
        ),
        organizer=Organizer(email=organizer, name=organizer_name) if organizer else None,
        attendees=attendees,
    )


def naming(event: Event, policy: Policy) -> Naming:
    """What a session would call the event."""
    return read_naming(event, policy.me, guests.invited(event, policy.me))


def people(event: Event, policy: Policy) -> tuple[Person, ...]:
    """Whom a session would find in the event."""
    invited = guests.invited(event, policy.me)
    return gather(event, policy, invited=invited, said=naming(event, policy))


def rows(table: str) -> list[tuple[str, ...]]:
    """The rows of a table of cases beside this file; "\\n" in it is a new line."""
    text = Path(__file__).with_name(f"{table}.tsv").read_text("utf-8")
    _head, *lines = text.splitlines()
    return [tuple(cell.replace("\\n", "\n") for cell in line.split("\t")) for line in lines]


def told(found: tuple[Person, ...]) -> list[str]:
    """Everybody but the excluded: "name state", and the kind of those who don't interview."""
    return sorted(
        f"{person.name} {person.state}"
        + ("" if person.kind == "interviewer" else f" {person.kind}")
        for person in found
        if person.state != "excluded"
    )
