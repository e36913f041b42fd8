"""From when until when an event lasts, out of DTSTART, DTEND and DURATION (RFC 5545 3.6.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from connectors.contract import Moment, Span
from connectors.ics.lines import time_line
from connectors.ics.times import Unreadable, duration, instant
from connectors.ics.zones import Located, Zones

_DAY = timedelta(days=1)


class Lasting(NamedTuple):
    """A span, whether the source told its end, and whether its zone was guessed."""

    span: Span
    end_given: bool
    zone_guessed: bool


def lasting(lines: Mapping[str, Sequence[str]], zones: Zones, notes: list[str]) -> Lasting:
    """When the event takes place; what had to be mended is added to `notes`.

    Raises `Unreadable` if there is no usable start.
    """
    if "DTSTART" not in lines:
        raise Unreadable("has no start")
    try:
        start = zones.locate(time_line(lines["DTSTART"][0]))
    except Unreadable as error:
        raise Unreadable(f"has a start that {error}") from None
    end = _end(lines, start.at, zones, notes)
    guessed = start.guessed or (end is not None and end.guessed)
    if isinstance(start.at, datetime):
        span, given = _timed(start.at, end.at if end else None, notes)
    else:
        span, given = _all_day(start.at, end.at if end else None, notes)
        guessed = False
    return Lasting(span, given, guessed)


def _end(
    lines: Mapping[str, Sequence[str]], start: Moment, zones: Zones, notes: list[str]
) -> Located | None:
    near = start.tzinfo if isinstance(start, datetime) else None
    try:
        if "DTEND" in lines:
            return zones.locate(time_line(lines["DTEND"][0]), near=near)
        if "DURATION" in lines:
            return Located(_after(start, duration(time_line(lines["DURATION"][0]).value)))
    except Unreadable as error:
        notes.append(f"has an end that {error}; it is taken to have none")
    return None


def _after(start: Moment, lasts: timedelta) -> Moment:
    try:
        if isinstance(start, datetime):
            return (instant(start) + lasts).astimezone(start.tzinfo)
        return start + (lasts if lasts % _DAY == timedelta(0) else lasts + _DAY)
    except OverflowError:
        raise Unreadable("lies beyond all calendars") from None


def _timed(start: datetime, end: Moment | None, notes: list[str]) -> tuple[Span, bool]:
    """An event without a usable end ends as it starts, and says so."""
    nothing = Span(start=start, end=start), False
    if end is None:
        return nothing
    if not isinstance(end, datetime):
        end = datetime.combine(end, time.min, start.tzinfo)
    if instant(end) < instant(start):
        notes.append("ends before it starts; it is taken to have no end")
        return nothing
    return Span(start=start, end=end), instant(end) > instant(start)


def _all_day(start: date, end: Moment | None, notes: list[str]) -> tuple[Span, bool]:
    """Without an end, or with one on the same day, it is that one day (RFC 5545 3.6.1)."""
    last = end.date() if isinstance(end, datetime) else end
    if last is not None and last < start:
        notes.append("ends before it starts; it is taken to last one day")
        return Span(start=start, end=start + _DAY), False
    return Span(start=start, end=max(last or start, start + _DAY)), True
