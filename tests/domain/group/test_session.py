"""From an event to a session: times, ends that are assumed, zones that tell something."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from connectors.contract import Attendee, Content, Etag, Event, EventId, Organizer, Span
from service.domain.model import NoCall, Person
from service.domain.policy import Me, NotesRule, Policy, Travel
from service.domain.session import session

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
SEEN = datetime(2026, 11, 28, 12, tzinfo=UTC)
TRIP = Travel(timezone="Europe/Berlin", first=date(2026, 12, 2), last=date(2026, 12, 4))
POLICY = Policy(
    me=Me(
        name="Alex Morgan",
        emails=("alex.morgan@gmail.com",),
        timezone="America/New_York",
        travel=(TRIP,),
    )
)


def event(start: object, end: object, **more: object) -> Event:
    content = Content(
        title="Interview with Acme - Data Engineer #interview",
        when=Span(start=start, end=end),  # type: ignore[arg-type]
        notes=str(more.pop("notes", "")),
    )
    plain = Event(id=EventId("id"), etag=Etag("1"), uid="uid@x", content=content)
    return replace(plain, **more)  # type: ignore[arg-type]


def at(hour: int, *, day: int = 1, zone: object = NEW_YORK, fold: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=zone, fold=fold)  # type: ignore[arg-type]


def test_an_ordinary_event_keeps_its_times_and_names() -> None:
    found = session(event(at(10), at(11)), POLICY, first_seen=SEEN)
    assert (found.start, found.end, found.assumed_end) == (at(10), at(11), False)
    assert (found.company, found.role, found.first_seen) == ("Acme", "Data Engineer", SEEN)
    assert (found.key, found.timezone) == ("uid@x", "America/New_York")


@pytest.mark.parametrize(
    "broken",
    [
        event(at(10), at(10), end_given=False),
        event(at(10), at(10)),
        event(at(10), at(9)),
        event(at(10), at(12), end_given=False),
    ],
    ids=["no end", "no length", "an end before the start", "an end nobody gave"],
)
def test_a_missing_or_impossible_end_is_an_hour_later(broken: Event) -> None:
    found = session(broken, POLICY, first_seen=SEEN)
    assert (found.end, found.assumed_end) == (at(11), True)


def test_the_assumed_hour_is_an_elapsed_one() -> None:
    before = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)  # EDT; clocks go back at 02:00
    found = session(event(before, before, end_given=False), POLICY, first_seen=SEEN)
    assert found.end.astimezone(UTC) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "after", "start", "end"),
    [
        (date(2026, 12, 1), date(2026, 12, 2), at(9), at(17)),
        (date(2026, 12, 1), date(2026, 12, 1), at(9), at(17)),
        (
            date(2026, 12, 2),
            date(2026, 12, 3),
            at(9, day=2, zone=BERLIN),
            at(17, day=2, zone=BERLIN),
        ),
        (date(2026, 12, 1), date(2026, 12, 3), at(9), at(17, day=2, zone=BERLIN)),
    ],
    ids=["one day", "without length", "away from home", "two days, the second away"],
)
def test_a_whole_day_ends_at_five_where_the_person_is(
    first: date, after: date, start: datetime, end: datetime
) -> None:
    found = session(event(first, after), POLICY, first_seen=SEEN)
    assert (found.start, found.end) == (start, end)
    assert (found.all_day, found.assumed_end, found.timezone) == (True, True, None)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (event(at(10, zone=BERLIN), at(11, zone=BERLIN)), "Europe/Berlin"),
        (event(at(10, zone=UTC), at(11, zone=UTC)), None),
        (event(at(10, zone=ZoneInfo("Etc/UTC")), at(11, zone=ZoneInfo("Etc/UTC"))), None),
        (event(at(10), at(11), zone_guessed=True), None),
    ],
    ids=["a zone", "UTC", "UTC by another name", "a guess"],
)
def test_only_a_zone_somebody_chose_is_told(told: Event, expected: str | None) -> None:
    assert session(told, POLICY, first_seen=SEEN).timezone == expected


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        (None, "uid@x"),
        (at(10, day=3), "uid@x/20261203T150000Z"),
        (date(2026, 12, 3), "uid@x/20261203"),
    ],
    ids=["none", "a time", "a day"],
)
def test_the_key_of_an_instance_is_its_original_start(original: object, expected: str) -> None:
    found = session(event(at(10), at(11), recurrence_id=original), POLICY, first_seen=SEEN)
    assert found.key == expected


def test_the_organizer_is_somebody_else() -> None:
    kim = event(at(10), at(11), organizer=Organizer(email="Kim@Acme.com"))
    own = event(at(10), at(11), organizer=Organizer(email="alexmorgan+x@gmail.com"))
    assert session(kim, POLICY, first_seen=SEEN).organizer == "kim@acme.com"
    assert session(own, POLICY, first_seen=SEEN).organizer is None


def test_answers_are_read_and_those_named_in_them_are_people() -> None:
    notes = "no call\ntalked to: Kate Austen - nightly batches\nPanel: Kate A., Jack Shephard"
    found = session(event(at(10), at(11), notes=notes), POLICY, first_seen=SEEN)
    assert any(isinstance(answer, NoCall) for answer in found.answers)
    assert [(p.name, p.state, p.topic) for p in found.people] == [
        ("Kate Austen", "certain", "nightly batches"),
        ("Jack Shephard", "probable", None),
    ]


def test_via_an_agency_not_even_those_named_in_answers_are_written_to() -> None:
    policy = replace(POLICY, notes=NotesRule(via_agency=True))
    notes = "talked to: Kate Austen - nightly batches"
    (kate,) = session(event(at(10), at(11), notes=notes), policy, first_seen=SEEN).people
    assert isinstance(kate, Person)
    assert (kate.state, kate.topic) == ("excluded", "nightly batches")


def test_whom_the_person_named_comes_before_the_guests() -> None:
    guests = (Attendee(email="dana.ruiz@acme.com", name="Dana Ruiz"),)
    read = event(at(10), at(11), notes="talked to: Kate Austen", attendees=guests)
    found = session(read, POLICY, first_seen=SEEN)
    assert [person.name for person in found.people] == ["Kate Austen", "Dana Ruiz"]
