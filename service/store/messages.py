"""What was said to the person outside their calendar: each once, whoever wants to say it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select

from service.store import schema
from service.store.store import Writer
from service.store.values import PersonId

_MESSAGES, _PEOPLE = schema.messages, schema.people


def take_turn(tx: Writer, person: PersonId, word: str, *, now: datetime) -> bool:
    """Whether it is ours to say: nobody has said it, and now nobody else will."""
    row = select(_PEOPLE.c.id).where(_PEOPLE.c.id == person).with_for_update()
    if tx.connection.execute(row).first() is None:
        return False
    said = select(_MESSAGES.c.at).where(*_this(person, word))
    if tx.connection.execute(said).first() is not None:
        return False
    values = {"person": person, "digest": word, "at": now}
    tx.connection.execute(insert(_MESSAGES).values(**values))
    return True


def give_up_turn(tx: Writer, person: PersonId, word: str) -> None:
    """It could not be said: another time."""
    tx.connection.execute(delete(_MESSAGES).where(*_this(person, word)))


def _this(person: PersonId, word: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _MESSAGES.c.person == person, _MESSAGES.c.digest == word
