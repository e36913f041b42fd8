"""The version of a feed that is kept, for who is about to keep another."""

from __future__ import annotations

from sqlalchemy import select

from service.store import schema
from service.store.store import Reader
from service.store.values import PersonId

_BODIES = schema.feed_bodies


def kept_etag(tx: Reader, person: PersonId) -> str | None:
    """The etag of the bytes that are served now; None before the first."""
    mine = select(_BODIES.c.etag).where(_BODIES.c.person == person)
    found: str | None = tx.connection.execute(mine).scalar_one_or_none()
    return found
