"""The starts a rule gives, on the wall clock, within two times.

Our own arithmetic and not dateutil's, for one reason: dateutil looks for the next start
until the year 9999 before it gives control back, so that
`FREQ=DAILY;INTERVAL=7;BYDAY=TU` from a Monday, or 30 February, costs seconds for nothing,
and nothing outside can stop it. Here a period (day, week, month, year) is a list of days,
rules are filters on it, and the number of days looked at is bounded. The tests hold the
results against dateutil's.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count, product
from typing import Final

from connectors.ics.rules import Rule

MOST_DAYS: Final = 20_000
"""Days looked at for one rule: 54 years, or some hundredths of a second."""


def occurrences(
    rule: Rule, start: datetime, *, first: datetime, last: datetime
) -> Iterator[datetime]:
    """Naive wall-clock starts between `first` and `last`, both included, in order.

    All times are naive, on the clock of the event's zone: 10:00 stays 10:00 over a change of
    the clocks. UNTIL is the caller's part of `last`; COUNT is counted here, from `start`.
    """
    rule = completed(rule, start)
    clocks = [time(*clock) for clock in product(rule.hours, rule.minutes, rule.seconds)]
    seen = 0
    for days in _periods(rule, start.date(), start if rule.count else first, last):
        for at in _in_period(rule, days, clocks):
            if at < start:
                continue
            seen += 1
            if at > last or (rule.count and seen > rule.count):
                return
            if at >= first:
                yield at


def completed(rule: Rule, start: datetime) -> Rule:
    """The rule with what it leaves to DTSTART spelled out (RFC 5545 3.3.10).

    So it no longer matters from which period on it is followed.
    """
    rule = replace(
        rule,
        hours=rule.hours or (start.hour,),
        minutes=rule.minutes or (start.minute,),
        seconds=rule.seconds or (start.second,),
    )
    if rule.weekdays or rule.month_days or rule.year_days:
        return rule
    match rule.frequency:
        case "YEARLY" if rule.week_numbers:
            return replace(rule, weekdays=((0, start.weekday()),))
        case "YEARLY":
            return replace(rule, months=rule.months or (start.month,), month_days=(start.day,))
        case "MONTHLY":
            return replace(rule, month_days=(start.day,))
        case "WEEKLY":
            return replace(rule, weekdays=((0, start.weekday()),))
    return rule


def _periods(rule: Rule, start: date, first: datetime, last: datetime) -> Iterator[list[date]]:
    """The days of each period that may hold a start, from the one that holds `first`."""
    looked_at = 0
    for number in count(max(0, _distance(rule, start, first.date()) // rule.interval)):
        days = _days(rule, start, number * rule.interval)
        looked_at += len(days)
        if not days or days[0] > last.date() or looked_at > MOST_DAYS:
            return
        yield days


def _distance(rule: Rule, start: date, day: date) -> int:
    """How many periods lie between the one of `start` and the one of `day`."""
    match rule.frequency:
        case "DAILY":
            return (day - start).days
        case "WEEKLY":
            return (day - _monday(rule, start)).days // 7
        case "MONTHLY":
            return (day.year - start.year) * 12 + day.month - start.month
    return day.year - start.year


def _days(rule: Rule, start: date, distance: int) -> list[date]:
    """The days of the period so many periods after that of `start`; none after year 9998."""
    match rule.frequency:
        case "DAILY":
            return _run(start, distance, 1)
        case "WEEKLY":
            return _run(_monday(rule, start), 7 * distance, 7)
        case "MONTHLY":
            years, month = divmod(start.month - 1 + distance, 12)
            return _months(start.year + years, (month + 1,))
    return _months(start.year + distance, rule.months or tuple(range(1, 13)))


def _run(start: date, offset: int, length: int) -> list[date]:
    first = start.toordinal() + offset
    if first + length > date.max.toordinal():
        return []
    return [date.fromordinal(first + day) for day in range(length)]


def _months(year: int, months: tuple[int, ...]) -> list[date]:
    if year >= date.max.year:
        return []
    return [
        date(year, month, day)
        for month in months
        for day in range(1, monthrange(year, month)[1] + 1)
    ]


def _monday(rule: Rule, day: date) -> date:
    """The first day of the week of `day`, which is a Monday unless WKST says otherwise."""
    return day - timedelta(days=(day.weekday() - rule.week_start) % 7)


def _in_period(rule: Rule, days: list[date], clocks: list[time]) -> list[datetime]:
    chosen = [day for day in days if _matches(rule, day)]
    starts = [datetime.combine(day, clock) for day in chosen for clock in clocks]
    if not rule.positions:
        return starts
    places = {place - 1 if place > 0 else len(starts) + place for place in rule.positions}
    return [at for place, at in enumerate(starts) if place in places]


def _matches(rule: Rule, day: date) -> bool:
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.month_days or _is_day_of_month(rule, day))
        and (not rule.year_days or _is_day_of_year(rule, day))
        and (not rule.week_numbers or _is_in_week(rule, day))
        and (not rule.weekdays or _is_weekday(rule, day))
    )


def _is_day_of_month(rule: Rule, day: date) -> bool:
    from_end = day.day - monthrange(day.year, day.month)[1] - 1
    return day.day in rule.month_days or from_end in rule.month_days


def _is_day_of_year(rule: Rule, day: date) -> bool:
    from_start = day.timetuple().tm_yday
    return from_start in rule.year_days or from_start - _year_length(day) - 1 in rule.year_days


def _is_in_week(rule: Rule, day: date) -> bool:
    """Week 1 is the first with at least four days in the year (RFC 5545 3.3.10)."""
    fourth_day = _monday(rule, day) + timedelta(days=3)
    number = (fourth_day.timetuple().tm_yday - 1) // 7 + 1
    last_week = (_monday(rule, date(fourth_day.year, 12, 28)) + timedelta(days=3)).timetuple()
    weeks = (last_week.tm_yday - 1) // 7 + 1
    in_year = fourth_day.year == day.year
    return in_year and (number in rule.week_numbers or number - weeks - 1 in rule.week_numbers)


def _is_weekday(rule: Rule, day: date) -> bool:
    ordinals = {ordinal for ordinal, weekday in rule.weekdays if weekday == day.weekday()}
    if rule.frequency in {"DAILY", "WEEKLY"} or rule.week_numbers:
        return bool(ordinals)  # ordinals mean nothing there; RFC 5545 forbids them
    if not ordinals or 0 in ordinals:
        return bool(ordinals)
    index, length = _place(rule, day)
    return index // 7 + 1 in ordinals or -((length - 1 - index) // 7 + 1) in ordinals


def _place(rule: Rule, day: date) -> tuple[int, int]:
    """Which day of the month or year this is, from 0, and how many there are."""
    if rule.frequency == "YEARLY" and not rule.months:
        return day.timetuple().tm_yday - 1, _year_length(day)
    return day.day - 1, monthrange(day.year, day.month)[1]


def _year_length(day: date) -> int:
    return 366 if isleap(day.year) else 365
