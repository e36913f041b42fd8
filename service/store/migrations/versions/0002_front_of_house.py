"""What the pages need: the person's answers, suggestions, ways in, and whether all has begun."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    op.add_column("people", sa.Column("started", _INSTANT))
    # Whoever is there already has had follow-ups from the first day.
    op.execute("UPDATE people SET started = created")
    _answers()
    _suggestions()
    _ways_in()


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", "kind", "digest", name="pk_answers"),
        _belongs_to("answers"),
    )


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("source", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("ends", _INSTANT, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", "digest", name="pk_suggestions"),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.id"], name="fk_suggestions_source", ondelete="CASCADE"
        ),
        _belongs_to("suggestions"),
    )
    op.create_index("ix_suggestions_person", "suggestions", ["person"])


def _ways_in() -> None:
    op.create_table(
        "sign_in_links",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("created", _INSTANT, nullable=False),
        sa.Column("expires", _INSTANT, nullable=False),
        sa.Column("used", _INSTANT),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_in_links"),
        _belongs_to("sign_in_links"),
    )
    op.create_index("ix_sign_in_links_person", "sign_in_links", ["person"])
    op.create_table(
        "browser_sessions",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("created", _INSTANT, nullable=False),
        sa.Column("seen", _INSTANT, nullable=False),
        sa.Column("expires", _INSTANT, nullable=False),
        sa.Column("browser", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_browser_sessions"),
        _belongs_to("browser_sessions"),
    )
    op.create_index("ix_browser_sessions_person", "browser_sessions", ["person"])


def _belongs_to(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to a person goes with the person."""
    named = f"fk_{table}_person"
    return sa.ForeignKeyConstraint(["person"], ["people.id"], name=named, ondelete="CASCADE")
