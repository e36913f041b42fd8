"""The people whose calendars are watched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from service.store import schema
from service.store.leases import wake
from service.store.store import Reader, Writer
from service.store.values import Person, PersonId

_PEOPLE = schema.people
_COLUMNS = (_PEOPLE.c.id, _PEOPLE.c.name, _PEOPLE.c.settings, _PEOPLE.c.started)


class NameTaken(Exception):
    """Somebody of that name is there already."""


def add_person(tx: Writer, name: str, *, now: datetime, started: bool = True) -> PersonId:
    """A new person with default settings, to be attended to at once. Raises `NameTaken`.

    Not `started` is for who is to see a rehearsal first: calendars are read, and nothing is put
    on any, until `begin`.
    """
    if person_named(tx, name) is not None:
        raise NameTaken("somebody of that name is there already")
    fresh = {"wake_seq": 1, "synced_seq": 0, "attempts": 0}
    since = now if started else None
    row = insert(_PEOPLE).values(
        name=name, settings="", created=now, started=since, due_at=now, **fresh
    )
    try:
        return PersonId(tx.connection.execute(row.returning(_PEOPLE.c.id)).scalar_one())
    except IntegrityError:  # somebody was quicker; the driver's words would tell the name
        raise NameTaken("somebody of that name is there already") from None


def person(tx: Reader, id: PersonId) -> Person | None:  # noqa: A002 - the word it has everywhere
    """One person."""
    row = tx.connection.execute(select(*_COLUMNS).where(_PEOPLE.c.id == id)).one_or_none()
    return None if row is None else _person(row)


def person_named(tx: Reader, name: str) -> Person | None:
    """The person of that name."""
    row = tx.connection.execute(select(*_COLUMNS).where(_PEOPLE.c.name == name)).one_or_none()
    return None if row is None else _person(row)


def people(tx: Reader) -> list[Person]:
    """Everybody, the first to come first."""
    rows = tx.connection.execute(select(*_COLUMNS).order_by(_PEOPLE.c.id))
    return [_person(row) for row in rows]


def set_settings(tx: Writer, id: PersonId, toml: str, *, now: datetime) -> None:  # noqa: A002
    """Other settings, and a pass that follows them at once."""
    tx.connection.execute(update(_PEOPLE).where(_PEOPLE.c.id == id).values(settings=toml))
    wake(tx, id, now=now)


def begin(tx: Writer, id: PersonId, *, now: datetime) -> bool:  # noqa: A002
    """From now on follow-ups are put on calendars, at once. Whether it had not begun before."""
    fresh = (_PEOPLE.c.id == id, _PEOPLE.c.started.is_(None))
    begun = tx.connection.execute(update(_PEOPLE).where(*fresh).values(started=now))
    if begun.rowcount > 0:
        wake(tx, id, now=now)
    return begun.rowcount > 0


def remove_person(tx: Writer, id: PersonId) -> None:  # noqa: A002
    """The person and everything of theirs."""
    tx.connection.execute(delete(_PEOPLE).where(_PEOPLE.c.id == id))


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    return Person(id=PersonId(row.id), name=row.name, settings=row.settings, started=row.started)
