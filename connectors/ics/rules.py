"""One recurrence rule, read and held to bounds (RFC 5545 3.3.10).

What lies outside the bounds is refused with a reason instead of expanded: a rule of a few
bytes can ask for more instances than there are seconds (facts: icalendar 0.4, section 4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from math import prod
from typing import Final, Literal

from connectors.ics.times import Unreadable, moment

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]

LONGEST_INTERVAL: Final = 1000
HIGHEST_COUNT: Final = 5000
LONGEST_LIST: Final = 50
MOST_TIMES_A_DAY: Final = 50
MOST_RULES: Final = 5
"""Of one event or one half of a zone's year; RFC 5545 3.8.5.3 asks for one."""

WEEKDAYS: Final = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}

_FREQUENCIES: Final[dict[str, Frequency]] = {
    "DAILY": "DAILY",
    "WEEKLY": "WEEKLY",
    "MONTHLY": "MONTHLY",
    "YEARLY": "YEARLY",
}
_LOWEST_AND_HIGHEST: Final = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 59),
}
_ZERO_COUNTS: Final = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_KNOWN: Final = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_LOWEST_AND_HIGHEST}
_WEEKDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


class RuleRefused(ValueError):
    """A rule we do not follow; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule within the bounds. Weekdays count from Monday = 0; an ordinal of 0 is "every".

    `until` is as it was written: a day, a wall-clock time, or an instant in UTC.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    week_start: int = 0
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()


def parse_rule(value: str) -> Rule:
    """Read an RRULE value. Raises `RuleRefused`."""
    given = _parts(value)
    if not given.keys() <= _KNOWN:
        raise RuleRefused("has a part that is not known")
    lists = {name: _numbers(name, given.get(name)) for name in _LOWEST_AND_HIGHEST}
    if prod(max(1, len(lists[name])) for name in _ZERO_COUNTS) > MOST_TIMES_A_DAY:
        raise RuleRefused("happens too many times a day")
    return Rule(
        frequency=_frequency(given.get("FREQ", "")),
        interval=_within(given.get("INTERVAL", "1"), LONGEST_INTERVAL, "INTERVAL"),
        count=_count(given.get("COUNT")),
        until=_until(given.get("UNTIL")),
        week_start=WEEKDAYS.get(given.get("WKST", "MO"), 0),
        weekdays=_weekdays(given.get("BYDAY")),
        months=lists["BYMONTH"],
        month_days=lists["BYMONTHDAY"],
        year_days=lists["BYYEARDAY"],
        week_numbers=lists["BYWEEKNO"],
        positions=lists["BYSETPOS"],
        hours=lists["BYHOUR"],
        minutes=lists["BYMINUTE"],
        seconds=lists["BYSECOND"],
    )


def _parts(value: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in value.upper().replace(" ", "").split(";") if part)
    return {name: given for name, _, given in pairs}


def _frequency(given: str) -> Frequency:
    if given not in _FREQUENCIES:
        raise RuleRefused("does not repeat by days, weeks, months or years")
    return _FREQUENCIES[given]


def _count(given: str | None) -> int | None:
    # COUNT=-1 is written by some programs for "no end" (recurring_ical_events issue 128).
    if given is None or given == "-1":
        return None
    return _within(given, HIGHEST_COUNT, "COUNT")


def _until(given: str | None) -> date | datetime | None:
    if not given:
        return None
    try:
        return moment(given)
    except Unreadable:
        raise RuleRefused("has an UNTIL that is no date") from None


def _within(given: str, highest: int, name: str) -> int:
    if not given.isdecimal() or len(given) > len("1000000000") or not 1 <= int(given) <= highest:
        raise RuleRefused(f"has {name} outside 1 to {highest}")
    return int(given)


def _numbers(name: str, given: str | None) -> tuple[int, ...]:
    if not given:
        return ()
    lowest, highest = _LOWEST_AND_HIGHEST[name]
    items = _items(name, given)
    if not all(re.fullmatch(r"[+-]?\d{1,3}", item) for item in items):
        raise RuleRefused(f"has a {name} that is no number")
    numbers = sorted({int(item) for item in items})
    if not all(lowest <= number <= highest for number in numbers):
        raise RuleRefused(f"has a {name} that does not exist")
    if 0 in numbers and name not in _ZERO_COUNTS:
        raise RuleRefused(f"has a {name} that does not exist")
    return tuple(numbers)


def _weekdays(given: str | None) -> tuple[tuple[int, int], ...]:
    if not given:
        return ()
    found = [_WEEKDAY.fullmatch(item) for item in _items("BYDAY", given)]
    matches = [match for match in found if match]
    if len(matches) < len(found):
        raise RuleRefused("has a BYDAY that is no weekday")
    return tuple((int(match[1] or 0), WEEKDAYS[match[2]]) for match in matches)


def _items(name: str, given: str) -> list[str]:
    items = given.strip(",").split(",")
    if len(items) > LONGEST_LIST:
        raise RuleRefused(f"has a {name} of more than {LONGEST_LIST} entries")
    return items
