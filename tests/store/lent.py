"""Databases of PostgreSQL that are lent to one test after another: making one costs 250 ms.

What comes back is emptied, and it goes out under a new name: whoever still holds the old address
finds nothing there, as if the database were gone. One whose tables are no longer ours is dropped.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psycopg import Connection

KEPT = "alembic_version"
NAMES = """
  SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
  WHERE c.relkind IN ('r', 'S', 'v') AND n.nspname !~ '^pg_|^information_schema$' ORDER BY 1"""
RESTARTED = """
  SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
  FROM pg_sequences WHERE last_value IS NOT NULL"""
OTHERS = "FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
_numbers = itertools.count(1)


@dataclass
class Lender:
    """Makes databases like `template` on a server, and makes as few as it can."""

    server: str
    template: str
    _wipe: str = field(init=False, default="")
    _names: list[str] = field(init=False, default_factory=list)
    _version: object = field(init=False, default=None)
    _spare: str = field(init=False, default="")

    def __post_init__(self) -> None:
        with connected(self.address(self.template)) as connection:
            self._names, self._version = _named(connection), _version(connection)
            tables = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> %s",
                [KEPT],
            )
            self._wipe = ";".join(f"DELETE FROM {table}" for (table,) in tables)  # noqa: S608

    def address(self, name: str) -> str:
        return f"{self.server.rpartition('/')[0]}/{name}"

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The address of an empty one, for as long as the block lasts."""
        name, self._spare = self._spare or self._made(), ""
        yield self.address(name)
        self._spare = self._taken_back(name)

    def _made(self) -> str:
        name = f"lent{next(_numbers)}"
        with connected(self.server) as door:
            door.execute(f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return name

    def _taken_back(self, name: str) -> str:
        """Its new name, empty; nothing if it is of no more use."""
        after = f"lent{next(_numbers)}"
        with connected(self.server) as door:
            _put_out_others(door, name)
            door.execute(f"ALTER DATABASE {name} RENAME TO {after}")
        if self._wiped(after):
            return after
        with connected(self.server) as door:
            door.execute(f"DROP DATABASE {after} WITH (FORCE)")
        return ""

    def _wiped(self, name: str) -> bool:
        with connected(self.address(name)) as connection:
            if _named(connection) != self._names or _version(connection) != self._version:
                return False
            connection.execute("SET session_replication_role = replica")  # in any order
            connection.execute(self._wipe)
            connection.execute(RESTARTED)
            return True


def _put_out_others(door: Connection, name: str) -> None:
    door.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}", [name])
    while door.execute(f"SELECT 1 {OTHERS}", [name]).fetchone():
        sleep(0.001)  # renaming would wait for them as well, but in steps of 100 ms


def _named(connection: Connection) -> list[str]:
    return [name for (name,) in connection.execute(NAMES)]


def _version(connection: Connection) -> object:
    return connection.execute(f"SELECT * FROM {KEPT}").fetchone()  # noqa: S608


def connected(address: str) -> Connection:
    import psycopg  # noqa: PLC0415 - an extra: absent where nobody uses PostgreSQL

    return psycopg.connect(address, autocommit=True)
