"""Calendars to read in tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.contract import Event, Span
from connectors.ics.read import Reading, read

GOLDEN = Path(__file__).parents[2] / "golden"
HOME = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")


def vevent(*lines: str, uid: str = "a@x", start: str = "DTSTART:20261125T150000Z") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", start, *lines, "END:VEVENT"])


def vcalendar(*parts: str, head: tuple[str, ...] = ()) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *head, *parts, "END:VCALENDAR"]
    return ("\r\n".join(lines) + "\r\n").encode()


def reading(*parts: str, head: tuple[str, ...] = ()) -> Reading:
    return read(vcalendar(*parts, head=head), home=HOME)


def only(*lines: str, start: str = "DTSTART:20261125T150000Z", head: tuple[str, ...] = ()) -> Event:
    (event,) = reading(vevent(*lines, start=start), head=head).events
    return event


def fixed_zone(name: str, offset: str) -> str:
    return (
        f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        f"TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )


def golden(name: str) -> Reading:
    return read((GOLDEN / name).read_bytes(), home=HOME)


def utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def starts(events: tuple[Event, ...]) -> list[str]:
    found = [event.content.when.start for event in events]
    return sorted(
        f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" if isinstance(at, datetime) else f"{at}"
        for at in found
    )


def window(first: str = "2026-11-01", last: str = "2027-03-01") -> Span:
    return Span(start=date.fromisoformat(first), end=date.fromisoformat(last))
