"""A zone's rule for every year, as a VTIMEZONE can say it.

The last line of a TZif file is a POSIX TZ string, the rule for all years after the file's own
transitions (RFC 8536 3.3), e.g. `CET-1CEST,M3.5.0,M10.5.0/3`. This module reads it and says
which offset it gives a wall clock. Whether that is the truth is asked in `vtimezone.tzid`.
"""

from __future__ import annotations

import re
import zoneinfo
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path

_NAME = r"<[-+0-9A-Za-z]+>|[A-Za-z]+"
_TIME = r"[-+]?\d+(?::\d+){0,2}"
_ONSET = rf"M\d+\.\d\.\d(?:/{_TIME})?"
_RULE = re.compile(
    rf"(?P<name>{_NAME})(?P<offset>{_TIME})"
    rf"(?:(?P<other_name>{_NAME})(?P<other_offset>{_TIME})?"
    rf",(?P<other_onset>{_ONSET}),(?P<onset>{_ONSET}))?"
)
_HOUR = timedelta(hours=1)
_DAY_START, _DAY_END = timedelta(), timedelta(hours=23, minutes=59, seconds=59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """The n-th weekday of a month at a time of that day, every year.

    `week` is 1 to 4, or 5 for the last; `weekday` counts from Sunday = 0, as POSIX does.

    `at` lies within the day. POSIX times run from -167 to 167 hours (Nuuk -1, Santiago 24,
    Jerusalem 26, Gaza 50), which no "n-th weekday" says exactly, and Outlook reads no other
    rule (MS-OXCICAL 2.1.3.1.1.19.2.2: one BYDAY, never with BYMONTHDAY). So they are held to
    the day, as Windows itself holds them, and the hours in between are written in UTC.
    """

    month: int
    week: int
    weekday: int
    at: timedelta

    def in_year(self, year: int) -> datetime:
        """When it comes, on the wall clock that goes by the old offset; naive for that reason."""
        first, length = monthrange(year, self.month)
        day = 1 + (self.weekday - 1 - first) % 7 + 7 * (self.week - 1)
        return datetime(year, self.month, day if day <= length else day - 7) + self.at  # noqa: DTZ001 - a wall clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Observance:
    """One of the two parts of a zone's year, or the whole of it when `onset` is None."""

    name: str
    offset_from: timedelta
    offset_to: timedelta
    onset: Onset | None = None

    @property
    def daylight(self) -> bool:
        """Whether the clocks go forward for it; in Dublin's law that is standard time."""
        return self.offset_to > self.offset_from


@lru_cache(maxsize=1024)
def observances(key: str) -> tuple[Observance, ...]:
    """The yearly rule of an IANA zone: two parts, one for a fixed zone, none if it has no rule."""
    match = _RULE.fullmatch(_footer(key))
    if not match:
        return ()
    name, offset = match["name"].strip("<>"), _offset(match["offset"])
    if not match["onset"]:
        return (Observance(name=name, offset_from=offset, offset_to=offset),)
    other = _offset(match["other_offset"]) if match["other_offset"] else offset + _HOUR
    return (
        Observance(
            name=match["other_name"].strip("<>"),
            offset_from=offset,
            offset_to=other,
            onset=_onset(match["other_onset"]),
        ),
        Observance(name=name, offset_from=other, offset_to=offset, onset=_onset(match["onset"])),
    )


def offset_at(key: str, wall: datetime) -> timedelta | None:
    """The offset the yearly rule gives a naive wall clock.

    None where there is no rule, and where the wall clock is skipped or comes twice: readers
    disagree on those (RFC 5545 3.3.5 speaks, few listen).
    """
    parts = observances(key)
    if len(parts) < 2:  # noqa: PLR2004 - a fixed zone is one part
        return parts[0].offset_to if parts else None
    offset = None
    for begin, end, after in _changes(key, wall.year):
        if wall < begin:
            break
        if wall < end:
            return None
        offset = after
    return offset


@lru_cache(maxsize=1024)
def _changes(key: str, year: int) -> list[tuple[datetime, datetime, timedelta]]:
    """The changes of the year and the one before, in order.

    Each is the hour that is skipped or comes twice, from and until, and the offset after it.
    """
    changes = []
    for part in observances(key):
        for onset in (part.onset.in_year(y) for y in (year - 1, year) if part.onset):
            other = onset + part.offset_to - part.offset_from
            changes.append((min(onset, other), max(onset, other), part.offset_to))
    return sorted(changes)


def _footer(key: str) -> str:
    """The POSIX TZ string of a zone; empty for an unknown zone and for TZif version 1."""
    octets = _tzif(key)
    modern = octets[:4] == b"TZif" and octets[4:5] >= b"2" and octets.endswith(b"\n")
    return octets[:-1].rpartition(b"\n")[2].decode("ascii", "replace") if modern else ""


def _tzif(key: str) -> bytes:
    """The zone's file, from where `zoneinfo` takes it: the system first, then the package."""
    try:
        zoneinfo.ZoneInfo(key)  # refuses names that leave the directory (PEP 615)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return b""
    for place in zoneinfo.TZPATH:
        file = Path(place, key)
        if file.is_file():
            return file.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *key.split("/")).read_bytes()


def _onset(rule: str) -> Onset:
    date, _, at = rule.removeprefix("M").partition("/")
    month, week, weekday = map(int, date.split("."))
    within = min(max(_span(at or "2"), _DAY_START), _DAY_END)
    return Onset(month=month, week=week, weekday=weekday, at=within)


def _offset(written: str) -> timedelta:
    return -_span(written)  # POSIX counts west of Greenwich


def _span(written: str) -> timedelta:
    """Hours, minutes and seconds of a POSIX time, "-2:45"."""
    hours, minutes, seconds = (*map(int, written.lstrip("+-").split(":")), 0, 0)[:3]
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if written.startswith("-") else length
