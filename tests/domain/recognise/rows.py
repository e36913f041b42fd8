"""The rows of a table of events, as the person of the cases would have them."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.contract import Attendee, Content, Etag, Event, EventId, Organizer, Series, Span
from service.domain.policy import Me, Policy, Recognition

HERE = Path(__file__).parent
GIVEN = HERE.parents[1] / "cases" / "detection.tsv"
MORE = HERE / "more.tsv"
# The neighbours of the given rows, written down before the rules were read.
GUESSES = HERE / "guesses.tsv"

START = datetime(2026, 12, 3, 15, tzinfo=UTC)
ALEX = Policy(
    me=Me(
        name="Alex Morgan",
        emails=("alex.morgan@gmail.com",),
        work_emails=("alex.morgan@initech.com",),
        timezone="America/New_York",
        country="US",
    ),
    recognise=Recognition(
        calendars=("Job interviews",), selected=("personal", "work", "Job interviews")
    ),
)


@dataclass(frozen=True)
class Row:
    id: str
    calendar: str
    event: Event
    policy: Policy
    expected: str
    rule: str


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_row(each) for each in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _row(cells: dict[str, str]) -> Row:
    extra = {
        name.strip(): value
        for name, _, value in (part.partition("=") for part in _parts(cells["extra"]))
    }
    return Row(
        id=cells["id"],
        calendar=cells["calendar"],
        event=_extended(_event(cells), extra),
        policy=_policy(extra),
        expected=cells["expected"],
        rule=cells["rule"],
    )


def _parts(extra: str) -> list[str]:
    # "rrule=FREQ=DAILY;COUNT=3" holds a semicolon of its own; the parts are set apart by "; ".
    return [part for part in extra.split("; ") if part]


def _event(cells: dict[str, str]) -> Event:
    organizer = cells["organizer"]
    guests = [each.strip() for each in cells["attendees"].split(";") if each.strip()]
    return Event(
        id=EventId(cells["id"]),
        etag=Etag("1"),
        uid=f"{cells['id']}@example.net",
        content=Content(
            title=cells["title"],
            when=Span(start=START, end=START + timedelta(hours=1)),
            notes=cells["description"].replace("\\n", "\n"),
        ),
        organizer=Organizer(email=organizer) if organizer else None,
        attendees=tuple(Attendee(email=guest) for guest in guests),
    )


def _extended(event: Event, extra: dict[str, str]) -> Event:
    for name, value in extra.items():
        event = _with(event, name, value)
    return event


def _with(event: Event, name: str, value: str) -> Event:
    match name:
        case "cat":
            return replace(event, categories=(value,))
        case "rrule":
            return replace(event, series=_series(value))
        case "recurrence_id":
            return replace(event, recurrence_id=START)
        case "partstat":
            guests = event.attendees
            return replace(event, attendees=tuple(replace(g, response=value) for g in guests))
        case "ext":
            return _marked(event, value)
    assert name in {*FIELDS, "allday", "cfg_color"}, name
    return replace(event, **{FIELDS[name]: value}) if name in FIELDS else event


FIELDS = {
    "uid": "uid",
    "label": "label",
    "location": "location",
    "status": "status",
    "color": "colour",
    "eventType": "event_type",
}


def _series(rule: str) -> Series:
    count = rule.partition("COUNT=")[2]
    return Series(rules=(rule,), length=int(count) if count else None)


def _marked(event: Event, value: str) -> Event:
    key, _, set_to = value.partition(":")
    if key == "followup":
        return replace(event, name="k/call")
    return replace(event, tag="interview" if set_to == "1" else set_to)


def _policy(extra: dict[str, str]) -> Policy:
    if "cfg_color" not in extra:
        return ALEX
    return replace(ALEX, recognise=replace(ALEX.recognise, colours=(extra["cfg_color"],)))


def raw(event: Event) -> str:
    """The text in which the screen looks: unfolded, unescaped, NFKC, casefolded."""
    lines = [
        f"UID:{event.uid}",
        f"ORGANIZER:mailto:{event.organizer.email}" if event.organizer else "",
        *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{guest.email}" for guest in event.attendees),
        f"SUMMARY:{event.content.title}",
        f"DESCRIPTION:{' '.join(event.content.notes.split())}",
        f"LOCATION:{event.location}",
        f"URL:{event.url}",
        *(f"CATEGORIES:{category}" for category in event.categories),
        f"COLOR:{event.colour}" if event.colour else "",
        f"X-AFTERWORD-TAG:{event.tag}" if event.tag else "",
    ]
    return unicodedata.normalize("NFKC", "\n".join(lines)).casefold()
