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
    # In one statement: SQLite adds a reference with its column, or never.
    op.execute(
        "ALTER TABLE channels ADD COLUMN source INTEGER CONSTRAINT fk_channels_source "
        "REFERENCES sources (id) ON DELETE SET NULL"
    )
    op.create_index("ix_channels_source", "channels", ["source"])
    _budgets()


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
