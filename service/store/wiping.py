"""Takes what was deleted out of SQLite's log as well, which keeps pages as they were before."""

from __future__ import annotations

from service.store.store import Store


def wipe(store: Store) -> bool:
    """Empty the write-ahead log; whether that could be done now (PRAGMA wal_checkpoint).

    Whoever reads just then keeps it: the next time does it. PostgreSQL looks after its own.
    """
    if store.engine.dialect.name != "sqlite":
        return True
    connection = store.engine.raw_connection()
    try:
        row = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return row is not None and row[0] == 0
    finally:
        connection.close()
