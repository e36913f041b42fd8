"""A secret of which tombstones are made, so that a link made new brings nobody back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Only an empty column: nothing that stands is touched."""
    op.add_column("people", sa.Column("sealed_forget_secret", sa.LargeBinary))
