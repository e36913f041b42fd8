"""Consents that were asked for: the secrets a browser must come back for, once and soon.

The state goes out with the browser and is known here by its hash only; the verifier never
leaves. Whoever begins in one process may come back to another (facts: google-calendar 4.2).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update

from connectors.consent import Reach
from service.store import schema
from service.store.store import Writer
from service.store.values import PersonId

_STATES = schema.oauth_states

LIFE = timedelta(minutes=10)
"""How long somebody may look at the provider's page; its code lasts no longer either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a consent was asked for. `person` is None for somebody who is to be signed in."""

    person: PersonId | None
    provider: str
    reach: Reach
    verifier: str = field(repr=False)
    return_path: str


def add_state(tx: Writer, state_hash: bytes, asked: Asked, *, now: datetime) -> None:
    """Remember what was asked; what is too old goes."""
    tx.connection.execute(delete(_STATES).where(_STATES.c.created <= now - LIFE))
    row = {
        "state_hash": state_hash,
        "person": asked.person,
        "provider": asked.provider,
        "reach": asked.reach,
        "sealed_verifier": tx.seal.seal(asked.verifier),
        "return_path": asked.return_path,
        "created": now,
    }
    tx.connection.execute(insert(_STATES).values(**row))


def use_state(
    tx: Writer, state_hash: bytes, *, person: PersonId | None, provider: str, now: datetime
) -> Asked | None:
    """Use a state up. None: unknown, used, too old, or of another person or provider.

    Of two who try at once one gets it. `person` is who is signed in where the browser came
    back; None: nobody, and then it must have been asked for nobody. Raises `WrongKey`.
    """
    owner = _STATES.c.person.is_(None) if person is None else _STATES.c.person == person
    fresh = (_STATES.c.used.is_(None), _STATES.c.created > now - LIFE)
    mine = (_STATES.c.state_hash == state_hash, _STATES.c.provider == provider, owner)
    used = update(_STATES).where(*mine, *fresh).values(used=now).returning(*_STATES.c)
    row = tx.connection.execute(used).one_or_none()
    if row is None:
        return None
    return Asked(
        person=person,
        provider=row.provider,
        reach=row.reach,
        verifier=tx.seal.open(row.sealed_verifier),
        return_path=row.return_path,
    )
