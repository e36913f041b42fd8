"""Personal tokens for the API, known by their SHA-256 only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from service.store import schema
from service.store.store import Reader, Writer
from service.store.values import PersonId

_TOKENS = schema.api_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalToken:
    """What may be shown of a token."""

    name: str
    created: datetime


def add_token(tx: Writer, person: PersonId, name: str, token_hash: bytes, now: datetime) -> None:
    """One more token of the person; `name` tells the person which it is."""
    row = {"token_hash": token_hash, "person": person, "name": name, "created": now}
    tx.connection.execute(insert(_TOKENS).values(**row))


def person_of_token(tx: Reader, token_hash: bytes) -> PersonId | None:
    """Whose token it is."""
    mine = select(_TOKENS.c.person).where(_TOKENS.c.token_hash == token_hash)
    found = tx.connection.execute(mine).scalar_one_or_none()
    return None if found is None else PersonId(found)


def tokens(tx: Reader, person: PersonId) -> tuple[PersonalToken, ...]:
    """The person's tokens, the oldest first."""
    mine = select(_TOKENS.c.name, _TOKENS.c.created).where(_TOKENS.c.person == person)
    rows = tx.connection.execute(mine.order_by(_TOKENS.c.created, _TOKENS.c.name))
    return tuple(PersonalToken(name=row.name, created=row.created) for row in rows)


def remove_tokens(tx: Writer, person: PersonId, name: str) -> int:
    """No token of that name works any more; how many there were."""
    mine = delete(_TOKENS).where(_TOKENS.c.person == person, _TOKENS.c.name == name)
    return tx.connection.execute(mine).rowcount
