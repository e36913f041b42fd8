"""Makes a person's rows of one table those that are wanted, touching only what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from service.store.store import Writer
from service.store.types import digest

Values = Mapping[str, Any]
_Key = TypeVar("_Key", bound=str)


def keep(
    tx: Writer,
    table: Table,
    scope: Values,
    wanted: Mapping[_Key, Values],
    *,
    others: bool = False,
) -> None:
    """The rows under `scope` become `wanted`, which maps a key to its columns.

    Rows that are not wanted go, unless `others` may stay. An unchanged row is not written.
    """
    where = and_(*(table.c[name] == value for name, value in scope.items()))
    before = _before(tx, table, where)
    now = {digest(key).hex(): (key, values) for key, values in wanted.items()}
    gone = [] if others else [bytes.fromhex(one) for one in before.keys() - now.keys()]
    fresh = [now[one] for one in now.keys() - before.keys()]
    changed = [now[one] for one in now.keys() & before.keys() if before[one] != now[one][1]]
    if gone:
        _delete(tx, table, where, gone)
    if fresh:
        rows = [{**scope, "digest": key, **values} for key, values in fresh]
        tx.connection.execute(insert(table), rows)
    if changed:
        _update(tx, table, where, changed)


def _before(tx: Writer, table: Table, where: ColumnElement[bool]) -> dict[str, Values]:
    rows = tx.connection.execute(select(table).where(where)).mappings()
    skipped = {column.name for column in table.primary_key} | {"digest", "person"}
    return {row["digest"]: {name: row[name] for name in row if name not in skipped} for row in rows}


def _delete(tx: Writer, table: Table, where: ColumnElement[bool], gone: list[bytes]) -> None:
    statement = delete(table).where(
        where, table.c.digest == bindparam("which", type_=LargeBinary())
    )
    tx.connection.execute(statement, [{"which": one} for one in gone])


def _update(
    tx: Writer, table: Table, where: ColumnElement[bool], changed: Sequence[tuple[str, Values]]
) -> None:
    statement = update(table).where(where, table.c.digest == bindparam("which"))
    tx.connection.execute(statement, [{"which": key, **values} for key, values in changed])
