"""Several VEVENTs that are one event: revisions of it, and overrides of its instances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from connectors.contract import Event, EventId, Moment, Series
from connectors.ics.parse import Parsed
from connectors.ics.recurrence import instance_id, length, starts_on
from connectors.ics.times import instant

_Slot = tuple[str, Moment | None, Moment | None]


def assemble(parsed: Iterable[Parsed]) -> tuple[Event, ...]:
    """The newest revision of each event, with every series told which instances it lost.

    Order is kept. Overrides give their original start as their series writes it, so that a
    session has one key whichever way it was exported.
    """
    return tuple(_distinct(_as_series(list(_newest(parsed)))))


def _newest(parsed: Iterable[Parsed]) -> Iterator[Event]:
    best: dict[_Slot, Parsed] = {}
    for candidate in parsed:
        slot = _slot(candidate.event)
        known = best.get(slot)
        if known is None or candidate.revision >= known.revision:
            best[slot] = candidate
    return (found.event for found in best.values())


def _slot(event: Event) -> _Slot:
    """What two revisions of one event have in common; a moved override keeps its instance.

    Two events with one UID and different starts are two events, though RFC 5545 3.8.4.7
    forbids it: losing one of them would be worse (facts: icalendar section 4, case 27).
    """
    if event.recurrence_id is not None:
        return event.uid, _comparable(event.recurrence_id), None
    return event.uid, None, _comparable(event.content.when.start)


def _comparable(moment: Moment) -> Moment:
    return instant(moment) if isinstance(moment, datetime) else moment


def _as_series(events: list[Event]) -> list[Event]:
    masters = {event.uid: event for event in events if event.series}
    overrides: dict[str, list[Event]] = {}
    for event in events:
        if event.recurrence_id is not None and event.uid in masters:
            overrides.setdefault(event.uid, []).append(event)
    return [_finished(event, masters, overrides.get(event.uid, [])) for event in events]


def _finished(event: Event, masters: dict[str, Event], overrides: list[Event]) -> Event:
    if event.series is not None:
        return replace(event, series=_without(event, event.series, overrides))
    if event.recurrence_id is not None and event.uid in masters:
        return _in_the_words_of(masters[event.uid], event, event.recurrence_id)
    return event


def _without(master: Event, series: Series, overrides: list[Event]) -> Series:
    """The series without its overridden instances; moved ones still count for its length."""
    cancelled = tuple(_original(o) for o in overrides if o.status == "cancelled")
    fewer = replace(series, exdates=(*series.exdates, *cancelled))
    moved = tuple(_original(o) for o in overrides if o.status != "cancelled")
    return replace(
        fewer,
        exdates=tuple(dict.fromkeys((*fewer.exdates, *moved))),
        length=length(master.content.when, fewer) if series.rules or series.rdates else None,
    )


def _original(override: Event) -> Moment:
    assert override.recurrence_id is not None  # noqa: S101 - that is what makes it one
    return override.recurrence_id


def _in_the_words_of(master: Event, override: Event, original: Moment) -> Event:
    start = starts_on(master.content.when, original)
    return replace(override, recurrence_id=start, id=instance_id(override.uid, start))


def _distinct(events: Iterable[Event]) -> Iterator[Event]:
    """A second event of one UID gets an id of its own."""
    seen: set[EventId] = set()
    for event in events:
        given = (
            event.id if event.id not in seen else instance_id(event.id, event.content.when.start)
        )
        seen.add(given)
        yield event if given == event.id else replace(event, id=given)
