"""A series, laid out into its instances (RFC 5545 3.8.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Final, cast

from connectors.contract import Event, EventId, Moment, Series, Span
from connectors.ics.occurrences import occurrences
from connectors.ics.rules import Rule, parse_rule
from connectors.ics.times import instant

MOST_INSTANCES: Final = 500
"""More than any series of interviews; a bound on what one rule can ask for."""

_LONG_AGO: Final = datetime(1, 1, 2)  # noqa: DTZ001 - a wall clock, a day from where dates end
_FAR: Final = datetime(9998, 1, 1)  # noqa: DTZ001 - a wall clock


def expand(event: Event, window: Span) -> tuple[Event, ...]:
    """The instances of an event that lie in a window, at most 500, in their order.

    Each has the wall-clock time and the exact length of the master, the original start as
    its `recurrence_id`, and no series. Instances that EXDATE or an override takes out are
    not among them. An event that does not repeat is its own only instance.
    """
    span = event.content.when
    first, last = _reach(span, window)
    if event.series is None:
        return (event,) if first <= _wall(span.start, span) < last else ()
    left_out = LeftOut(event.series.exdates)
    starts = [_moment(at, span) for at in _starts(span, event.series, first, last)]
    kept = (start for start in starts if start not in left_out)
    return tuple(_instance(event, start) for start in islice(kept, MOST_INSTANCES))


def _reach(span: Span, window: Span) -> tuple[datetime, datetime]:
    """Between which wall-clock starts an instance touches the window, within all calendars."""
    first, last = _wall(window.start, span), _wall(window.end, span)
    lasts = max(timedelta(0), _wall(span.end, span) - _wall(span.start, span))
    return first - min(lasts, first - _LONG_AGO), min(last, _FAR - lasts)


def length(span: Span, series: Series) -> int | None:
    """How many instances a series has; None when it is open, or has more than 500."""
    rules = _rules(series)
    if not all(rule.count or rule.until for rule in rules):
        return None
    if any(rule.count and rule.count > MOST_INSTANCES for rule in rules):
        return None
    starts = _starts(span, series, _wall(span.start, span), _FAR)
    if len(starts) > MOST_INSTANCES:
        return None
    left_out = LeftOut(series.exdates)
    return sum(_moment(at, span) not in left_out for at in starts)


class LeftOut:
    """The starts that a series skips. A day stands for every start on it.

    EXDATE and RECURRENCE-ID come in the zone of the event, in another one, in UTC and as a
    bare date, whatever DTSTART looks like (facts: icalendar section 4).
    """

    def __init__(self, exdates: Iterable[Moment]) -> None:
        """Take the dates and times of a `Series`."""
        exdates = tuple(exdates)
        self._instants = {instant(at) for at in exdates if isinstance(at, datetime)}
        self._days = {at for at in exdates if not isinstance(at, datetime)}

    def __contains__(self, start: Moment) -> bool:
        if not isinstance(start, datetime):
            return start in self._days
        return instant(start) in self._instants or start.date() in self._days


def _starts(span: Span, series: Series, first: datetime, last: datetime) -> list[datetime]:
    """Wall-clock starts from `first` to before `last`. DTSTART is one, whatever the rules say."""
    start = _wall(span.start, span)
    found = {start, *(_on_the_clock(at, start, span) for at in series.rdates)}
    for rule in _rules(series):
        until = min(last, _until(rule, span))
        # As many more as may be left out, so that 500 are left when they are.
        most = MOST_INSTANCES + 1 + len(series.exdates)
        found.update(islice(occurrences(rule, start, first=first, last=until), most))
    return sorted(at for at in found if first <= at < last)


def _rules(series: Series) -> list[Rule]:
    # The reader keeps only rules that can be read, so this raises for nobody.
    return [parse_rule(value) for value in series.rules]


def _until(rule: Rule, span: Span) -> datetime:
    """The last wall-clock time at which a start counts.

    An UNTIL that is a date includes that day: RFC 5545 3.3.10 wants a time for a timed
    series, and who writes a date means the day (facts: icalendar 2.2, case 26).
    """
    until = rule.until
    if until is None:
        return _FAR
    if span.all_day or not isinstance(until, datetime):
        return datetime.combine(until, time.max)
    return _wall(until, span) if until.tzinfo else until


def _on_the_clock(at: Moment, start: datetime, span: Span) -> datetime:
    """An RDATE as a wall-clock start; a bare date of a timed series is at the usual time."""
    if span.all_day or not isinstance(at, datetime):
        return datetime.combine(at, start.time())
    return _wall(at, span)


def _wall(at: Moment, span: Span) -> datetime:
    """What the clock of the event's zone shows; midnight for a day."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time.min)
    return at.astimezone(_zone(span) or at.tzinfo).replace(tzinfo=None)


def _zone(span: Span) -> tzinfo | None:
    return span.start.tzinfo if isinstance(span.start, datetime) else None


def _moment(wall: datetime, span: Span) -> Moment:
    """A wall-clock start as the series has it: a day, or a time that exists in its zone."""
    if span.all_day:
        return wall.date()
    zone = _zone(span)
    return instant(wall.replace(tzinfo=zone)).astimezone(zone)


def _instance(event: Event, start: Moment) -> Event:
    when = _moved(event.content.when, start)
    return replace(
        event,
        id=instance_id(event.uid, start),
        content=replace(event.content, when=when),
        recurrence_id=start,
        series=None,
    )


def _moved(span: Span, start: Moment) -> Span:
    """The span from another start on. Its length stays exact, as RFC 5545 3.8.5.3 has it."""
    if not isinstance(start, datetime):
        return Span(start=start, end=start + (_wall(span.end, span) - _wall(span.start, span)))
    # `Span` sees to it that both are days or both are times.
    begin, end = cast("datetime", span.start), cast("datetime", span.end)
    lasts = instant(end) - instant(begin)
    return Span(start=start, end=(instant(start) + lasts).astimezone(end.tzinfo))


def instance_id(uid: str, start: Moment) -> EventId:
    """One name for one instance, in whatever zone its start is written."""
    if isinstance(start, datetime):
        return EventId(f"{uid}/{start.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    return EventId(f"{uid}/{start:%Y%m%d}")


def starts_on(span: Span, original: Moment) -> Moment:
    """The start of an instance as its series writes it: in its zone, at its time of day.

    A RECURRENCE-ID comes in UTC or as a bare date too (facts: icalendar section 4).
    """
    start = _wall(span.start, span)
    return _moment(_on_the_clock(original, start, span), span)
