"""The bounds of a `Span` as DTSTART and DTEND (RFC 5545 3.8.2.2, 3.8.2.4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from connectors.contract import Moment, Span
from connectors.ics import octets, vtimezone

Zones = tuple[str, str] | None
"""The TZIDs of start and end. Both or neither, for few readers expect a mixture."""

_SHORTEST = timedelta(minutes=1)


def lines(when: Span, zones: Zones) -> list[str]:
    """Both content lines; DTEND always, since iCloud refuses events without (facts: 5.4).

    `zones` is the answer of `zones_of(when)`, which callers need too and which is dear.
    """
    start, end = zones or (None, None)
    return [f"DTSTART{_value(when.start, start)}", f"DTEND{_value(_end(when), end)}"]


def zones_of(when: Span) -> Zones:
    """Where the span can be written on the wall clock of its zones; None: dates, or UTC."""
    start, end = when.start, _end(when)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    begins, ends = vtimezone.tzid(start), vtimezone.tzid(end)
    return (begins, ends) if begins and ends else None


def _value(moment: Moment, zone: str | None) -> str:
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{octets.day(moment)}"
    if zone is None:
        return f":{octets.utc(moment)}"
    return f";TZID={octets.parameter(zone)}:{octets.local(moment)}"


def _end(when: Span) -> Moment:
    """The end, later than the start even if the span is not (RFC 5545 3.6.1, 3.8.2.2)."""
    start, end = when.start, when.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        earliest = start.astimezone(UTC) + _SHORTEST
        return end if end.astimezone(UTC) >= earliest else earliest.astimezone(start.tzinfo)
    return max(end, start + timedelta(days=1))
