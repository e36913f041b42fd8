"""When channels are made anew, which look a message asked for, and what may be asked at all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns; nothing in them stands for: at once, and as much as may be."""
    op.add_column("grants", sa.Column("calls_left", sa.Float))
    for name in ("calls_at", "calls_after", "writes_after"):
        op.add_column("grants", sa.Column(name, _INSTANT))
    op.add_column("sources", sa.Column("watch_due", _INSTANT))
    op.add_column("sources", sa.Column("watch_failures", sa.Integer))
    op.add_column("sources", sa.Column("look_at", _INSTANT))
    _channels_anew()
    _budgets()


def _channels_anew() -> None:
    """SQLite can't add such a reference, and nobody has had a channel yet."""
    op.drop_table("channels")
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
        sa.Column("source", sa.Integer),
        sa.PrimaryKeyConstraint("channel", name="pk_channels"),
        _leads_to("people", "person", "CASCADE"),
        _leads_to("grants", "grant", "CASCADE"),
        _leads_to("sources", "source", "SET NULL"),
    )
    for name in ("person", "grant", "source"):
        op.create_index(f"ix_channels_{name}", "channels", [name])
    op.create_index("ix_channels_state_expires", "channels", ["state", "expires"])


def _leads_to(table: str, column: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_channels_{column}"
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete=ondelete)


def _budgets() -> None:
    op.create_table(
        "budgets",
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("calls_left", sa.Float, nullable=False),
        sa.Column("calls_at", _INSTANT, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("waiting", "pushed", "renewal", "poll")
        ),
        sa.PrimaryKeyConstraint("provider", name="pk_budgets"),
    )
