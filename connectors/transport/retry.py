"""When a server that is busy wants to be asked again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(hours=24)
_SECONDS = re.compile(r"[0-9]{1,9}")


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The Retry-After header (RFC 9110 10.2.3), seconds or a date, between nothing and a day.

    `now` is aware. None when the header is missing or cannot be read.
    """
    wait = _wait(value.strip(), now) if value else None
    return None if wait is None else max(timedelta(), min(wait, LONGEST))


def _wait(value: str, now: datetime) -> timedelta | None:
    if value.isascii() and value.isdigit():
        return timedelta(seconds=int(value)) if _SECONDS.fullmatch(value) else LONGEST
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, IndexError, OverflowError):
        return None
    # "-0000" gives a naive datetime; HTTP dates are in UTC (RFC 9110 5.6.7).
    return (when if when.tzinfo else when.replace(tzinfo=UTC)) - now
