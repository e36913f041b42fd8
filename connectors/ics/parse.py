"""One VEVENT, read into an `Event`; whatever is wrong with it stays with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from connectors.contract import Content, Etag, Event, EventId, Moment, Series, Status
from connectors.ics.attendees import attendee, organizer
from connectors.ics.lasting import Lasting, lasting
from connectors.ics.lines import TimeLine, decode, parts, properties, text, texts, time_line
from connectors.ics.recurrence import instance_id
from connectors.ics.rules import MOST_RULES, RuleRefused, parse_rule
from connectors.ics.scan import digest, unfold
from connectors.ics.times import Unreadable
from connectors.ics.zones import Zones
from connectors.quirks import exchange_cancelled_titles

LARGEST_EVENT: Final = 256 * 1024
"""Bytes of one event; what is larger has a file in it, or is meant to do harm."""

_REPEATING: Final = ("RRULE", "RDATE")
_ATTACHMENT: Final = re.compile(rb"^ATTACH[;:].*\n", re.IGNORECASE | re.MULTILINE)
_OUR_NAME: Final = re.compile(r"fu-[0-9a-v]+@afterword", re.IGNORECASE)
_STATUSES: Final[dict[str, Status]] = {"CANCELLED": "cancelled", "TENTATIVE": "tentative"}
_READ: Final = frozenset(
    {
        *("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "COLOR", "STATUS"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXRULE", "EXDATE"),
        *("RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "ORGANIZER", "ATTENDEE"),
        *("X-AFTERWORD-KEY", "X-AFTERWORD-TAG"),
    }
)

Lines = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the calendar around an event says about it. `called_off`: METHOD is CANCEL."""

    zones: Zones
    prodid: str = ""
    called_off: bool = False


class Revision(NamedTuple):
    """Which of two versions of an event is the newer one; compares (RFC 5546 2.1.5)."""

    sequence: int
    stamp: str


class Parsed(NamedTuple):
    """An event, its revision, and what had to be mended, as ends of sentences."""

    event: Event
    revision: Revision
    notes: tuple[str, ...]


class Spoilt(Exception):
    """An event that can't be read. The message is the end of a sentence about it."""

    def __init__(self, why: str, *, uid: str = "") -> None:
        super().__init__(why)
        self.uid = uid


def parse(block: bytes, source: Source) -> Parsed:
    """Read the bytes of one VEVENT. Raises `Spoilt`."""
    unfolded = unfold(block) + b"\n"
    if len(unfolded) > LARGEST_EVENT:
        unfolded = _ATTACHMENT.sub(b"", unfolded)
    if len(unfolded) > LARGEST_EVENT:
        raise Spoilt(f"is larger than {LARGEST_EVENT // 1024} KB")
    lines = properties(decode(unfolded), _READ)
    etag = digest(unfolded).hex()
    uid = _text(lines, "UID").strip()
    notes: list[str] = []
    try:
        event = _event(lines, source, uid or f"{etag}@no-uid", etag, notes)
    except Unreadable as error:
        raise Spoilt(str(error), uid=uid) from None
    return Parsed(event, _revision(lines, event.sequence), tuple(notes))


def _event(lines: Lines, source: Source, uid: str, etag: str, notes: list[str]) -> Event:
    when = lasting(lines, source.zones, notes)
    title = _text(lines, "SUMMARY")
    original = _recurrence_id(lines, when, source.zones, notes)
    status = _STATUSES.get(_text(lines, "STATUS").strip().upper(), "confirmed")
    if source.called_off or exchange_cancelled_titles.means_cancelled(title, prodid=source.prodid):
        status = "cancelled"
    return Event(
        id=EventId(uid) if original is None else instance_id(uid, original),
        etag=Etag(etag),
        content=Content(title=title, when=when.span, notes=_text(lines, "DESCRIPTION")),
        name=_name(lines, uid),
        uid=uid,
        recurrence_id=original,
        series=_series(lines, when, source.zones, notes) if original is None else None,
        status=status,
        organizer=next(filter(None, map(organizer, lines.get("ORGANIZER", ()))), None),
        attendees=tuple(filter(None, map(attendee, lines.get("ATTENDEE", ())))),
        location=_text(lines, "LOCATION").strip(),
        url=_uri(lines, "URL"),
        categories=tuple(_categories(lines)),
        colour=_text(lines, "COLOR").strip() or None,
        tag=_text(lines, "X-AFTERWORD-TAG").strip() or None,
        sequence=_number(lines, "SEQUENCE"),
        end_given=when.end_given,
        zone_guessed=when.zone_guessed,
    )


def _recurrence_id(lines: Lines, when: Lasting, zones: Zones, notes: list[str]) -> Moment | None:
    given = lines.get("RECURRENCE-ID")
    if not given:
        return None
    if "RANGE=THISANDFUTURE" in given[0].upper():
        notes.append("changes all later ones of its series; only this one is changed here")
    try:
        return _moment(time_line(given[0]), when, zones)
    except Unreadable as error:
        raise Unreadable(f"replaces one of a series at what {error}") from None


def _series(lines: Lines, when: Lasting, zones: Zones, notes: list[str]) -> Series | None:
    if not any(time_line(line).value for name in _REPEATING for line in lines.get(name, ())):
        return None
    return Series(
        rules=_rules(lines, notes),
        rdates=tuple(_moments(lines, "RDATE", when, zones, notes)),
        exdates=tuple(_moments(lines, "EXDATE", when, zones, notes)),
    )


def _rules(lines: Lines, notes: list[str]) -> tuple[str, ...]:
    """The rules as they stand; none at all when one is out of bounds, since half a series lies."""
    given = (time_line(line).value for line in lines.get("RRULE", ()))
    rules = tuple(filter(None, given))
    try:
        _check(rules, excepted="EXRULE" in lines)
    except RuleRefused as refused:
        notes.append(f"repeats by a rule that {refused}; only its first date is looked at")
        return ()
    return rules


def _check(rules: Sequence[str], *, excepted: bool) -> None:
    """Raise `RuleRefused` unless all of the series can be followed."""
    if excepted:  # EXRULE was withdrawn by RFC 5545 and can have no end
        raise RuleRefused("leaves dates out by another rule (EXRULE)")
    if len(rules) > MOST_RULES:
        raise RuleRefused(f"is one of more than {MOST_RULES}")
    for rule in rules:
        parse_rule(rule)


def _moments(
    lines: Lines, name: str, when: Lasting, zones: Zones, notes: list[str]
) -> Iterator[Moment]:
    """The times of EXDATE or RDATE; of a period, its start."""
    for line in map(time_line, lines.get(name, ())):
        for value in line.value.split(","):
            try:
                yield _moment(line._replace(value=value.partition("/")[0]), when, zones)
            except Unreadable as error:
                if value:
                    notes.append(f"has an {name} that {error}, which is left aside")


def _moment(line: TimeLine, when: Lasting, zones: Zones) -> Moment:
    """A time beside DTSTART: a floating one is in its zone, and a day if DTSTART is one."""
    start = when.span.start
    near = start.tzinfo if isinstance(start, datetime) else None
    at = zones.locate(line, near=near).at
    return at.date() if isinstance(at, datetime) and when.span.all_day else at


def _name(lines: Lines, uid: str) -> str | None:
    """Our own name, of an event that we made."""
    return _text(lines, "X-AFTERWORD-KEY").strip() or (uid if _OUR_NAME.fullmatch(uid) else None)


def _categories(lines: Lines) -> Iterator[str]:
    for line in lines.get("CATEGORIES", ()):
        yield from filter(None, (category.strip() for category in texts(line)))


def _revision(lines: Lines, sequence: int) -> Revision:
    stamps = (lines.get(name) for name in ("LAST-MODIFIED", "DTSTAMP"))
    return Revision(sequence, next((time_line(found[0]).value for found in stamps if found), ""))


def _text(lines: Lines, name: str) -> str:
    """The first of a property: a second SUMMARY or UID is a writer's mistake."""
    return text(lines[name][0]) if name in lines else ""


def _uri(lines: Lines, name: str) -> str:
    found = parts(lines[name][0]) if name in lines else None
    return found.value if found else ""


def _number(lines: Lines, name: str) -> int:
    given = _text(lines, name).strip()
    return int(given) if given.isdecimal() and len(given) < len("1000000000") else 0
