"""All that is stored of one person, by table: for an export, and to say what goes when they go.

It reads whatever the schema has that belongs to a person, so that a table which is added later
is in both without anybody thinking of it. What is a secret, or only a way to find a row or to
share the work, is withheld; a test holds every column to one side or the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, select

from service.store import schema
from service.store.store import Reader
from service.store.values import PersonId

Row = dict[str, Any]

SECRET = frozenset(
    {
        "sources.sealed_address",
        "feeds.token_hash",
        "api_tokens.token_hash",
        "sign_in_links.token_hash",
        "browser_sessions.token_hash",
        "devices.token_hash",
        "people.sealed_link_secret",
        "people.sealed_forget_secret",
        "forgotten.tombstone",
        "grants.sealed_email",
        "grants.sealed_refresh_token",
        "grants.sealed_access_token",
        "oauth_states.state_hash",
        "oauth_states.sealed_verifier",
        "channels.channel",
        "channels.token_hash",
        "channels.resource",
    }
)
OURS_ALONE = frozenset(
    {
        "people.id",
        "people.due_at",
        "people.not_before",
        "people.wake_seq",
        "people.synced_seq",
        "people.lease_token",
        "people.lease_until",
        "people.attempts",
        "people.dispatched_at",
        "sources.cursor",
        "grants.access_expires",
        "grants.refresh_lease",
        "grants.refresh_until",
        "grants.calls_left",
        "grants.calls_at",
        "grants.calls_after",
        "grants.writes_after",
        "sources.watch_due",
        "sources.watch_failures",
        "sources.look_at",
        "cursors.cursor",
        "feed_bodies.body",
    }
)
"""How we share the work and where we left off; the feed's bytes are a file of their own."""

_EVERYWHERE = frozenset({"person", "digest"})
_JSON = frozenset({"body", "problem"})


def holdings(tx: Reader, person: PersonId) -> dict[str, list[Row]]:
    """Every row of the person by table, in the order of the key, without what is withheld."""
    return {table.name: list(_rows(tx, table, person)) for table in tables()}


def counts(tx: Reader, person: PersonId) -> Mapping[str, int]:
    """How many rows each table holds of the person."""
    return {
        table.name: tx.connection.execute(
            select(func.count()).select_from(table).where(_owner(table) == person)
        ).scalar_one()
        for table in tables()
    }


def tables() -> list[Table]:
    """Those that hold something of a person, by name."""
    theirs = [table for table in schema.metadata.tables.values() if "person" in table.columns]
    return sorted([schema.people, *theirs], key=lambda table: table.name)


def _owner(table: Table) -> Any:
    return table.c.id if table is schema.people else table.c.person


def _rows(tx: Reader, table: Table, person: PersonId) -> Iterator[Row]:
    hidden = SECRET | OURS_ALONE
    shown = [
        column
        for column in table.columns
        if column.name not in _EVERYWHERE and f"{table.name}.{column.name}" not in hidden
    ]
    mine = select(table).where(_owner(table) == person).order_by(*table.primary_key.columns)
    for row in tx.connection.execute(mine).mappings():
        yield {column.name: _plain(column.name, row[column.name]) for column in shown}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.loads(value) if name in _JSON and isinstance(value, str) else value
