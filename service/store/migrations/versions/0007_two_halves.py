"""What is told after an interview, who is to be forgotten, supplies, messages, known devices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Only new tables and an empty column: nothing that stands is touched."""
    op.add_column("people", sa.Column("sealed_link_secret", sa.LargeBinary))
    _of_a_person(
        "debriefs",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    _of_a_person(
        "forgotten",
        sa.Column("tombstone", sa.LargeBinary, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    _of_a_person(
        "supplies",
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.Column("envelopes", sa.Integer, nullable=False),
        sa.Column("stamps", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    _of_a_person(
        "messages",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    _devices()


def _of_a_person(name: str, *columns: sa.Column[object]) -> None:
    """A table whose key begins with the person."""
    owner = sa.ForeignKey("people.id", ondelete="CASCADE")
    person = sa.Column("person", sa.Integer, owner, primary_key=True, nullable=False)
    op.create_table(name, person, *columns)


def _devices() -> None:
    owner = sa.ForeignKey("people.id", ondelete="CASCADE")
    op.create_table(
        "devices",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column("person", sa.Integer, owner, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("browser", sa.Text, nullable=False),
    )
    op.create_index("ix_devices_person", "devices", ["person"])
