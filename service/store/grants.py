"""Accounts that people have connected: what each allows us, and whether it still does.

A row is found by the account, so that whoever connects again has the same one, and calendars
that are read through it go on from where they were. One that the provider refuses is paused:
its tokens are forgotten and its channels retired; one that was given back is revoked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, delete, insert, select, update

from connectors.consent import Grant
from service.store import schema
from service.store.channels import retire_channels
from service.store.leases import wake
from service.store.store import Reader, Writer
from service.store.values import GrantId, PersonId

_GRANTS, _SOURCES = schema.grants, schema.sources
_FORGOTTEN: Mapping[str, None] = {
    "sealed_refresh_token": None,
    "sealed_access_token": None,
    "access_expires": None,
    "refresh_lease": None,
    "refresh_until": None,
}

GrantState = Literal["active", "paused", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredGrant:
    """One account of a person, without its tokens. `ends` is when it runs out by itself."""

    id: GrantId
    person: PersonId
    provider: str
    subject: str = field(repr=False)
    email: str = field(repr=False)
    scopes: frozenset[str]
    state: GrantState
    why: str | None
    consented: datetime
    ends: datetime | None


def keep_grant(
    tx: Writer, person: PersonId, provider: str, grant: Grant, *, now: datetime
) -> GrantId:
    """Connected, or connected again: the account is active, and allows what was granted now.

    The next pass is at once. Raises `ValueError` if there is no refresh token to keep, neither
    a new nor an old one.
    """
    wake(tx, person, now=now)  # takes the person's row: of two who connect at once one waits
    found = tx.connection.execute(
        select(_GRANTS.c.id, _GRANTS.c.sealed_refresh_token)
        .where(_of(person, provider, grant.subject))
        .with_for_update()  # and a renewal as well
    ).one_or_none()
    if grant.fresh.refresh_token is None and not (found and found.sealed_refresh_token):
        raise ValueError("an account without a refresh token would last an hour")
    if found is not None:
        tx.connection.execute(
            update(_GRANTS).where(_GRANTS.c.id == found.id).values(**_row(tx, grant, now))
        )
        return GrantId(found.id)
    owner = {"person": person, "provider": provider, "subject": grant.subject}
    made = insert(_GRANTS).values(**owner, **_row(tx, grant, now)).returning(_GRANTS.c.id)
    return GrantId(tx.connection.execute(made).scalar_one())


def stored_grant(tx: Reader, id: GrantId) -> StoredGrant | None:  # noqa: A002 - as everywhere
    """One account. Raises `WrongKey`."""
    return next(iter(_found(tx, select(_GRANTS).where(_GRANTS.c.id == id))), None)


def grants_of(tx: Reader, person: PersonId) -> list[StoredGrant]:
    """A person's accounts, also those that are paused or given back, the oldest first.

    Raises `WrongKey`.
    """
    return _found(tx, select(_GRANTS).where(_GRANTS.c.person == person).order_by(_GRANTS.c.id))


def active_grants(tx: Reader, person: PersonId) -> list[GrantId]:
    """The accounts of a person that we can use, by number alone: no key is needed for that."""
    mine = (_GRANTS.c.person == person) & (_GRANTS.c.state == "active")
    found = tx.connection.execute(select(_GRANTS.c.id).where(mine).order_by(_GRANTS.c.id))
    return [GrantId(number) for number in found.scalars()]


def people_with_account(tx: Reader, provider: str, subject: str) -> list[PersonId]:
    """Who has connected this account and not given it back: whom it may sign in."""
    theirs = (_GRANTS.c.provider == provider) & (_GRANTS.c.subject == subject)
    kept = select(_GRANTS.c.person).where(theirs, _GRANTS.c.state != "revoked")
    found = tx.connection.execute(kept.order_by(_GRANTS.c.person)).scalars()
    return [PersonId(number) for number in found]


def pause_grant(tx: Writer, id: GrantId, *, why: str) -> bool:  # noqa: A002
    """The provider refuses it. Whether it was active: then, once, the person is to be told."""
    return _end(tx, (_GRANTS.c.id == id) & (_GRANTS.c.state == "active"), id, "paused", why)


def revoke_grant(tx: Writer, id: GrantId, *, why: str) -> bool:  # noqa: A002
    """It was given back. Whether it had not been before."""
    return _end(tx, (_GRANTS.c.id == id) & (_GRANTS.c.state != "revoked"), id, "revoked", why)


def remove_grant(tx: Writer, id: GrantId) -> None:  # noqa: A002
    """Forget the account, its channels, and the calendars that were read through it."""
    tx.connection.execute(delete(_SOURCES).where(_SOURCES.c.grant == id))
    tx.connection.execute(delete(_GRANTS).where(_GRANTS.c.id == id))


def _end(
    tx: Writer,
    which: ColumnElement[bool],
    id: GrantId,  # noqa: A002
    state: GrantState,
    why: str,
) -> bool:
    ended = update(_GRANTS).where(which).values(state=state, why=why, **_FORGOTTEN)
    if tx.connection.execute(ended).rowcount == 0:
        return False
    retire_channels(tx, id)
    return True


def _of(person: PersonId, provider: str, subject: str) -> ColumnElement[bool]:
    account = (_GRANTS.c.provider == provider) & (_GRANTS.c.subject == subject)
    return account & (_GRANTS.c.person == person)


def _row(tx: Writer, grant: Grant, now: datetime) -> dict[str, Any]:
    """A renewal under way is of the consent before: its lease ends with that."""
    tokens: dict[str, Any] = {"sealed_access_token": tx.seal.seal(grant.fresh.access_token)}
    if grant.fresh.refresh_token is not None:
        tokens["sealed_refresh_token"] = tx.seal.seal(grant.fresh.refresh_token)
    return {
        "sealed_email": tx.seal.seal(grant.email),
        "scopes": " ".join(sorted(grant.scopes)),
        "state": "active",
        "why": None,
        "consented": now,
        "ends": grant.ends,
        "access_expires": grant.fresh.expires,
        "refresh_lease": None,
        "refresh_until": None,
        **tokens,
    }


def _found(tx: Reader, which: Select[*tuple[Any, ...]]) -> list[StoredGrant]:
    return [_grant(tx, row) for row in tx.connection.execute(which)]


def _grant(tx: Reader, row: Row[*tuple[Any, ...]]) -> StoredGrant:
    return StoredGrant(
        id=GrantId(row.id),
        person=PersonId(row.person),
        provider=row.provider,
        subject=row.subject,
        email=tx.seal.open(row.sealed_email),
        scopes=frozenset(row.scopes.split()),
        state=row.state,
        why=row.why,
        consented=row.consented,
        ends=row.ends,
    )
