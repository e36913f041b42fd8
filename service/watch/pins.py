"""A date that the person gave an entry by dragging it, and gave up by naming another since.

What was dragged stays where it was put, whatever the plan says. But a date told later, on a page
or in a line, is the newer word, and the entry has to follow it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from service.domain.ledger import unpinned
from service.domain.model import Key, VisitKey
from service.domain.steering import visit_and_kind
from service.store.answers import answers, take_back_answer
from service.store.ledger import every_row, keep_rows, row
from service.store.store import Writer
from service.store.values import PersonId


def agreed_anew(
    tx: Writer, person: PersonId, visit: VisitKey, *, now: datetime, dragged: bool = False
) -> None:
    """Another time for the call was told: that it was put off, or dragged before, is past.

    Put off may have been any slot that it has had.
    `dragged`: the telling was a drag itself, so it stays where it was put.
    """
    for one in answers(tx, person):
        if one.kind == "later" and visit_and_kind(Key(one.key)) == (visit, "call"):
            take_back_answer(tx, person, "later", one.key)
    if not dragged:
        rows = every_row(tx, person)
        calls = [row.key for row in rows if visit_and_kind(row.key) == (visit, "call")]
        unpin(tx, person, calls, now=now)


def unpin(tx: Writer, person: PersonId, keys: Iterable[Key], *, now: datetime) -> None:
    """Let these entries go where the plan puts them, from where they stand now."""
    found = [placed for key in keys if (placed := row(tx, person, key))]
    free = [unpinned(placed) for placed in found if unpinned(placed) != placed]
    keep_rows(tx, person, free, now=now)
