"""The one door to the database. A transaction is a `Reader` or a `Writer`, and is short.

Nothing here waits for a network: a caller reads, lets go, does its errands, and comes back to
write. What the database cannot do now is `Unavailable`, so that no caller has to know drivers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from service.store.faults import PATIENCE_S, Unavailable, translated
from service.store.seal import Seal

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

DialectName = Literal["sqlite", "postgresql"]
_Seen = TypeVar("_Seen")


@dataclass(frozen=True, slots=True)
class Reader:
    """A transaction that looks: all it reads is of one moment."""

    connection: Connection
    seal: Seal
    dialect: DialectName


@dataclass(frozen=True, slots=True)
class Writer(Reader):
    """A transaction that changes: all or nothing. On SQLite there is one at a time."""


class Store:
    """An open database. Threads may share it; a child process opens its own."""

    def __init__(self, engine: Engine, *, url: str, seal: Seal) -> None:
        self.url = url
        self.seal = seal
        self.dialect: DialectName = "sqlite" if engine.dialect.name == "sqlite" else "postgresql"
        self._reading, self._writing, self._single = _manners(engine, self.dialect)
        # SQLite lets waiting writers poll; threads of one process are better served in turn.
        self._turn = _Turn() if self.dialect == "sqlite" else None

    @property
    def engine(self) -> Engine:
        """For migrations and backups, which belong to the store."""
        return self._writing

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A consistent look. Raises `Unavailable`."""
        with translated(), self._reading.begin() as connection:
            yield Reader(connection, self.seal, self.dialect)

    def glance(self, look: Callable[[Reader], _Seen]) -> _Seen:
        """What `look` sees by one statement, for what is asked far more often than all else.

        There is no transaction: two statements would be of two moments. `look` is called again
        when the connection turns out to be dead. Raises `Unavailable`.
        """
        from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - see open_store

        with translated():
            try:
                return self._glance(look)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
            return self._glance(look)  # a restarted database costs nobody an error

    def _glance(self, look: Callable[[Reader], _Seen]) -> _Seen:
        with self._single.connect() as connection:
            return look(Reader(connection, self.seal, self.dialect))

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """One transaction, committed unless the block raises. Raises `Unavailable`."""
        turn: AbstractContextManager[None] = self._turn or nullcontext()
        with translated(), turn, self._writing.begin() as connection:
            yield Writer(connection, self.seal, self.dialect)

    def close(self) -> None:
        """Let go of every connection."""
        self._writing.dispose()
        self._single.dispose()


def open_store(url: str, *, seal: Seal, migrate: bool = True) -> Store:
    """Open a database, and bring its tables up to date if `migrate`.

    An embedded one is made where it is missing, readable by its owner only. Raises
    `Unavailable`; `WrongVersion` if the tables are newer than the program, or older and not to
    be migrated; `ValueError` for an address that is neither a file of SQLite nor PostgreSQL.
    """
    from service.store.engines import engine  # noqa: PLC0415 - SQLAlchemy costs 200 ms
    from service.store.versions import ensure  # noqa: PLC0415

    store = Store(engine(url), url=url, seal=seal)
    try:
        with translated():
            ensure(store.engine, migrate=migrate)
    except BaseException:
        store.close()
        raise
    return store


class _Turn(AbstractContextManager[None]):
    """One after the other, but not for ever."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=PATIENCE_S):
            raise Unavailable("another thread has been writing for too long")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _manners(engine: Engine, dialect: DialectName) -> tuple[Engine, Engine, Engine]:
    """The same database with the ways to begin: to look, to change, and not at all."""
    from service.store.engines import single  # noqa: PLC0415 - see open_store

    if dialect == "sqlite":
        return engine, engine.execution_options(begin="IMMEDIATE"), single(engine)
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return snapshot, engine, single(engine)
