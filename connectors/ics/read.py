"""A calendar file, read: bytes in, events out.

    refuse -> scan -> screen -> parse, one event at a time -> assemble

One bad line, event or zone costs one event, which is listed with its reason and its place;
only what is no calendar, or not the whole of one, is refused (`NotACalendar`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from connectors.contract import Event, Problem, Span
from connectors.ics.feedzone import FeedZone, feed_zone
from connectors.ics.header import Header, header
from connectors.ics.lines import decode, properties, text
from connectors.ics.parse import Parsed, Source, Spoilt, parse
from connectors.ics.refuse import MOST_EVENTS, NotACalendar, too_many
from connectors.ics.revisions import assemble
from connectors.ics.scan import Extent, Scan, unfold
from connectors.ics.screening import worth_reading
from connectors.ics.zones import Zones, named

__all__ = ["NotACalendar", "Reading", "read"]

_LEFT_OUT = "It was left out. Open it in your calendar, set its time again, and export once more."
_MENDED = "Look at it in your calendar, and correct it there if the follow-ups are wrong."
_LARGEST_ZONE = 64 * 1024
_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file held. `skipped` counts the events that were not parsed: they can't matter.

    `name` and `timezone` (IANA) are the calendar's own; `refresh` is how often its publisher
    wants to be asked. In a file of several calendars, the first that says so counts.
    """

    name: str | None
    timezone: str | None
    events: tuple[Event, ...]
    problems: tuple[Problem, ...]
    skipped: int
    refresh: timedelta | None


def read(
    body: bytes,
    *,
    home: ZoneInfo,
    screen: re.Pattern[str] | None = None,
    window: Span | None = None,
) -> Reading:
    """Read a calendar file.

    `home` is the person's zone, for times that tell none. With a `screen`, only events in
    whose text it is found are parsed (searched line by line, unfolded, unescaped, NFKC,
    casefolded); with a `window`, only those that can lie in it; and with them whatever
    shares their UID. Raises `NotACalendar`.
    """
    scan = Scan(body)
    calendars = [(extent, scan.events(extent)) for extent in scan.calendars]
    if (total := sum(len(events) for _, events in calendars)) > MOST_EVENTS:
        raise too_many(total)
    heads = [header(scan, extent, events) for extent, events in calendars]
    chosen = [worth_reading(scan, events, screen=screen, window=window) for _, events in calendars]
    parsed: list[Parsed] = []
    problems: list[Problem] = []
    for (extent, _), head, events in zip(calendars, heads, chosen, strict=True):
        source = _source(scan, extent, head, home)
        for event in events:
            outcome, found = _outcome(scan, event, source)
            parsed += outcome
            problems += found
    return Reading(
        name=next((head.name for head in heads if head.name), None),
        timezone=next((head.timezone for head in heads if head.timezone), None),
        events=assemble(parsed),
        problems=tuple(problems),
        skipped=total - sum(len(events) for events in chosen),
        refresh=next((head.refresh for head in heads if head.refresh), None),
    )


def _source(scan: Scan, calendar: Extent, head: Header, home: ZoneInfo) -> Source:
    zones = Zones(
        home=home,
        default=named(head.timezone) if head.timezone else None,
        declared=lambda: _declared(scan, calendar),
    )
    return Source(zones=zones, prodid=head.prodid, called_off=head.method == "CANCEL")


def _outcome(scan: Scan, event: Extent, source: Source) -> tuple[list[Parsed], list[Problem]]:
    """The event, unless it is spoilt, and what is to be said about it."""
    told = len(source.zones.unknown)
    try:
        found = _parse(scan, event, source)
    except Spoilt as spoilt:
        return [], [_problem(scan, event, spoilt.uid, str(spoilt), _LEFT_OUT)]
    notes = [*found.notes, *_guesses(source.zones, told)]
    uid = found.event.uid
    return [found], [_problem(scan, event, uid, note, _MENDED) for note in notes]


def _parse(scan: Scan, event: Extent, source: Source) -> Parsed:
    if not event.whole:
        raise Spoilt("breaks off: its line END:VEVENT is missing")
    try:
        return parse(scan.text(event), source)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        # What nobody thought of still costs one event only. The kind of error is said and its
        # message is not, since it may repeat what the event says.
        raise Spoilt(f"could not be read ({type(error).__name__})") from error


def _declared(scan: Scan, calendar: Extent) -> dict[str, FeedZone]:
    """The calendar's own VTIMEZONEs. Of two with one TZID the first counts."""
    zones: dict[str, FeedZone] = {}
    for extent in scan.timezones(calendar):
        block = decode(unfold(scan.text(extent)[:_LARGEST_ZONE]))
        name = "".join(text(line) for line in properties(block, {"TZID"}).get("TZID", ())[:1])
        zone = feed_zone(name, block) if name and name not in zones else None
        if zone is not None:
            zones[name] = zone
    return zones


def _guesses(zones: Zones, told: int) -> Iterator[str]:
    # A zone nobody knows is told once, at the first event that uses it; each event is flagged.
    for tzid in list(zones.unknown)[told:]:
        assumed = zones.floating.rules
        yield f'is in the time zone "{_shown(tzid)}", which nobody knows; {assumed} is assumed'


def _problem(scan: Scan, event: Extent, uid: str, what: str, next_step: str) -> Problem:
    named_by = f", UID {_shown(uid)}" if uid else ""
    return Problem(
        where=f"line {scan.line(event)}{named_by}", what=f"This event {what}.", next_step=next_step
    )


def _shown(text: str) -> str:
    printable = "".join(char for char in text if char.isprintable())
    return printable if len(printable) <= _LONGEST_SHOWN else f"{printable[:_LONGEST_SHOWN]}…"
