"""Which row is which event: what a calendar tells, fitted to the ledger.

Identity is the provider's id, then our name. The name alone is never enough to delete by:
anyone can copy an event (facts: icalendar 5.6).

A name that a row had before, or has on another calendar, is left from when this one was connected
the last time, if a whole listing shows it: then it is ours still. Told as news, it is the
person's doing, who has moved it here or fetched it out of the bin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from connectors.contract import CalendarId, Changes, Event
from service.domain.ledger import absorb, lapse, live_intent
from service.domain.model import FollowUp, Key, Placement, Standing
from service.domain.reconcile import There, name, there

Rows = Mapping[Key, Placement]
NOWHERE: Rows = MappingProxyType({})

BROUGHT = "you brought it back"

CATCH = 3
"""From how many events of ours on a calendar that shows none of them is not believed."""


def look(
    calendar: CalendarId, rows: Rows, changes: Changes, *, elsewhere: Rows = NOWHERE
) -> dict[Key, Placement]:
    """The rows after a listing: each absorbed what was told of its event, twins have their own.

    `rows` are those that concern the calendar, `elsewhere` the others.
    """
    news = {**_unlisted(rows, changes), **_known(rows, changes)}
    found: set[Key] = set()
    twins: dict[Key, Placement] = {}
    for elder, event in _strangers(rows, elsewhere, changes):
        if _lives_on(elder, rows, news):
            news[elder.key] = event
            found.add(elder.key)
        elif (told := news.get(elder.key)) is None or told.id != event.id:
            younger = twin(replace(elder, calendar=calendar), event)
            twins[younger.key] = younger
    here = {key: replace(rows[key], calendar=calendar) for key in found}
    looked = {key: absorb(here.get(key, rows[key]), event) for key, event in news.items()}
    brought = {one.key: one for one in _brought(rows, elsewhere, changes, calendar)}
    return {**{key: lapse(row) for key, row in rows.items()}, **looked, **twins, **brought}


def twin(elder: Placement, event: Event) -> Placement:
    """The row of a second live event with one name: ours, and wanted by nobody.

    So the table treats it as any follow-up that is no longer planned: untouched it is deleted,
    edited it stays, because then it is the person's own copy.
    """
    return replace(
        elder,
        key=Key(f"{elder.key}#{event.id}"),
        standing=Standing.OURS,
        event_id=event.id,
        etag=event.etag,
        seen=event.content,
        intent=None,
        written=None,
        reason="a second event with one name",
    )


def emptied(rows: Rows, changes: Changes) -> bool:
    """Whether a complete listing shows none of our three or more events.

    Rather a provider's bad moment than a wish: nobody should lose everything by it.
    """
    ours = [row for row in rows.values() if row.standing is Standing.OURS and row.seen]
    if not changes.complete or len(ours) < CATCH:
        return False
    events = [change.event for change in changes.items if change.event]
    listed = {event.id for event in events}
    named = {event.name for event in events}
    return not any(row.event_id in listed or name(row.key, row.generation) in named for row in ours)


def unsure(rows: Rows, *, now: datetime) -> bool:
    """Whether some row is missing that may only be late: the next look must be a complete one."""
    return any(there(row, now) is There.UNSURE for row in rows.values())


def within(calendar: CalendarId, wanted: Iterable[FollowUp], rows: Rows) -> tuple[FollowUp, ...]:
    """The follow-ups that belong on this calendar, but for those still standing on another.

    A follow-up whose calendar was changed leaves the old one first: its row is one.
    """
    elsewhere = {key for key, row in rows.items() if not concerns(calendar, row)}
    return tuple(one for one in wanted if one.calendar == calendar and one.key not in elsewhere)


def concerns(calendar: CalendarId, row: Placement) -> bool:
    """Whether a row matters to a pass over this calendar: it stands there, or nowhere."""
    nowhere = row.standing is Standing.ABSENT and live_intent(row) is None
    return row.calendar == calendar or nowhere


def _unlisted(rows: Rows, changes: Changes) -> dict[Key, Event | None]:
    """What is not in a complete listing is gone, unless told otherwise.

    Also what is theirs: wanted again, it would be taken for what stands there.
    """
    if not changes.complete:
        return {}
    return {key: None for key, row in rows.items() if row.standing is not Standing.ABSENT}


def _known(rows: Rows, changes: Changes) -> dict[Key, Event | None]:
    by_id = {row.event_id: key for key, row in rows.items() if row.event_id}
    return {by_id[change.id]: change.event for change in changes.items if change.id in by_id}


def _lives_on(elder: Placement, rows: Rows, news: Mapping[Key, Event | None]) -> bool:
    """Whether it is the event of the row itself under another id: the row has none, or lost it."""
    if elder.key not in rows or news.get(elder.key) is not None:
        return False
    return elder.key in news or elder.seen is None


def _strangers(rows: Rows, elsewhere: Rows, changes: Changes) -> Iterator[tuple[Placement, Event]]:
    """Events under a name of ours whose id no row holds, each with the row of that name.

    What became theirs is not ours to sort.
    """
    names = _present(rows)
    if changes.complete:
        names = {**_past(rows, elsewhere), **names}
    for event in _unheld(rows, changes):
        if event.name in names:
            yield names[event.name], event


def _brought(
    rows: Rows, elsewhere: Rows, changes: Changes, calendar: CalendarId
) -> Iterator[Placement]:
    """The rows of what the person has brought here: theirs, so that nobody asks a second time."""
    if changes.complete:
        return
    names = _past(rows, elsewhere)
    present = _present(rows)
    for event in _unheld(rows, changes):
        if event.name in names and event.name not in present:
            theirs = twin(replace(names[event.name], calendar=calendar), event)
            yield replace(theirs, standing=Standing.THEIRS, reason=BROUGHT)


def _unheld(rows: Rows, changes: Changes) -> Iterator[Event]:
    """The events that have a name of ours, and an id that no row holds."""
    ids = {row.event_id for row in rows.values() if row.event_id}
    for change in changes.items:
        if change.event and change.event.name and change.event.id not in ids:
            yield change.event


def _present(rows: Rows) -> dict[str, Placement]:
    return {name(row.key, row.generation): row for row in _ours(rows)}


def _past(rows: Rows, elsewhere: Rows) -> dict[str, Placement]:
    """The rows by the names that they had before, or have on another calendar."""
    before = {name(row.key, n): row for row in _ours(rows) for n in range(row.generation)}
    there = {name(row.key, n): row for row in _ours(elsewhere) for n in range(row.generation + 1)}
    return {**there, **before}


def _ours(rows: Rows) -> list[Placement]:
    return [row for row in rows.values() if row.standing is not Standing.THEIRS]
