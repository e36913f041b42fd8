"""The version of a feed that is kept: for who serves it, and for who is about to keep another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from service.store import schema
from service.store.store import Reader
from service.store.values import PersonId

_FEEDS, _BODIES = schema.feeds, schema.feed_bodies


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedVersion:
    """What a client may cache a feed by, without the bytes themselves.

    Until the first pass is over the etag is empty and the size 0.
    """

    etag: str
    modified: datetime
    size: int
    revoked: bool


def version_by_hash(tx: Reader, token_hash: bytes) -> FeedVersion | None:
    """The version under an address, in one indexed read; None: nobody ever had that address."""
    row = tx.connection.execute(_VERSION, {"token_hash": token_hash}).one_or_none()
    if row is None:
        return None
    etag, modified, size, revoked = row
    return FeedVersion(etag=etag or "", modified=modified, size=size or 0, revoked=revoked)


def body_by_hash(tx: Reader, token_hash: bytes, etag: str) -> bytes | None:
    """The bytes of this version under an address; None when another has taken its place."""
    known = {"token_hash": token_hash, "etag": etag}
    found: bytes | None = tx.connection.execute(_BODY, known).scalar_one_or_none()
    return found


def kept_etag(tx: Reader, person: PersonId) -> str | None:
    """The etag of the bytes that are served now; None before the first."""
    mine = select(_BODIES.c.etag).where(_BODIES.c.person == person)
    found: str | None = tx.connection.execute(mine).scalar_one_or_none()
    return found


_UNDER = _FEEDS.c.token_hash == bindparam("token_hash")
_VERSION = (
    select(
        _BODIES.c.etag,
        func.coalesce(_BODIES.c.modified, _FEEDS.c.issued),
        func.length(_BODIES.c.body),  # known to either database without reading the bytes
        _FEEDS.c.revoked,
    )
    .select_from(_FEEDS.outerjoin(_BODIES, _FEEDS.c.person == _BODIES.c.person))
    .where(_UNDER)
)
_BODY = (
    select(_BODIES.c.body)
    .join(_FEEDS, _FEEDS.c.person == _BODIES.c.person)
    .where(_UNDER, _BODIES.c.etag == bindparam("etag"))
)
