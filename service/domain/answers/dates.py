"""A date as somebody writes it into a calendar entry, read without ever guessing.

What is understood is taken out of the text piece by piece (my time, date, weekday, time of
day); whatever remains and is no mere connecting word makes the whole unreadable. So the
order of the pieces is free, and a second date or time is never overlooked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.domain.answers import time_of_day, written_date
from service.domain.answers.day_words import MONTH_NAMES, WEEKDAY_NAMES
from service.domain.answers.written_date import ADVICE, Unreadable, Written, folded


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """What was written. `year_given`: the year was written, or the weekday settles it.

    `hour` is None when no time was written. `instant` is set by RFC 3339, date and time with
    an offset: then `day`, `hour` and `minute` are the ones at that offset.
    """

    day: date
    year_given: bool
    hour: int | None = None
    minute: int = 0
    own_time: bool = False
    instant: datetime | None = None


_WHOSE_TIME = re.compile(r"(?:in )?\b(?P<whose>my|their|your) (?:own )?time(?: ?zone)?\b")
_CONNECTING = re.compile(
    r"\b(?:at|on|the|this|next|um|am|den|der|le|a|el|las|il|alle|ore|op|om|as|dia)\b|[\s,.;()@-]"
)
_QUOTED = 40  # characters of somebody's text in a sentence of ours
_DAY = timedelta(days=1)


def read_when(text: str, *, near: date) -> When:
    """Read a date with an optional time of day.

    `near` is the local date of the entry the text stands in: a missing year is the one of the
    next occurrence from there. Raises `Unreadable`.
    """
    whose, rest = written_date.take(_WHOSE_TIME, folded(text))
    instant, rest = written_date.take_instant(rest)
    if instant:
        return _at_instant(instant, rest, near)
    written, rest = written_date.take_date(rest)
    weekday, rest = written_date.take_weekday(rest)
    if written is None:
        raise Unreadable(_why_no_date(weekday, rest))
    at, rest = time_of_day.take(rest)
    _refuse_remainder(rest, f"{written}")
    return When(
        day=_settle(written, weekday, near),
        year_given=written.year is not None or weekday is not None,
        hour=at.hour if at else None,
        minute=at.minute if at else 0,
        own_time=whose is not None and whose["whose"] == "my",
    )


def next_occurrence(day: date, *, on_or_after: date) -> date:
    """The first date with the day and month of `day` that is not before `on_or_after`."""
    for year in range(on_or_after.year, on_or_after.year + 9):  # 1896 to 1904: no 29 February
        try:
            candidate = day.replace(year=year)
        except ValueError:
            continue
        if candidate >= on_or_after:
            return candidate
    raise Unreadable(f"{day.day} {MONTH_NAMES[day.month - 1]} never comes again. {ADVICE}")


def _at_instant(instant: datetime, rest: str, near: date) -> When:
    weekday, rest = written_date.take_weekday(rest)
    _refuse_remainder(rest, instant.isoformat())
    written = Written(day=instant.day, month=instant.month, year=instant.year)
    return When(
        day=_settle(written, weekday, near),
        year_given=True,
        hour=instant.hour,
        minute=instant.minute,
        instant=instant,
    )


def _settle(written: Written, weekday: int | None, near: date) -> date:
    """The date meant: the year from `near`, the weekday in agreement, not before the entry.

    The employer's date of an interview and the person's differ by at most one day. So a
    weekday is held against the year as counted from the day before, the day, and the day
    after: where one agrees, nobody was contradicted.
    """
    candidates = [_next(written, near + shift) for shift in (timedelta(), -_DAY, _DAY)]
    agreeing = [day for day in candidates if weekday in {None, day.weekday()}]
    if not agreeing:
        raise Unreadable(_contradiction(candidates[0], weekday))
    if agreeing[0] < near - _DAY:
        raise Unreadable(f"{written} lies before the interview. {ADVICE}")
    return agreeing[0]


def _next(written: Written, base: date) -> date:
    if written.year is not None:
        return date(written.year, written.month, written.day)
    return next_occurrence(date(2000, written.month, written.day), on_or_after=base)


def _contradiction(day: date, weekday: int | None) -> str:
    spoken = f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    return f"{spoken} is a {WEEKDAY_NAMES[day.weekday()]}, not a {WEEKDAY_NAMES[weekday or 0]}."


def _refuse_remainder(rest: str, understood: str) -> None:
    if _CONNECTING.sub("", rest):
        remainder = " ".join(rest.split()).strip(",.;-@ ")[:_QUOTED]
        raise Unreadable(f'I read {understood}, but not "{remainder}". {ADVICE}')


def _why_no_date(weekday: int | None, rest: str) -> str:
    if numeric := written_date.numeric_date(rest):
        return f'"{numeric}" could be day and month or month and day. {ADVICE}'
    if weekday is not None:
        return f"Which {WEEKDAY_NAMES[weekday]}? {ADVICE}"
    return f"I find no date in it. {ADVICE}"
