"""Series: the recurrence lines of a master, and the instances that others describe.

Google lists a series as its master and its exceptions, and leaves the exceptions out of the
master's EXDATEs; whoever lays out the master has to know them all (facts: google-calendar 1.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from connectors.contract import Event, EventId, Moment, Series, Span
from connectors.google.times import Malformed
from connectors.ics.lines import properties, time_line
from connectors.ics.recurrence import length
from connectors.ics.rules import MOST_RULES, RuleRefused, parse_rule
from connectors.ics.times import Unreadable
from connectors.ics.zones import Zones

_LINES: Final = frozenset({"RRULE", "RDATE", "EXRULE", "EXDATE"})
_REPEATING: Final = ("RRULE", "RDATE")
Exceptions = Mapping[EventId, Sequence[tuple[Moment, bool]]]
"""For each master the original starts of its exceptions, and whether they were cancelled."""


def series_of(recurrence: Sequence[str], when: Span, notes: list[str]) -> Series | None:
    """How a master repeats; None for lines that say nothing. Raises `Malformed`.

    By a rule that is not followed it does not repeat at all, as in a published calendar
    (`connectors.ics.parse`): half a series lies, and its first date does not. `notes` says so.
    """
    if not recurrence:
        return None
    lines = properties("\n".join(["BEGIN:VEVENT", *recurrence, "END:VEVENT"]), _LINES)
    if not any(time_line(line).value for name in _REPEATING for line in lines.get(name, ())):
        return None
    try:
        rdates, exdates = (tuple(_moments(lines, name, when)) for name in ("RDATE", "EXDATE"))
    except Unreadable as error:
        raise Malformed(f"repeats at what {error}") from None
    series = Series(rdates=rdates, exdates=exdates)
    try:
        series = replace(series, rules=_rules(lines))
    except RuleRefused as refused:
        notes.append(f"repeats by a rule that {refused}; only its first date is looked at")
        return series
    return replace(series, length=length(when, series))


def _rules(lines: Mapping[str, list[str]]) -> tuple[str, ...]:
    if "EXRULE" in lines:  # withdrawn by RFC 5545, and it can have no end
        raise RuleRefused("leaves dates out by another rule (EXRULE)")
    rules = tuple(time_line(line).value for line in lines.get("RRULE", ()))
    if len(rules) > MOST_RULES:
        raise RuleRefused(f"is one of more than {MOST_RULES}")
    for rule in rules:
        parse_rule(rule)
    return rules


def _moments(lines: Mapping[str, list[str]], name: str, when: Span) -> Iterator[Moment]:
    start = when.start
    near = start.tzinfo if isinstance(start, datetime) else None
    zones = Zones(home=ZoneInfo("UTC"))
    for line in map(time_line, lines.get(name, ())):
        for value in filter(None, line.value.split(",")):
            one = line._replace(value=value.partition("/")[0])  # of a period, its start
            at = zones.locate(one, near=near).at
            yield at.date() if isinstance(at, datetime) and when.all_day else at


def with_exceptions(event: Event, exceptions: Exceptions) -> Event:
    """A master that gives only the instances which no exception describes."""
    series, told = event.series, exceptions.get(event.id, ())
    if series is None or not told:
        return event
    cancelled = (*series.exdates, *(start for start, gone in told if gone))
    all_of_them = dict.fromkeys((*cancelled, *(start for start, _ in told)))
    fewer = replace(series, exdates=cancelled)  # one that was moved still counts for the length
    # Without a length it is open, or not followed: no exception ends it.
    count = None if series.length is None else length(event.content.when, fewer)
    return replace(event, series=replace(fewer, exdates=tuple(all_of_them), length=count))


def exceptions_of(masters: Iterable[tuple[EventId, Moment, bool]]) -> Exceptions:
    """Gathered by master, from (its id, the original start, whether it was cancelled)."""
    found: dict[EventId, list[tuple[Moment, bool]]] = {}
    for master, start, gone in masters:
        found.setdefault(master, []).append((start, gone))
    return found
