"""Tombstones: that something was to be forgotten, and nothing of what it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from service.domain.debrief import Spoken
from service.domain.forgotten import NOBODY_IS, Forgotten, of_person
from service.store import schema
from service.store.seal import new_token
from service.store.store import Reader, Writer
from service.store.values import PersonId

_STONES, _PEOPLE = schema.forgotten, schema.people


def forgotten(tx: Reader, person: PersonId) -> Forgotten:
    """All that a person had forgotten."""
    mine = select(_STONES.c.tombstone).where(_STONES.c.person == person)
    found = frozenset(bytes(one) for one in tx.connection.execute(mine).scalars())
    secret = _secret(tx, person) if found else None
    return Forgotten(secret=secret, tombstones=found) if secret else NOBODY_IS


def forgot_since(tx: Reader, person: PersonId, since: datetime) -> bool:
    """Whether anything was to be forgotten of late."""
    mine = (_STONES.c.person == person, _STONES.c.at >= since)
    found = select(_STONES.c.at).where(*mine).limit(1)
    return tx.connection.execute(found).first() is not None


def forget_secret(tx: Writer, person: PersonId) -> str:
    """What tombstones are made with: made at the first, and never again."""
    row = select(_PEOPLE.c.id).where(_PEOPLE.c.id == person).with_for_update()
    tx.connection.execute(row)
    known = _secret(tx, person)
    if known is not None:
        return known
    fresh = new_token()
    mine = update(_PEOPLE).where(_PEOPLE.c.id == person)
    tx.connection.execute(mine.values(sealed_forget_secret=tx.seal.seal(fresh)))
    return fresh


def bury(tx: Writer, person: PersonId, stones: Iterable[bytes], *, now: datetime) -> None:
    """Put up tombstones. One that stands already stays."""
    mine = select(_STONES.c.tombstone).where(_STONES.c.person == person)
    there = {bytes(one) for one in tx.connection.execute(mine).scalars()}
    fresh = sorted(set(stones) - there)
    if fresh:
        rows = [{"person": person, "tombstone": one, "at": now} for one in fresh]
        tx.connection.execute(insert(_STONES), rows)


def speak_of(tx: Writer, person: PersonId, people: Iterable[Spoken]) -> None:
    """Take away the tombstones of those whom the person speaks of again, by their own hand."""
    secret = _secret(tx, person)
    if secret is None:
        return
    for one in frozenset().union(*(of_person(secret, who.name, who.email) for who in people)):
        mine = (_STONES.c.person == person, _STONES.c.tombstone == one)
        tx.connection.execute(delete(_STONES).where(*mine))


def _secret(tx: Reader, person: PersonId) -> str | None:
    found = select(_PEOPLE.c.sealed_forget_secret).where(_PEOPLE.c.id == person)
    sealed = tx.connection.execute(found).scalar_one_or_none()
    return None if sealed is None else tx.seal.open(sealed)
