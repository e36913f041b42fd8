"""Puts a backup back, into either database: at the migration it is of, then up to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    Table,
    false,
    func,
    insert,
    select,
    text,
    update,
)

from service.store import schema
from service.store.backup import CHUNK, NotABackup, opened, reflected
from service.store.cells import load_row
from service.store.engines import engine as engine_of
from service.store.faults import WrongVersion, translated
from service.store.migrations.migrate import steps, upgrade
from service.store.seal import Seal


class NotEmpty(Exception):
    """There are people in the database already; nothing was changed."""


def restore(url: str, file: Path, seal: Seal) -> None:
    """Fill a new or empty database. The service must not be running on it.

    Raises `NotABackup`, `NotEmpty`, `WrongKey` when the secrets in it would not open,
    `WrongVersion` when it was made by a newer program, `Unavailable` and `OSError`. Whatever
    is raised, the database is as empty as it was.
    """
    target = engine_of(url).execution_options(begin="IMMEDIATE")
    try:
        with translated(), opened(file) as (saved, manifest):
            if manifest["migration"] not in steps():
                raise WrongVersion("the backup is newer than this program: install the newer one")
            _clear(target)
            upgrade(target, to=manifest["migration"])
            with target.begin() as connection:
                _fill(connection, saved, manifest["rows"], seal)
            upgrade(target)
            _let_go(target)
    finally:
        target.dispose()


def _clear(target: Engine) -> None:
    """No tables of ours, if nobody is in them; other programs' stay."""
    upgrade(target)
    with target.begin() as connection:
        if connection.execute(select(func.count()).select_from(schema.people)).scalar_one():
            raise NotEmpty("there are people in this database already: restore into a new one")
        schema.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))


def _fill(connection: Connection, saved: ZipFile, counts: Mapping[str, int], seal: Seal) -> None:
    tables = reflected(connection, list(counts))
    for table in tables:
        count = 0
        rows = _rows(connection, table, saved, seal)
        while chunk := list(islice(rows, CHUNK)):
            connection.execute(insert(table), chunk)
            count += len(chunk)
        if count != counts[table.name]:
            raise NotABackup(f"of {table.name} not every row is there")
        _count_on(connection, table)


def _rows(
    connection: Connection, table: Table, saved: ZipFile, seal: Seal
) -> Iterator[Mapping[str, Any]]:
    aware = connection.dialect.name != "sqlite"
    with saved.open(f"{table.name}.jsonl") as lines:
        for line in lines:
            row = load_row(line, aware=aware)
            for name in row:
                if name.startswith("sealed_") and row[name] is not None:
                    seal.open(row[name])
            yield row


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers by a counter of its own, which has seen nothing of these rows."""
    number = table.c.get("id")
    if connection.dialect.name != "postgresql" or number is None:
        return
    if not isinstance(number.type, Integer):  # somebody else's name for a thing
        return
    counter = func.pg_get_serial_sequence(table.name, "id")
    following = func.coalesce(func.max(table.c.id), 0) + 1
    connection.execute(select(func.setval(counter, following, false())))


def _let_go(target: Engine) -> None:
    """Whoever held a person or renewed a token when the backup was made is not here."""
    free = {"lease_token": None, "lease_until": None, "dispatched_at": None}
    with target.begin() as connection:
        connection.execute(update(schema.people).values(**free))
        connection.execute(update(schema.grants).values(refresh_lease=None, refresh_until=None))
