"""The first tables: people and what is due, sources, interviews, follow-ups, feeds, journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them all."""
    _people()
    _sources()
    _interviews()
    _ledger()
    _feeds()
    _annals()


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("created", _INSTANT, nullable=False),
        sa.Column("due_at", _INSTANT),
        sa.Column("not_before", _INSTANT),
        sa.Column("wake_seq", _BIG_ID, nullable=False),
        sa.Column("synced_seq", _BIG_ID, nullable=False),
        sa.Column("lease_token", sa.Text),
        sa.Column("lease_until", _INSTANT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("dispatched_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("name", name="uq_people_name"),
    )
    op.create_index("ix_people_due_at", "people", ["due_at"])


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sealed_address", sa.LargeBinary, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("cursor", sa.Text),
        sa.Column("timezone", sa.Text),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("suspect", sa.Boolean, nullable=False),
        sa.Column("last_read", _INSTANT),
        sa.Column("last_change", _INSTANT),
        sa.Column("next_read", _INSTANT, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        _belongs_to("sources"),
    )
    op.create_index("ix_sources_person", "sources", ["person"])


def _interviews() -> None:
    op.create_table(
        "sessions",
        sa.Column("source", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("ends", _INSTANT, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", "digest", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.id"], name="fk_sessions_source", ondelete="CASCADE"
        ),
        _belongs_to("sessions"),
    )
    op.create_index("ix_sessions_person", "sessions", ["person"])
    _keyed(
        "visit_names",
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("visit", sa.Text, nullable=False),
    )
    _keyed(
        "visits",
        sa.Column("starts", _INSTANT, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )


def _ledger() -> None:
    _keyed("follow_ups", sa.Column("body", sa.Text, nullable=False))
    _keyed(
        "placements",
        sa.Column("calendar", sa.Text, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("created", _INSTANT, nullable=False),
        sa.Column("modified", _INSTANT, nullable=False),
    )
    _keyed("cursors", sa.Column("cursor", sa.Text))


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("issued", _INSTANT, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
        sa.Column("last_fetch", _INSTANT),
        sa.Column("last_client", sa.Text),
        sa.PrimaryKeyConstraint("token_hash", name="pk_feeds"),
        _belongs_to("feeds"),
    )
    op.create_index("ix_feeds_person", "feeds", ["person"])
    op.create_table(
        "feed_bodies",
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("modified", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_feed_bodies"),
        _belongs_to("feed_bodies"),
    )
    op.create_table(
        "api_tokens",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_api_tokens"),
        _belongs_to("api_tokens"),
    )
    op.create_index("ix_api_tokens_person", "api_tokens", ["person"])


def _annals() -> None:
    op.create_table(
        "journal",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        _belongs_to("journal"),
    )
    op.create_index("ix_journal_person_id", "journal", ["person", "id"])
    op.create_table(
        "heartbeats",
        sa.Column("worker", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("worker", name="pk_heartbeats"),
    )


def _keyed(name: str, *columns: sa.Column[object]) -> None:
    """A table of what a person has, each under the digest of its key."""
    op.create_table(
        name,
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("person", "digest", name=f"pk_{name}"),
        _belongs_to(name),
    )


def _belongs_to(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to a person goes with the person."""
    named = f"fk_{table}_person"
    return sa.ForeignKeyConstraint(["person"], ["people.id"], name=named, ondelete="CASCADE")
