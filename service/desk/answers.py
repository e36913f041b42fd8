"""What a person tells us: done, skip, heard back, yes and no to suggestions; and taking it back.

An answer is a row and a line of the journal, in one transaction; the next pass follows it. Only
what is the person's own can be answered: a key of somebody else is as unknown as one that never
was.
"""

from __future__ import annotations

from datetime import datetime

from service.desk.sentences import given, taken_back
from service.desk.subjects import Subject, subject
from service.domain.model import Key
from service.store.answers import (
    AnswerKind,
    answers,
    give_answer,
    take_back_answer,
)
from service.store.journal import write_line
from service.store.leases import wake
from service.store.store import Reader, Store, Writer
from service.store.values import PersonId
from service.watch.again import take_up
from service.watch.pins import unpin


class NotYours(Exception):
    """The person has no such follow-up, visit or suggestion."""


def give(  # noqa: PLR0913 (an answer has as many parts)
    store: Store,
    person: PersonId,
    kind: AnswerKind,
    key: str,
    *,
    now: datetime,
    value: str = "",
) -> None:
    """Tell something, in place of what excludes it. What is in force already stays.

    What is put off goes where it was put off to, though it was dragged elsewhere before, or was
    done or skipped.

    Raises `NotYours`, `Unavailable`.
    """
    with store.write() as tx:
        about = _own(tx, person, kind, key)
        if _in_force(tx, person, kind, about.key, value):
            return
        settled = _is_settled(tx, person, about.key)
        give_answer(tx, person, kind, about.key, now=now, value=value)
        if kind == "later":
            if settled:
                take_up(tx, person, Key(about.key), now=now)
            unpin(tx, person, [Key(about.key)], now=now)
        _tell(tx, person, "answer_given", f"{kind} {about.key}", given(kind, about.words), now)


def take_back(store: Store, person: PersonId, kind: AnswerKind, key: str, *, now: datetime) -> None:
    """Undo. A follow-up that was done or skipped is planned again; nothing told is no error.

    Raises `NotYours`, `Unavailable`.
    """
    with store.write() as tx:
        about = _own(tx, person, kind, key)
        if not take_back_answer(tx, person, kind, about.key):
            return
        if kind in ("done", "skip"):
            give_answer(tx, person, "again", about.key, now=now)
        text = taken_back(kind, about.words)
        _tell(tx, person, "answer_taken_back", f"{kind} {about.key}", text, now)


def plan_again(store: Store, person: PersonId, key: str, *, now: datetime) -> None:
    """Have a follow-up looked after again that was thrown away, let go, done or skipped.

    Raises `NotYours`, `Unavailable`.
    """
    give(store, person, "again", key, now=now)


def _tell(  # noqa: PLR0913, PLR0917 (a line has as many parts)
    tx: Writer, person: PersonId, action: str, key: str, text: str, now: datetime
) -> None:
    write_line(tx, person, now, action, key, text)
    wake(tx, person, now=now)


def _in_force(tx: Reader, person: PersonId, kind: AnswerKind, key: str, value: str) -> bool:
    return any((one.kind, one.key, one.value) == (kind, key, value) for one in answers(tx, person))


def _is_settled(tx: Reader, person: PersonId, key: str) -> bool:
    return any(one.key == key and one.kind in ("done", "skip") for one in answers(tx, person))


def _own(tx: Reader, person: PersonId, kind: AnswerKind, key: str) -> Subject:
    found = subject(tx, person, kind, key)
    if found is None:
        raise NotYours
    return found
