"""What a calendar says about itself, outside its events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from connectors.ics.lines import decode, properties, text, time_line
from connectors.ics.scan import Extent, Scan, unfold
from connectors.ics.times import Unreadable, duration
from connectors.ics.zones import named

_READ: Final = frozenset(
    {
        *("PRODID", "METHOD", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "TIMEZONE-ID"),
        *("REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
    }
)
_LONGEST: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`timezone` is an IANA name; `refresh` is how often the publisher wants to be asked."""

    name: str | None
    timezone: str | None
    prodid: str
    method: str
    refresh: timedelta | None


def header(scan: Scan, calendar: Extent, events: list[Extent]) -> Header:
    """Read the properties before the first event and after the last."""
    first = events[0].start if events else calendar.end
    before = scan.text(Extent(calendar.start, first + 1))
    after = scan.text(Extent(events[-1].end, calendar.end)) if events else b""
    lines = properties(decode(unfold(before[:_LONGEST] + b"\n" + after[:_LONGEST])), _READ)
    return Header(
        name=_first(lines, "NAME", "X-WR-CALNAME"),
        timezone=_timezone(_first(lines, "X-WR-TIMEZONE", "TIMEZONE-ID")),
        prodid=_first(lines, "PRODID") or "",
        method=(_first(lines, "METHOD") or "").upper(),
        refresh=_refresh(lines.get("REFRESH-INTERVAL") or lines.get("X-PUBLISHED-TTL")),
    )


def _first(lines: dict[str, list[str]], *names: str) -> str | None:
    given = (" ".join(text(lines[name][0]).split()) for name in names if name in lines)
    return next(filter(None, given), None)


def _timezone(name: str | None) -> str | None:
    zone = named(name) if name else None
    if zone is None:
        return None
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"


def _refresh(lines: list[str] | None) -> timedelta | None:
    try:
        wanted = duration(time_line(lines[0]).value) if lines else None
    except Unreadable:
        return None
    return wanted if wanted is not None and wanted > timedelta(0) else None
