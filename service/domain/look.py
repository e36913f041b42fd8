"""Which row is which event: what a calendar tells, fitted to the ledger.

Identity is the provider's id, then our name. The name alone is never enough to delete by:
anyone can copy an event (facts: icalendar 5.6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from connectors.contract import CalendarId, Changes, Event
from service.domain.ledger import absorb, lapse, live_intent
from service.domain.model import FollowUp, Key, Placement, Standing
from service.domain.reconcile import There, name, there

Rows = Mapping[Key, Placement]

CATCH = 3
"""From how many events of ours on a calendar that shows none of them is not believed."""


def look(rows: Rows, changes: Changes) -> dict[Key, Placement]:
    """The rows after a listing: each absorbed what was told of its event, twins have their own."""
    news = {**_unlisted(rows, changes), **_known(rows, changes)}
    twins: dict[Key, Placement] = {}
    for key, event in _strangers(rows, changes):
        told = news.get(key)
        if told is None and (key in news or rows[key].seen is None):
            news[key] = event  # it lives on under another id
        elif told is None or told.id != event.id:
            younger = twin(rows[key], event)
            twins[younger.key] = younger
    looked = {key: absorb(row, news[key]) for key, row in rows.items() if key in news}
    return {**{key: lapse(row) for key, row in rows.items()}, **looked, **twins}


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


def _strangers(rows: Rows, changes: Changes) -> Iterator[tuple[Key, Event]]:
    """Events under a name of ours whose id no row holds. What became theirs is not ours to sort."""
    ids = {row.event_id for row in rows.values() if row.event_id}
    names = {
        name(key, row.generation): key
        for key, row in rows.items()
        if row.standing is not Standing.THEIRS
    }
    for change in changes.items:
        event = change.event
        if event and event.name in names and event.id not in ids:
            yield names[event.name], event
