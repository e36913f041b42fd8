"""Where the follow-ups of a calendar go, and until when its writes wait.

No more than two columns: the event that a session came from is kept within its body.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add them; nothing in the one stands for the feed, as it has been."""
    op.add_column("sources", sa.Column("writes", sa.Text))
    op.add_column("sources", sa.Column("writes_after", sa.DateTime(timezone=True)))
