"""What the person wants planned again after all: undone, or back from what was thrown away.

The answer is for one pass, which brings the row where the table of `reconcile` can look after
it, and forgets the answer in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from service.domain.ledger import again
from service.domain.model import Key, Placement, Standing
from service.store.answers import StoredAnswer, take_back_answer
from service.store.ledger import keep_rows, raise_sequence, row
from service.store.store import Writer
from service.store.values import PersonId
from service.watch.ledger import tell
from service.watch.telling import Line

Wishes = Mapping[Key, StoredAnswer]


def taken_up(rows: Mapping[Key, Placement], wishes: Wishes) -> dict[Key, Placement]:
    """Those rows that change by it, as they are then."""
    asked = {key: rows[key] for key in wishes if key in rows}
    return {key: again(row) for key, row in asked.items() if again(row) != row}


def take_up(tx: Writer, person: PersonId, key: Key, *, now: datetime) -> None:
    """The same for one that was done or skipped, and is wanted at another time: at once."""
    placed = row(tx, person, key)
    back = again(placed) if placed else None
    if back is None or back == placed:
        return
    keep_rows(tx, person, [back], now=now)
    raise_sequence(tx, person, [key], now=now)


def keep_taken_up(
    tx: Writer, person: PersonId, rows: Mapping[Key, Placement], wishes: Wishes, *, now: datetime
) -> None:
    """Save the rows and forget the wishes. One repeated meanwhile waits for the next pass."""
    if not wishes:
        return
    keep_rows(tx, person, rows.values(), now=now)
    stand = [row for row in rows.values() if row.standing is Standing.OURS]
    raise_sequence(tx, person, [row.key for row in stand], now=now)
    tell(tx, person, map(_line, stand), now=now)
    for wish in wishes.values():
        take_back_answer(tx, person, "again", wish.key, at=wish.at)


def _line(row: Placement) -> Line:
    text = f"“{row.sent.title}” is looked after again."
    return Line(action="follow_up_taken_up", key=row.key, text=text)
