"""A date that the person gave an entry by dragging it, and gave up by naming another since.

What was dragged stays where it was put, whatever the plan says. But a date told later, on a page
or in a line, is the newer word, and the entry has to follow it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from service.domain.ledger import unpinned
from service.domain.model import Key
from service.store.ledger import keep_rows, row
from service.store.store import Writer
from service.store.values import PersonId


def unpin(tx: Writer, person: PersonId, keys: Iterable[Key], *, now: datetime) -> None:
    """Let these entries go where the plan puts them, from where they stand now."""
    found = [placed for key in keys if (placed := row(tx, person, key))]
    free = [unpinned(placed) for placed in found if unpinned(placed) != placed]
    keep_rows(tx, person, free, now=now)
