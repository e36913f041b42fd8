"""Accounts at providers: what was allowed, consents under way, and channels that tell of changes.

A calendar that is read through an account holds it fast: the account can't go before it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    _grants()
    _oauth_states()
    _channels()
    # In one statement: SQLite adds a reference with its column, or never.
    op.execute(
        'ALTER TABLE sources ADD COLUMN "grant" INTEGER CONSTRAINT fk_sources_grant '
        "REFERENCES grants (id)"
    )
    op.create_index("ix_sources_grant", "sources", ["grant"])


def _grants() -> None:
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("sealed_email", sa.LargeBinary, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("consented", _INSTANT, nullable=False),
        sa.Column("ends", _INSTANT),
        sa.Column("sealed_refresh_token", sa.LargeBinary),
        sa.Column("sealed_access_token", sa.LargeBinary),
        sa.Column("access_expires", _INSTANT),
        sa.Column("refresh_lease", sa.Text),
        sa.Column("refresh_until", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
        sa.UniqueConstraint(
            "person", "provider", "subject", name="uq_grants_person_provider_subject"
        ),
        _belongs_to("grants"),
    )
    op.create_index("ix_grants_provider_subject", "grants", ["provider", "subject"])


def _oauth_states() -> None:
    op.create_table(
        "oauth_states",
        sa.Column("state_hash", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.Integer),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("reach", sa.Text, nullable=False),
        sa.Column("sealed_verifier", sa.LargeBinary, nullable=False),
        sa.Column("return_path", sa.Text, nullable=False),
        sa.Column("created", _INSTANT, nullable=False),
        sa.Column("used", _INSTANT),
        sa.PrimaryKeyConstraint("state_hash", name="pk_oauth_states"),
        _belongs_to("oauth_states"),
    )
    op.create_index("ix_oauth_states_person", "oauth_states", ["person"])


def _channels() -> None:
    op.create_table(
        "channels",
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("grant", sa.Integer, nullable=False),
        sa.Column("calendar", sa.Text, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("resource", sa.Text),
        sa.Column("expires", _INSTANT),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_channels"),
        _belongs_to("channels"),
        sa.ForeignKeyConstraint(
            ["grant"], ["grants.id"], name="fk_channels_grant", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_channels_person", "channels", ["person"])
    op.create_index("ix_channels_grant", "channels", ["grant"])
    op.create_index("ix_channels_state_expires", "channels", ["state", "expires"])


def _belongs_to(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to a person goes with the person."""
    named = f"fk_{table}_person"
    return sa.ForeignKeyConstraint(["person"], ["people.id"], name=named, ondelete="CASCADE")
