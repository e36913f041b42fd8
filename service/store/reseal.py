"""Seals everything anew with the first key, so that an old key can go."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, and_, select, update

from service.store import schema
from service.store.store import Writer

SEALED = "sealed_"
"""What every sealed column's name begins with."""


def reseal(tx: Writer) -> int:
    """Seal every secret of every table with the first key; how many. Raises `WrongKey`."""
    return sum(_column(tx, column) for column in sealed_columns())


def sealed_columns() -> Iterator[Column[bytes]]:
    """Every column of every table that holds secrets."""
    for table in schema.metadata.sorted_tables:
        yield from (column for column in table.c if column.name.startswith(SEALED))


def _column(tx: Writer, column: Column[bytes]) -> int:
    table = column.table
    keys = tuple(table.primary_key)
    rows = tx.connection.execute(select(*keys, column).where(column.is_not(None))).all()
    for *names, sealed in rows:
        which = and_(*(key == name for key, name in zip(keys, names, strict=True)))
        fresh = tx.seal.seal(tx.seal.open(sealed))
        tx.connection.execute(update(table).where(which).values({column: fresh}))
    return len(rows)
