"""How the service is doing, as numbers: nobody's name, nobody's calendar.

Who is due is counted by an index. The calendars are counted by one look at all of them, which
takes 25 ms for ten thousand, so whoever asks often keeps the answer for a while.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, func, or_, select

from service.store import schema
from service.store.heartbeats import beat, beats
from service.store.leases import free
from service.store.reseal import sealed_columns
from service.store.seal import WrongKey
from service.store.store import Reader, Store
from service.store.types import Instant

_PEOPLE, _SOURCES = schema.people.c, schema.sources.c

LATE = timedelta(minutes=1)
"""Whoever is due for longer and held by nobody waits for a worker that is not there."""
_IN_TROUBLE = and_(_SOURCES.problem.is_not(None), or_(_SOURCES.failures > 0, _SOURCES.suspect))
"""As `Source.in_trouble` has it."""
AGES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 360, 1440))
"""Up to which the calendars are counted by how long ago they were last read well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The calendars of one kind that are watched.

    `aged` counts those that were last read well at most each of `AGES` ago; `overdue` is how
    long ago the one that waits longest should have been read.
    """

    kind: str
    watched: int
    in_trouble: int
    never_read: int
    aged: tuple[int, ...]
    overdue: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """The whole at one moment. `oldest` is how long the one who waits longest has been due."""

    people: int
    due: int
    late: int
    backing_off: int
    oldest: timedelta
    beats: tuple[timedelta, ...]
    signed_in: int
    kinds: tuple[Kind, ...]


def vitals(tx: Reader, *, now: datetime) -> Vitals:
    """Count."""
    due = and_(_PEOPLE.due_at <= now, free(now))
    first = tx.connection.execute(select(func.min(_PEOPLE.due_at)).where(due)).scalar_one()
    return Vitals(
        people=_count(tx),
        due=_count(tx, due),
        late=_count(tx, _PEOPLE.due_at <= now - LATE, free(now)),
        backing_off=_count(tx, _PEOPLE.not_before > now, _PEOPLE.due_at > now),
        oldest=_since(first, now),
        beats=tuple(now - one.at for one in beats(tx)),
        signed_in=_signed_in(tx, now),
        kinds=_kinds(tx, now),
    )


def try_to_write(store: Store, *, now: datetime) -> None:
    """Write a row and take it back. Raises `Unavailable` where nothing can be written."""
    with store.write() as tx, tx.connection.begin_nested() as written:
        beat(tx, "a check that nothing is left of", now)
        written.rollback()


def clock_of(tx: Reader) -> datetime | None:
    """The database's own clock, where it has one: SQLite runs by the machine's."""
    if tx.dialect == "sqlite":
        return None
    found: datetime = tx.connection.execute(select(func.clock_timestamp())).scalar_one()
    return found


def sealed_with_another_key(tx: Reader) -> int:
    """How many secrets of all tables open with none of the keys."""
    kept = (select(column).where(column.is_not(None)) for column in sealed_columns())
    found = (one for each in kept for one in tx.connection.execute(each).scalars())
    return sum(not _opens(tx, one) for one in found)


def _opens(tx: Reader, sealed: bytes) -> bool:
    try:
        tx.seal.open(sealed)
    except WrongKey:
        return False
    return True


def _count(tx: Reader, *where: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(schema.people).where(*where)
    return int(tx.connection.execute(counted).scalar_one())


def _signed_in(tx: Reader, now: datetime) -> int:
    open_ones = select(func.count()).select_from(schema.browser_sessions)
    still = open_ones.where(schema.browser_sessions.c.expires > now)
    return int(tx.connection.execute(still).scalar_one())


def _kinds(tx: Reader, now: datetime) -> tuple[Kind, ...]:
    counted = (
        select(
            _SOURCES.kind,
            func.count().label("watched"),
            _sum(_IN_TROUBLE).label("in_trouble"),
            _sum(_SOURCES.last_read.is_(None)).label("never_read"),
            func.min(_SOURCES.next_read, type_=Instant).label("next_read"),
            *[_sum(_SOURCES.last_read >= now - age).label(f"aged_{n}") for n, age in _AGED],
        )
        .where(_SOURCES.active)
        .group_by(_SOURCES.kind)
        .order_by(_SOURCES.kind)
    )
    return tuple(_kind(row, now) for row in tx.connection.execute(counted).mappings())


_AGED: Sequence[tuple[int, timedelta]] = tuple(enumerate(AGES))


def _kind(row: Any, now: datetime) -> Kind:
    return Kind(
        kind=row["kind"],
        watched=row["watched"],
        in_trouble=row["in_trouble"],
        never_read=row["never_read"],
        aged=tuple(row[f"aged_{number}"] for number, _age in _AGED),
        overdue=_since(row["next_read"], now),
    )


def _sum(what: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((what, 1), else_=0)), 0, type_=Integer)


def _since(moment: datetime | None, now: datetime) -> timedelta:
    return timedelta() if moment is None else max(timedelta(), now - moment)
