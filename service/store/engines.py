"""Connections as each database wants them."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from service.store.faults import PATIENCE_S

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is deleted is written over; not everywhere the default
)


def engine(url: str) -> Engine:
    """An engine for either database. Values never show in errors or logs.

    Raises `ValueError` for any other address.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError("this is not the address of a database") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return _sqlite(parsed, Path(parsed.database))
        case "postgresql" | "postgres":
            return _postgresql(parsed)
    raise ValueError("use sqlite:///FILE or postgresql://USER@HOST/NAME")


def single(engine: Engine) -> Engine:
    """The same database for statements that stand alone: nothing is sent but the statement.

    On PostgreSQL these are connections of their own. BEGIN, COMMIT, the pool's ROLLBACK and its
    question whether the server is still there are four journeys more than such a statement has;
    whoever uses them asks a second time when a connection turns out to be dead.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(begin=None)
    return create_engine(
        engine.url,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,
        skip_autocommit_rollback=True,
        pool_size=5,
        max_overflow=5,  # each is held for less than a millisecond
        connect_args={"connect_timeout": PATIENCE_S},
    )


def _sqlite(url: URL, file: Path) -> Engine:
    _own(file)
    made = create_engine(
        url.set(drivername="sqlite"),
        hide_parameters=True,
        pool_size=8,
        max_overflow=56,  # a connection is cheap; more threads than this never read at once
        connect_args={"timeout": PATIENCE_S, "check_same_thread": False},
    )
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


def _own(file: Path) -> None:
    """The file is its owner's alone; SQLite gives its journals the same rights."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin ourselves: the driver would begin too late
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: one that first reads could not get it later."""
    how = connection.get_execution_options().get("begin", "DEFERRED")
    if how:
        connection.exec_driver_sql(f"BEGIN {how}")


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,  # a restarted database costs nobody an error
        pool_size=5,
        max_overflow=15,
        connect_args={"connect_timeout": PATIENCE_S},
    )
