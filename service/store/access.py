"""The ways in for browsers: links that sign somebody in once, and the sessions they open.

Both are known by the SHA-256 of their token only. Whether a session is idle for too long is the
web's to say; what is over by its own date is forgotten when the next one begins.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from service.store import schema
from service.store.devices import end_devices
from service.store.store import Reader, Writer
from service.store.values import PersonId

_LINKS, _SESSIONS = schema.sign_in_links, schema.browser_sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    """One browser that is signed in; `browser` is what it calls itself."""

    person: PersonId
    token_hash: bytes = field(repr=False)
    created: datetime
    seen: datetime
    expires: datetime
    browser: str

    @property
    def handle(self) -> str:
        """Names the session and opens nothing: a digest of the digest that is stored."""
        return sha256(self.token_hash).hexdigest()[:16]


def add_link(
    tx: Writer, person: PersonId, token_hash: bytes, *, now: datetime, lasts: timedelta
) -> None:
    """A link that signs the person in, once, while it lasts; one that nobody used is replaced."""
    replaced = (_LINKS.c.person == person) & _LINKS.c.used.is_(None)
    tx.connection.execute(delete(_LINKS).where(replaced | (_LINKS.c.expires <= now)))
    row = {"person": person, "token_hash": token_hash, "created": now, "expires": now + lasts}
    tx.connection.execute(insert(_LINKS).values(**row))


def link_person(tx: Reader, token_hash: bytes, *, now: datetime) -> PersonId | None:
    """Whom a link would sign in; None: it is unknown, used, or over."""
    usable = _LINKS.c.used.is_(None) & (_LINKS.c.expires > now)
    found = select(_LINKS.c.person).where(_LINKS.c.token_hash == token_hash, usable)
    person = tx.connection.execute(found).scalar_one_or_none()
    return None if person is None else PersonId(person)


def use_link(tx: Writer, token_hash: bytes, *, now: datetime) -> PersonId | None:
    """Use a link up. Of two who try at once one gets the person, the other None."""
    usable = _LINKS.c.used.is_(None) & (_LINKS.c.expires > now)
    used = update(_LINKS).where(_LINKS.c.token_hash == token_hash, usable).values(used=now)
    person = tx.connection.execute(used.returning(_LINKS.c.person)).scalar_one_or_none()
    return None if person is None else PersonId(person)


def open_session(tx: Writer, session: BrowserSession) -> None:
    """A browser is signed in from now on."""
    tx.connection.execute(delete(_SESSIONS).where(_SESSIONS.c.expires <= session.created))
    row = {name: getattr(session, name) for name in BrowserSession.__slots__}
    tx.connection.execute(insert(_SESSIONS).values(**row))


def session_by_hash(tx: Reader, token_hash: bytes) -> BrowserSession | None:
    """The session of a token, over or not."""
    found = select(_SESSIONS).where(_SESSIONS.c.token_hash == token_hash)
    row = tx.connection.execute(found).one_or_none()
    return None if row is None else _session(row)


def touch_session(tx: Writer, token_hash: bytes, *, now: datetime) -> None:
    """The browser was here; one that is gone stays gone."""
    mine = update(_SESSIONS).where(_SESSIONS.c.token_hash == token_hash)
    tx.connection.execute(mine.values(seen=now))


def sessions_of(tx: Reader, person: PersonId) -> tuple[BrowserSession, ...]:
    """All browsers of the person, the last one seen first."""
    mine = select(_SESSIONS).where(_SESSIONS.c.person == person).order_by(_SESSIONS.c.seen.desc())
    return tuple(_session(row) for row in tx.connection.execute(mine))


def end_session(tx: Writer, person: PersonId, token_hash: bytes) -> bool:
    """Sign one browser of the person out; whether there was one."""
    this = (_SESSIONS.c.person == person) & (_SESSIONS.c.token_hash == token_hash)
    return tx.connection.execute(delete(_SESSIONS).where(this)).rowcount > 0


def end_sessions(tx: Writer, person: PersonId, but: bytes | None = None) -> int:
    """Sign out everywhere, `but` in one browser; how many there were.

    Links that nobody has used yet end as well, and so do browsers that open entries' links:
    whoever signs out everywhere wants nobody in.
    """
    mine = _SESSIONS.c.person == person
    others = mine if but is None else mine & (_SESSIONS.c.token_hash != but)
    tx.connection.execute(delete(_LINKS).where(_LINKS.c.person == person))
    end_devices(tx, person)
    return tx.connection.execute(delete(_SESSIONS).where(others)).rowcount


def anybody_signed_in(tx: Reader, *, now: datetime) -> bool:
    """Whether any browser of anybody is."""
    live = select(_SESSIONS.c.person).where(_SESSIONS.c.expires > now).limit(1)
    return tx.connection.execute(live).one_or_none() is not None


def _session(row: Row[*tuple[Any, ...]]) -> BrowserSession:
    return BrowserSession(
        person=PersonId(row.person),
        token_hash=row.token_hash,
        created=row.created,
        seen=row.seen,
        expires=row.expires,
        browser=row.browser,
    )
