"""What the service did and noticed, line by line, in words for the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from service.store import schema
from service.store.store import Reader, Writer
from service.store.values import JournalLine, PersonId

_JOURNAL = schema.journal


def write_line(  # noqa: PLR0913, PLR0917 (a line has as many parts)
    tx: Writer, person: PersonId, at: datetime, action: str, key: str | None, text: str
) -> None:
    """One more line. `action` is a constant verb that can be searched for."""
    row = {"person": person, "at": at, "action": action, "key": key, "text": text}
    tx.connection.execute(insert(_JOURNAL).values(**row))


def rewrite_lines(
    tx: Writer,
    person: PersonId,
    told: Callable[[str | None, str], str | None],
    *,
    since: datetime | None = None,
) -> None:
    """Put every line in other words, given its key and text; None: the line goes."""
    mine = select(_JOURNAL.c.id, _JOURNAL.c.key, _JOURNAL.c.text).where(_JOURNAL.c.person == person)
    if since is not None:
        mine = mine.where(_JOURNAL.c.at >= since)
    for row in tx.connection.execute(mine).all():
        text, this = told(row.key, row.text), _JOURNAL.c.id == row.id
        if text is None:
            tx.connection.execute(delete(_JOURNAL).where(this))
        elif text != row.text:
            tx.connection.execute(update(_JOURNAL).where(this).values(text=text))


def journal(
    tx: Reader, person: PersonId, before: int | None = None, limit: int = 50
) -> list[JournalLine]:
    """The newest lines first; `before` the id of the last line of the page before."""
    mine = select(_JOURNAL).where(_JOURNAL.c.person == person)
    if before is not None:
        mine = mine.where(_JOURNAL.c.id < before)
    rows = tx.connection.execute(mine.order_by(_JOURNAL.c.id.desc()).limit(limit))
    return [
        JournalLine(
            id=row.id,
            person=PersonId(row.person),
            at=row.at,
            action=row.action,
            key=row.key,
            text=row.text,
        )
        for row in rows
    ]
