"""The EventDateTime of Google, there and back (facts: google-calendar 1.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple

from connectors.contract import Moment, Span
from connectors.google.items import Item, part, text
from connectors.ics.zones import named

_YEARS: Final = range(2, 9998)  # so that no zone and no day of margin leads out of the calendar


class Malformed(ValueError):
    """An event that can't be read; the message is the end of a sentence about it."""


class Lasting(NamedTuple):
    """When an event is, whether its end was told, and whether its zone was guessed."""

    span: Span
    end_given: bool
    zone_guessed: bool


def lasting(item: Item, timezone: tzinfo) -> Lasting:
    """The times of an event. Raises `Malformed`."""
    begins, ends = part(item, "start"), part(item, "end")
    start = moment(begins, timezone)
    end = moment(ends, timezone) if ends else start
    if isinstance(start, datetime) is not isinstance(end, datetime):
        raise Malformed("begins with a day and ends with a time, or the other way round")
    span = Span(start=start, end=_at_least_a_day(start, end))
    if _backwards(span):
        raise Malformed("ends before it begins")
    return Lasting(
        span=span,
        end_given=bool(ends) and item.get("endTimeUnspecified") is not True,
        zone_guessed=zone(text(begins, "timeZone"), timezone).guessed,
    )


def moment(when: Item, timezone: tzinfo) -> Moment:
    """A day, or an aware time in the zone the event is written in. Raises `Malformed`."""
    try:
        found = _parsed(when, timezone)
    except (ValueError, OverflowError):
        raise Malformed("has no date or time that exists") from None
    if found.year not in _YEARS:
        raise Malformed("has no date or time that exists")
    return found


def _parsed(when: Item, timezone: tzinfo) -> Moment:
    if day := text(when, "date"):
        return date.fromisoformat(day)
    at = datetime.fromisoformat(text(when, "dateTime"))
    rules = zone(text(when, "timeZone"), timezone).rules
    # Through UTC, so that the second 01:30 of a night in autumn stays the second.
    return at.astimezone(UTC).astimezone(rules) if at.tzinfo else at.replace(tzinfo=rules)


class Zone(NamedTuple):
    """A zone, and whether it stands in for one that nobody knows."""

    rules: tzinfo
    guessed: bool


@lru_cache(maxsize=1024)
def zone(name: str, timezone: tzinfo) -> Zone:
    """The zone of a name; the calendar's own for none."""
    known = named(name) if name else timezone
    return Zone(known or timezone, guessed=known is None)


def _at_least_a_day(start: Moment, end: Moment) -> Moment:
    """The end of an all-day event is exclusive, so a missing one is the day after."""
    if not isinstance(start, datetime) and start == end:
        return end + timedelta(days=1)
    return end


def _backwards(span: Span) -> bool:
    start, end = span.start, span.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end.astimezone(UTC) < start.astimezone(UTC)
    return end < start


def written(at: Moment, zone_name: str | None) -> dict[str, str]:
    """A moment as Google takes it. The offset settles what a doubled hour leaves open."""
    if not isinstance(at, datetime):
        return {"date": at.isoformat()}
    when = {"dateTime": at.isoformat(timespec="seconds")}
    return {**when, "timeZone": zone_name} if zone_name else when


def span_written(span: Span) -> dict[str, dict[str, str]]:
    """`start` and `end` of an event, both in the zone of the start."""
    end, start = span.end, span.start
    if isinstance(start, datetime) and isinstance(end, datetime):
        end = end.astimezone(start.tzinfo)
    name = span.timezone
    return {"start": written(start, name), "end": written(end, name)}
