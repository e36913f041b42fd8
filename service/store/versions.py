"""Which tables a database has. The migrations themselves are loaded only when one is needed."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

from service.store.faults import WrongVersion

HEAD = "0008"
"""The newest migration."""


def current(engine: Engine) -> str | None:
    """The migration a database stands at; None: it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def ensure(engine: Engine, *, migrate: bool) -> None:
    """The tables are those of this program, or are made so. Raises `WrongVersion`."""
    found = current(engine)
    if found == HEAD:
        return
    if not migrate:
        raise WrongVersion(f"the tables are at {found or 'nothing'}: run `afterword migrate`")
    from service.store.migrations.migrate import upgrade  # noqa: PLC0415 - Alembic: 100 ms, 10 MB

    upgrade(engine)
