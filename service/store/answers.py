"""What the person told us on a page: done, skip, heard back, yes and no to suggestions.

An answer is of a kind and about one thing, whose key it carries:

    done, skip, again, later     a follow-up; `later` has as its value when it is to be instead
    heard_back, offer, rejected  a visit: what came of it
    silent, withdrew             a visit: they did not call as promised; no longer interested
    accept, refuse               the UID of an event that may be an interview
    never                        an organizer's address, casefolded
    keep                         a visit that is not to be forgotten in time

Answers stand in rows of their own, so that a pass never overwrites what is said while it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import delete, insert, select

from service.store import schema
from service.store.store import Reader, Writer
from service.store.values import PersonId

AnswerKind = Literal[
    "done",
    "skip",
    "again",
    "later",
    "heard_back",
    "offer",
    "rejected",
    "silent",
    "withdrew",
    "accept",
    "refuse",
    "never",
    "keep",
]
ABOUT_FOLLOW_UPS: tuple[AnswerKind, ...] = ("done", "skip", "again", "later")
ABOUT_VISITS: tuple[AnswerKind, ...] = ("heard_back", "offer", "rejected", "silent", "withdrew")
ABOUT_SUGGESTIONS: tuple[AnswerKind, ...] = ("accept", "refuse")
ABOUT_ORGANIZERS: tuple[AnswerKind, ...] = ("never",)
ABOUT_MEMORY: tuple[AnswerKind, ...] = ("keep",)
_EXCLUSIVE = (
    ABOUT_FOLLOW_UPS,
    ABOUT_VISITS,
    ABOUT_SUGGESTIONS,
    ABOUT_ORGANIZERS,
    ABOUT_MEMORY,
)

_ANSWERS, _PEOPLE = schema.answers, schema.people


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """One answer that is in force."""

    kind: AnswerKind
    key: str
    value: str = ""
    at: datetime


def answers(tx: Reader, person: PersonId) -> tuple[StoredAnswer, ...]:
    """All that the person told us and did not take back, the oldest first."""
    rows = tx.connection.execute(select(_ANSWERS).where(_ANSWERS.c.person == person))
    found = [
        StoredAnswer(kind=cast("AnswerKind", row.kind), key=row.key, value=row.value, at=row.at)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.kind, one.key)))


def give_answer(  # noqa: PLR0913 (an answer has as many parts)
    tx: Writer, person: PersonId, kind: AnswerKind, key: str, *, now: datetime, value: str = ""
) -> None:
    """Note an answer, in place of any other about the same that excludes it.

    Given again it only says so later.
    """
    _in_turn(tx, person)
    for other in next(group for group in _EXCLUSIVE if kind in group):
        take_back_answer(tx, person, other, key)
    row = {"person": person, "kind": kind, "digest": key, "key": key, "value": value, "at": now}
    tx.connection.execute(insert(_ANSWERS).values(**row))


def take_back_answer(
    tx: Writer, person: PersonId, kind: AnswerKind, key: str, *, at: datetime | None = None
) -> bool:
    """Forget an answer; with `at` only the one given then. Whether there was one."""
    mine = [_ANSWERS.c.person == person, _ANSWERS.c.kind == kind, _ANSWERS.c.digest == key]
    if at is not None:
        mine.append(_ANSWERS.c.at == at)
    return tx.connection.execute(delete(_ANSWERS).where(*mine)).rowcount > 0


def _in_turn(tx: Writer, person: PersonId) -> None:
    """Two answers at once come one after the other, or both could find nothing to replace."""
    row = select(_PEOPLE.c.id).where(_PEOPLE.c.id == person).with_for_update()
    tx.connection.execute(row)
