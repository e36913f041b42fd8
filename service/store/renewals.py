"""Renewing access tokens: one at a time for each account, whatever the number of processes.

Whoever renews holds a lease in the account's row; a holder who dies loses it by the clock. What
comes of a renewal counts only while the refresh token it was asked with is the one that stands:
the person may have connected again meanwhile (facts: google-calendar 4.3).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, or_, select, update

from connectors.consent import Fresh, Renewal
from connectors.contract import AccessLost
from service.store import schema
from service.store.grants import pause_grant
from service.store.store import Reader, Store, Writer
from service.store.values import GrantId

_GRANTS = schema.grants
_ACTIVE = _GRANTS.c.state == "active"
_TOKENS = (_GRANTS.c.sealed_access_token, _GRANTS.c.access_expires)

LEASE = timedelta(seconds=60)
"""Longer than a renewal may take before it gives up."""


def kept_token(tx: Reader, grant: GrantId) -> Fresh | None:
    """The access token of an active account, however old. Raises `WrongKey`."""
    mine = select(*_TOKENS).where(_GRANTS.c.id == grant, _ACTIVE)
    row = tx.connection.execute(mine).one_or_none()
    return None if row is None else _fresh(tx, row)


def claim_renewal(
    tx: Writer, grant: GrantId, *, now: datetime, token: str, lease: timedelta = LEASE
) -> Renewal | None:
    """The right to renew; None: somebody else has it, or the account is not active.

    `token` is the caller's own for this claim, never used twice. Raises `WrongKey`.
    """
    free = or_(_GRANTS.c.refresh_lease.is_(None), _GRANTS.c.refresh_until <= now)
    taken = (
        update(_GRANTS)
        .where(_GRANTS.c.id == grant, _ACTIVE, free)
        .values(refresh_lease=token, refresh_until=now + lease)
        .returning(_GRANTS.c.sealed_refresh_token, _GRANTS.c.scopes)
    )
    row = tx.connection.execute(taken).one_or_none()
    if row is None:
        return None
    refresh_token = tx.seal.open(row.sealed_refresh_token)
    return Renewal(lease=token, refresh_token=refresh_token, scopes=frozenset(row.scopes.split()))


def let_go(tx: Writer, grant: GrantId, renewal: Renewal) -> None:
    """Nothing came of it; the next may try at once."""
    mine = (_GRANTS.c.id == grant) & (_GRANTS.c.refresh_lease == renewal.lease)
    tx.connection.execute(
        update(_GRANTS).where(mine).values(refresh_lease=None, refresh_until=None)
    )


def keep_fresh(tx: Writer, grant: GrantId, renewal: Renewal, fresh: Fresh) -> bool:
    """Keep what came of a renewal. False: it is of a consent that stands no more.

    A lease that ran out meanwhile takes nothing away: a changed refresh token must not be lost.
    """
    if not _stands(tx, grant, renewal):
        return False
    new: dict[str, Any] = {
        "sealed_access_token": tx.seal.seal(fresh.access_token),
        "access_expires": fresh.expires,
    }
    if fresh.refresh_token is not None:
        new["sealed_refresh_token"] = tx.seal.seal(fresh.refresh_token)
    tx.connection.execute(update(_GRANTS).where(_GRANTS.c.id == grant).values(**new))
    let_go(tx, grant, renewal)
    return True


def lose_grant(tx: Writer, grant: GrantId, renewal: Renewal, *, why: str) -> bool:
    """The provider refused the renewal: pause the account, if it is still the one refused.

    True: paused, just now and by this call; the person is to be told.
    """
    if _stands(tx, grant, renewal):
        return pause_grant(tx, grant, why=why)
    let_go(tx, grant, renewal)
    return False


@dataclass(frozen=True, slots=True)
class TokenShelf:
    """Where all processes keep the tokens of one account: each call is one short transaction."""

    store: Store
    grant: GrantId
    clock: Callable[[], datetime]

    def kept(self) -> Fresh | None:
        """The access token there is, however old. Raises `Unavailable`, `WrongKey`."""
        with self.store.read() as tx:
            return kept_token(tx, self.grant)

    def claim(self) -> Renewal | None:
        """The right to renew; None: somebody else is at it.

        Raises `AccessLost` if the account is not active, `Unavailable`, `WrongKey`.
        """
        now = self.clock()
        with self.store.write() as tx:
            found = claim_renewal(tx, self.grant, now=now, token=secrets.token_hex(16))
            if found is None and not _is_active(tx, self.grant):
                raise AccessLost("the account has to be connected again")
            return found

    def keep(self, renewal: Renewal, fresh: Fresh) -> bool:
        """Keep what came of it. False: the consent stands no more."""
        with self.store.write() as tx:
            return keep_fresh(tx, self.grant, renewal, fresh)

    def lose(self, renewal: Renewal, why: str) -> bool:
        """The provider refused. False: it refused a token that stands no more; ask again."""
        with self.store.write() as tx:
            if lose_grant(tx, self.grant, renewal, why=why):
                return True
            return not _is_active(tx, self.grant)

    def let_go(self, renewal: Renewal) -> None:
        """Nothing came of it."""
        with self.store.write() as tx:
            let_go(tx, self.grant, renewal)


def _stands(tx: Writer, grant: GrantId, renewal: Renewal) -> bool:
    """Whether the refresh token is the one that was used. Its row is ours until the end of tx."""
    mine = select(_GRANTS.c.sealed_refresh_token).where(_GRANTS.c.id == grant, _ACTIVE)
    sealed = tx.connection.execute(mine.with_for_update()).scalar_one_or_none()
    return sealed is not None and tx.seal.open(sealed) == renewal.refresh_token


def _is_active(tx: Reader, grant: GrantId) -> bool:
    mine = select(_GRANTS.c.id).where(_GRANTS.c.id == grant, _ACTIVE)
    return tx.connection.execute(mine).one_or_none() is not None


def _fresh(tx: Reader, row: Row[*tuple[Any, ...]]) -> Fresh | None:
    if row.sealed_access_token is None:
        return None
    return Fresh(access_token=tx.seal.open(row.sealed_access_token), expires=row.access_expires)
