"""Feeds: who holds which address, what it serves, and who last came for it.

The bytes are kept as they are served, so a fetch is one indexed read. An address is known by
the SHA-256 of its token only.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, insert, select, update

from service.store import schema
from service.store.store import Reader, Writer
from service.store.values import FeedState, PersonId

_FEEDS, _BODIES = schema.feeds, schema.feed_bodies
_SECOND = timedelta(seconds=1)  # the finest that an HTTP date has


def issue_feed(tx: Writer, person: PersonId, *, token_hash: bytes, now: datetime) -> None:
    """One more address for the person's feed."""
    row = {"token_hash": token_hash, "person": person, "issued": now, "revoked": False}
    tx.connection.execute(insert(_FEEDS).values(**row))


def feed_by_hash(tx: Reader, token_hash: bytes) -> FeedState | None:
    """The feed under an address, in one read; None: nobody ever had that address.

    Until the first pass is over the body is empty, and so is the etag.
    """
    row = tx.connection.execute(_BY_HASH, {"token_hash": token_hash}).one_or_none()
    return None if row is None else _state(row)


def feed(tx: Reader, person: PersonId) -> FeedState | None:
    """The person's feed under its newest address that works.

    Where none works any more, it is the newest that was withdrawn, and `revoked`; None: there
    never was an address.
    """
    mine = (
        _select()
        .where(_FEEDS.c.person == person)
        .order_by(_FEEDS.c.revoked, _FEEDS.c.issued.desc())
        .limit(1)
    )
    row = tx.connection.execute(mine).one_or_none()
    return None if row is None else _state(row)


def keep_body(tx: Writer, person: PersonId, body: bytes, etag: str, modified: datetime) -> None:
    """Serve these bytes from now on, under every address of the person.

    The version they are is of `modified`, or of a second after the one before it, if that is
    later: HTTP tells whole seconds, and whoever asks only `If-Modified-Since` must see a second
    change within one. The bytes that are served already keep their time.
    """
    mine = _BODIES.c.person == person
    there = select(_BODIES.c.etag, _BODIES.c.modified).where(mine).with_for_update()
    before = tx.connection.execute(there).one_or_none()
    if before is not None and before.etag == etag:
        return
    last = before.modified if before else last_issued(tx, person)
    values = {"body": body, "etag": etag, "modified": _later(modified, last)}
    kept = insert(_BODIES).values(person=person) if before is None else update(_BODIES).where(mine)
    tx.connection.execute(kept.values(**values))


def last_issued(tx: Reader, person: PersonId) -> datetime | None:
    """When the newest address was made, withdrawn or not; None: there never was one.

    It dates the empty calendar until there are bytes, and tells a form whether it is stale.
    """
    issued = select(func.max(_FEEDS.c.issued)).where(_FEEDS.c.person == person)
    found: datetime | None = tx.connection.execute(issued).scalar_one()
    return found


def _later(instant: datetime, last: datetime | None) -> datetime:
    """`instant`, or what HTTP tells apart from `last`."""
    return instant if last is None else max(instant, last.replace(microsecond=0) + _SECOND)


def rotate_feed(tx: Writer, person: PersonId, new_hash: bytes, now: datetime) -> None:
    """Another address instead of all there are; the old ones are remembered as revoked."""
    revoke_feed(tx, person)
    issue_feed(tx, person, token_hash=new_hash, now=now)


def revoke_feed(tx: Writer, person: PersonId) -> None:
    """No address of the person works any more; subscribers are told that it is gone."""
    tx.connection.execute(update(_FEEDS).where(_FEEDS.c.person == person).values(revoked=True))


def record_fetch(tx: Writer, token_hash: bytes, client: str, now: datetime) -> None:
    """Who came for the feed, and when."""
    seen = {"last_fetch": now, "last_client": client}
    tx.connection.execute(update(_FEEDS).where(_FEEDS.c.token_hash == token_hash).values(**seen))


def _select() -> Select[*tuple[Any, ...]]:
    with_body = _FEEDS.outerjoin(_BODIES, _FEEDS.c.person == _BODIES.c.person)
    return select(_FEEDS, _BODIES.c.body, _BODIES.c.etag, _BODIES.c.modified).select_from(with_body)


_BY_HASH = _select().where(_FEEDS.c.token_hash == bindparam("token_hash"))


def _state(row: Row[*tuple[Any, ...]]) -> FeedState:
    return FeedState(
        person=PersonId(row.person),
        body=row.body or b"",
        etag=row.etag or "",
        modified=row.modified or row.issued,
        last_fetch=row.last_fetch,
        last_client=row.last_client,
        revoked=row.revoked,
    )
