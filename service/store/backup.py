"""Everything in one file, made while the service runs, and put back into either database.

The file is a ZIP: `afterword.json` says which migration the rows are of, and each table is a
file of JSON lines in the order of its key, so that equal databases give equal bytes. Rows are
taken as they stand in the columns: what is sealed stays sealed. Heartbeats stay behind.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from sqlalchemy import Connection, MetaData, Table, select

from service.store import schema
from service.store.cells import dump_row
from service.store.store import Store
from service.store.versions import HEAD

FORMAT = 1
MANIFEST = "afterword.json"
CHUNK = 500
"""Rows in memory at a time."""


class NotABackup(Exception):
    """The file is no backup, or not all of one; the message says which."""


def backup(store: Store, file: Path) -> None:
    """Save a consistent look at everything; what stood in `file` is replaced at the end only.

    Raises `Unavailable` and `OSError`; neither leaves half a file behind.
    """
    with _replacing(file) as draft, store.read() as tx, ZipFile(draft, "w", ZIP_DEFLATED) as made:
        counts = {table.name: _save(tx.connection, table, made) for table in _tables(tx.connection)}
        manifest = {"format": FORMAT, "migration": HEAD, "rows": counts}
        made.writestr(_entry(MANIFEST), json.dumps(manifest))


@contextmanager
def opened(file: Path) -> Iterator[tuple[ZipFile, dict[str, Any]]]:
    """A backup and its manifest. Raises `NotABackup` and `OSError`."""
    try:
        with ZipFile(file) as saved:
            manifest = json.loads(saved.read(MANIFEST))
            if manifest["format"] != FORMAT:
                raise NotABackup("it was made by another version of this program")
            yield saved, manifest
    except (BadZipFile, KeyError, ValueError, EOFError) as error:
        raise NotABackup("the file is not a backup of this program, or not all of one") from error


def reflected(connection: Connection, names: list[str]) -> list[Table]:
    """The tables as they stand in the database, owners before what belongs to them."""
    found = MetaData()
    found.reflect(connection, only=names)
    return found.sorted_tables


def _tables(connection: Connection) -> list[Table]:
    return reflected(connection, [name for name in schema.metadata.tables if name != "heartbeats"])


def _save(connection: Connection, table: Table, made: ZipFile) -> int:
    count = 0
    in_order = select(table).order_by(*table.primary_key)
    streaming = connection.execution_options(yield_per=CHUNK)
    with streaming.execute(in_order) as rows, made.open(_entry(f"{table.name}.jsonl"), "w") as out:
        for row in rows.mappings():
            out.write(dump_row(row))
            count += 1
    return count


def _entry(name: str) -> ZipInfo:
    """Without a date of its own, for equal bytes."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


@contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield draft
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
