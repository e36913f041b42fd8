"""The journal as the person reads it, page by page, and which answers in it are in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.domain.places import local
from service.domain.policy import Me
from service.store.answers import AnswerKind, answers
from service.store.journal import journal
from service.store.store import Store
from service.store.values import PersonId

LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line, on the person's clock, and the `key` of what it is about, if that has one.

    `undo`: kind and key of the answer it can take back.
    """

    id: int
    at: datetime
    action: str
    text: str
    key: str | None = None
    undo: tuple[AnswerKind, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage:
    """The newest first; `older` is what to ask for the page after, None: there is none."""

    entries: tuple[Entry, ...]
    older: int | None


def journal_page(
    store: Store, person: PersonId, before: int | None, *, me: Me, limit: int = LINES
) -> JournalPage:
    """One page of at most `limit` lines. Raises `Unavailable`.

    Lines that are written meanwhile never shift the pages that follow. An answer that was given
    twice is undone beside the line that is in force, which is the one of its moment.
    """
    with store.read() as tx:
        lines = journal(tx, person, before, limit + 1)
        in_force = {
            (f"{one.kind} {one.key}", one.at): (one.kind, one.key) for one in answers(tx, person)
        }
    entries = tuple(
        Entry(
            id=one.id,
            at=local(one.at, me),
            action=one.action,
            text=one.text,
            key=one.key,
            undo=in_force.get((one.key or "", one.at)),
        )
        for one in lines[:limit]
    )
    return JournalPage(entries=entries, older=lines[limit - 1].id if len(lines) > limit else None)
