"""Dates, times and durations as RFC 5545 3.3.4-3.3.6 writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.IGNORECASE)
_DURATION: Final = re.compile(
    r"([+-]?)P(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.IGNORECASE,
)
_YEARS: Final = range(2, 9998)  # so that no zone and no day of margin leads out of the calendar


class Unreadable(ValueError):
    """A value that is no time; the message is a sentence for the person."""


def moment(value: str) -> date | datetime:
    """A date, a naive wall-clock time, or, when it ends in Z, an instant in UTC.

    By the shape of the value, whatever its VALUE parameter claims. Raises `Unreadable`.
    """
    match = _MOMENT.fullmatch(value.strip())
    if match is None or int(match[1]) not in _YEARS:
        raise Unreadable("is not a date or time")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return day
        # 60 is a leap second (RFC 5545 3.3.12), which Python does not have.
        second = min(int(match[6] or 0), 59)
        clock = time(int(match[4]), int(match[5]), second, tzinfo=UTC if match[7] else None)
    except ValueError:
        raise Unreadable("is not a date or time that exists") from None
    return datetime.combine(day, clock)


def duration(value: str) -> timedelta:
    """A duration, negative ones included. Raises `Unreadable`."""
    match = _DURATION.fullmatch(value.strip())
    if match is None or not any(match.groups()[1:]):
        raise Unreadable("is not a duration")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    try:
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        raise Unreadable("is longer than time itself") from None
    return -length if match[1] == "-" else length


def instant(at: datetime) -> datetime:
    """The same moment in UTC, the only zone in which moments are compared or added to."""
    return at.astimezone(UTC)
