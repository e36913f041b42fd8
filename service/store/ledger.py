"""The ledger of one person: what stands on which calendar, and what a feed prints of it.

`SEQUENCE` and `LAST-MODIFIED` of an entry rise when what we put there changes, and only then
(RFC 5545 3.8.7.3, 3.8.7.4); they are ours alone, so they are columns here and no part of a
`Placement`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select, update

from connectors.contract import CalendarId, Cursor
from service.domain.model import Key, Placement, Standing
from service.store import schema
from service.store.codec import decode_placement, encode_placement
from service.store.rows import Values, keep
from service.store.store import Reader, Store, Writer
from service.store.values import PersonId

_ROWS, _CURSORS = schema.placements, schema.cursors


class Entry(NamedTuple):
    """A row and the stamps of its event."""

    placement: Placement
    sequence: int
    created: datetime
    modified: datetime


@dataclass(frozen=True, slots=True)
class StoredLedger:
    """What `service.sync` keeps its rows in: each `commit` is one transaction."""

    store: Store
    person: PersonId
    now: datetime

    def rows(self) -> Mapping[Key, Placement]:
        """Every row of the person, on whatever calendar."""
        with self.store.read() as tx:
            return {row.key: row for row in every_row(tx, self.person)}

    def cursor(self, calendar: CalendarId) -> Cursor | None:
        """How far this calendar has been read; None: look at everything."""
        with self.store.read() as tx:
            return _cursor(tx, self.person, calendar)

    def commit(
        self, calendar: CalendarId, rows: Mapping[Key, Placement], cursor: Cursor | None
    ) -> None:
        """Save these rows and the cursor, all or nothing."""
        with self.store.write() as tx:
            keep_rows(tx, self.person, rows.values(), now=self.now)
            mark = {calendar: {"cursor": cursor}}
            keep(tx, _CURSORS, {"person": self.person}, mark, others=True)


def entries(tx: Reader, person: PersonId, calendar: CalendarId) -> tuple[Entry, ...]:
    """Every row of a calendar with its stamps, by key: also those that stand there no more."""
    return _entries(tx, person, calendar)


def every_row(tx: Reader, person: PersonId) -> tuple[Placement, ...]:
    """Every row of the person, on whatever calendar, by key."""
    return tuple(entry.placement for entry in _entries(tx, person))


def row(tx: Reader, person: PersonId, key: Key) -> Placement | None:
    """The row of one follow-up."""
    mine = (_ROWS.c.person == person, _ROWS.c.digest == key)
    body = tx.connection.execute(select(_ROWS.c.body).where(*mine)).scalar_one_or_none()
    return None if body is None else decode_placement(body)


def keep_rows(tx: Writer, person: PersonId, rows: Iterable[Placement], *, now: datetime) -> None:
    """Save these rows beside the others, and stamp what has changed for who reads the calendar."""
    before = {entry.placement.key: entry for entry in _entries(tx, person)}
    wanted = {row.key: _values(row, before.get(row.key), now) for row in rows}
    keep(tx, _ROWS, {"person": person}, wanted, others=True)


def drop_rows(tx: Writer, person: PersonId, keys: Iterable[Key]) -> None:
    """Know nothing of these any more."""
    for key in keys:
        tx.connection.execute(delete(_ROWS).where(_ROWS.c.person == person, _ROWS.c.digest == key))


def raise_sequence(tx: Writer, person: PersonId, keys: Iterable[Key], *, now: datetime) -> None:
    """For a change that shows in the feed and is no part of `sent`, such as the status."""
    for key in keys:
        mine = (_ROWS.c.person == person, _ROWS.c.digest == key)
        risen = {"sequence": _ROWS.c.sequence + 1, "modified": now}
        tx.connection.execute(update(_ROWS).where(*mine).values(**risen))


def _values(row: Placement, before: Entry | None, now: datetime) -> Values:
    sequence, created, modified = _stamps(row, before, now)
    return {
        "calendar": row.calendar,
        "standing": row.standing.value,
        "body": encode_placement(row),
        "sequence": sequence,
        "created": created,
        "modified": modified,
    }


def _stamps(row: Placement, before: Entry | None, now: datetime) -> tuple[int, datetime, datetime]:
    """A new generation is a new event, whose count begins again."""
    if before is None or before.placement.generation != row.generation:
        return 0, now, now
    _, sequence, created, modified = before
    is_ours = row.standing is Standing.OURS
    if is_ours and before.placement.standing is Standing.ABSENT:
        return sequence, now, now
    if is_ours and before.placement.sent != row.sent:
        return sequence + 1, created, max(now, modified)
    return sequence, created, modified


def _entries(tx: Reader, person: PersonId, calendar: CalendarId | None = None) -> tuple[Entry, ...]:
    found = select(_ROWS).where(_ROWS.c.person == person)
    if calendar is not None:
        found = found.where(_ROWS.c.calendar == calendar)
    read = (
        Entry(decode_placement(row.body), row.sequence, row.created, row.modified)
        for row in tx.connection.execute(found)
    )
    return tuple(sorted(read, key=lambda entry: entry.placement.key))


def _cursor(tx: Reader, person: PersonId, calendar: CalendarId) -> Cursor | None:
    mine = (_CURSORS.c.person == person, _CURSORS.c.digest == calendar)
    found = tx.connection.execute(select(_CURSORS.c.cursor).where(*mine)).scalar_one_or_none()
    return None if found is None else Cursor(found)
