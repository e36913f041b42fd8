"""How much stationery is left at home: one row a person, none before they count it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Case, Column, case, insert, select, update

from service.domain.supplies import Supplies
from service.store import schema
from service.store.store import Reader, Writer
from service.store.values import PersonId

_SUPPLIES = schema.supplies


def supplies(tx: Reader, person: PersonId) -> Supplies | None:
    """What is left; None: they never counted."""
    mine = select(_SUPPLIES).where(_SUPPLIES.c.person == person)
    row = tx.connection.execute(mine).one_or_none()
    if row is None:
        return None
    return Supplies(sheets=row.sheets, envelopes=row.envelopes, stamps=row.stamps)


def keep_supplies(tx: Writer, person: PersonId, counted: Supplies, *, now: datetime) -> None:
    """They counted anew."""
    row = {
        "sheets": counted.sheets,
        "envelopes": counted.envelopes,
        "stamps": counted.stamps,
        "at": now,
    }
    mine = update(_SUPPLIES).where(_SUPPLIES.c.person == person)
    if not tx.connection.execute(mine.values(row)).rowcount:
        tx.connection.execute(insert(_SUPPLIES).values(person=person, **row))


def take(tx: Writer, person: PersonId, cards: int = 1) -> None:
    """So many cards' worth less, never below nothing; a negative number puts it back.

    The database does the sum, or two cards that are posted at once would count as one.
    """
    mine = update(_SUPPLIES).where(_SUPPLIES.c.person == person)
    tx.connection.execute(mine.values({one.name: _less(one, cards) for one in _THINGS}))


_THINGS = (_SUPPLIES.c.sheets, _SUPPLIES.c.envelopes, _SUPPLIES.c.stamps)


def _less(column: Column[int], cards: int) -> Case[int]:
    return case((column > cards, column - cards), else_=0)
