"""Run by Alembic for every migration: on the connection, and in the transaction, it is handed."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

from service.store.schema import metadata

_ALONE = 0x0AF7E2D0
"""Names the advisory lock; any number will do that nobody else takes."""


def _take_turns(connection: Connection) -> None:
    """One migration at a time, and none that makes everybody wait: rather it fails and is retried.

    SQLite needs nothing: its writer is alone already, and others wait their time out.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:alone)"), {"alone": _ALONE})
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))


def _run(connection: Connection) -> None:
    _take_turns(connection)
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transactional_ddl=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
