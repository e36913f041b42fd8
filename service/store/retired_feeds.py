"""Addresses of feeds whose owner has left.

A calendar program that hears 404 keeps what it had and goes on asking; at 410 it lets go (facts:
icalendar 1.4). So of somebody who is forgotten the hashes of random tokens stay, and with them
nothing that would say whose they were, or since when.
"""

from __future__ import annotations

from sqlalchemy import insert, select

from service.store import schema
from service.store.store import Reader, Writer
from service.store.values import PersonId

_FEEDS, _RETIRED = schema.feeds, schema.retired_feeds


def retire_feeds(tx: Writer, person: PersonId) -> None:
    """Remember every address the person ever had as gone, before the person goes."""
    mine = select(_FEEDS.c.token_hash).where(_FEEDS.c.person == person)
    tx.connection.execute(insert(_RETIRED).from_select(["token_hash"], mine))


def is_retired(tx: Reader, token_hash: bytes) -> bool:
    """Whether this was the address of somebody who is here no more."""
    gone = select(_RETIRED.c.token_hash).where(_RETIRED.c.token_hash == token_hash)
    return tx.connection.execute(gone).one_or_none() is not None
