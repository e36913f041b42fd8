"""A time zone as a calendar file defines it for itself (RFC 5545 3.6.5).

Ours, because icalendar's and dateutil's hang on a VTIMEZONE that repeats every second, and
are shared between files (facts: icalendar 0.1, 0.4). Only yearly rules and lists of dates
are followed, which is all that real zones need. A rule that names no month is in the month of
its DTSTART: RFC 5545 would have "the last Sunday of the year", which nobody ever meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice
from typing import Final

from connectors.ics.lines import time_line
from connectors.ics.occurrences import occurrences
from connectors.ics.rules import MOST_RULES, Rule, RuleRefused, parse_rule
from connectors.ics.times import Unreadable, moment

_BEGINS: Final = frozenset({"BEGIN:STANDARD", "BEGIN:DAYLIGHT"})
_ENDS: Final = frozenset({"END:STANDARD", "END:DAYLIGHT"})
_OFFSET: Final = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_MOST_OBSERVANCES: Final = 200
_MOST_DATES: Final = 1000
_MOST_ONSETS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Observance:
    """Standard or summer time: what the clock is put to, and when, on the clock before."""

    before: timedelta
    after: timedelta
    first: datetime
    rules: tuple[Rule, ...] = ()
    dates: tuple[datetime, ...] = ()

    def onsets(self, years: range) -> Iterator[datetime]:
        """When it begins, in those years and at its very first."""
        yield self.first
        yield from (at for at in self.dates if at.year in years)
        start, end = datetime(years[0], 1, 1), datetime(years[-1], 12, 31, 23, 59)  # noqa: DTZ001 - a wall clock
        for rule in self.rules:
            last = min(end, self._until(rule) or end)
            onsets = occurrences(rule, self.first, first=start, last=last)
            yield from islice(onsets, _MOST_ONSETS)

    def _until(self, rule: Rule) -> datetime | None:
        if not isinstance(rule.until, datetime):
            return datetime.combine(rule.until, datetime.max.time()) if rule.until else None
        if rule.until.tzinfo is None:
            return rule.until
        return rule.until.replace(tzinfo=None) + self.before


class FeedZone(tzinfo):
    """The zone of one file: no IANA name, so it says nothing about where anybody is."""

    def __init__(self, name: str, observances: tuple[Observance, ...]) -> None:
        """`observances` is never empty."""
        self.name = name
        self._observances = observances
        self._by_year: dict[int, list[tuple[datetime, Observance]]] = {}

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """The offset on a wall clock. A time that was skipped is read on the clock before."""
        if at is None:
            return None
        wall = at.replace(tzinfo=None)
        begun = [o for onset, o in self._onsets(wall.year) if onset + _skipped(o) <= wall]
        return begun[-1].after if begun else self._earliest().before

    def dst(self, _: datetime | None) -> timedelta | None:
        """Unknown: nothing of ours asks, and no offset depends on it."""
        return None

    def tzname(self, _: datetime | None) -> str | None:
        """The TZID of the file."""
        return self.name

    def fromutc(self, at: datetime) -> datetime:
        """The wall clock at an instant: the offset that agrees with itself."""
        utc = at.replace(tzinfo=None)
        begun = [o for onset, o in self._onsets(utc.year) if onset - o.before <= utc]
        offset = begun[-1].after if begun else self._earliest().before
        return (utc + offset).replace(tzinfo=self)

    def __repr__(self) -> str:
        return f"FeedZone({self.name!r})"

    def _earliest(self) -> Observance:
        return min(self._observances, key=lambda observance: observance.first)

    def _onsets(self, year: int) -> list[tuple[datetime, Observance]]:
        if year not in self._by_year:
            years = range(max(1, year - 1), min(9998, year + 1) + 1)
            pairs = [(at, o) for o in self._observances for at in o.onsets(years)]
            self._by_year[year] = sorted(pairs, key=lambda pair: pair[0])
        return self._by_year[year]


def _skipped(observance: Observance) -> timedelta:
    return max(timedelta(0), observance.after - observance.before)


def feed_zone(name: str, text: str) -> FeedZone | None:
    """The zone of a VTIMEZONE, or None if it is broken or repeats other than by years."""
    try:
        found = tuple(_observance(lines) for lines in islice(_split(text), _MOST_OBSERVANCES))
    except (KeyError, RuleRefused, Unreadable):
        return None
    return FeedZone(name, found) if found else None


def _split(text: str) -> Iterator[dict[str, list[str]]]:
    """The lines of each observance by the name of their property."""
    lines: dict[str, list[str]] | None = None
    for line in text.split("\n"):
        edge = line.strip().upper()
        if edge in _BEGINS:
            lines = {}
        elif edge in _ENDS and lines is not None:
            yield lines
            lines = None
        elif lines is not None:
            lines.setdefault(re.split("[;:]", edge, maxsplit=1)[0], []).append(edge)


def _observance(lines: dict[str, list[str]]) -> Observance:
    dates = [
        _wall(at) for line in lines.get("RDATE", ()) for at in time_line(line).value.split(",")
    ]
    if len(lines.get("RRULE", ())) > MOST_RULES:
        raise RuleRefused(f"repeats by more than {MOST_RULES} rules")
    first = _wall(time_line(lines["DTSTART"][0]).value)
    return Observance(
        before=_offset(lines["TZOFFSETFROM"][0]),
        after=_offset(lines["TZOFFSETTO"][0]),
        first=first,
        rules=tuple(_yearly(time_line(line).value, first) for line in lines.get("RRULE", ())),
        dates=tuple(dates[:_MOST_DATES]),
    )


def _offset(line: str) -> timedelta:
    match = _OFFSET.fullmatch(line.rpartition(":")[2].strip())
    if match is None:
        raise Unreadable("is not an offset")
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if offset >= timedelta(days=1):
        raise Unreadable("is not an offset")
    return -offset if match[1] == "-" else offset


def _yearly(value: str, first: datetime) -> Rule:
    rule = parse_rule(value)
    if rule.frequency != "YEARLY" or rule.year_days or rule.week_numbers:
        raise RuleRefused("does not repeat in a month of every year")
    if rule.hours or rule.minutes or rule.seconds:
        raise RuleRefused("changes at more than one time of day")
    return replace(rule, months=rule.months or (first.month,))


def _wall(value: str) -> datetime:
    found = moment(value.partition("/")[0])
    if not isinstance(found, datetime):
        return datetime.combine(found, datetime.min.time())
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
