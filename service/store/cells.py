"""Rows of either database as lines of JSON: what JSON lacks is marked by a letter."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping


def dump_row(row: RowMapping) -> bytes:
    """One line."""
    cells = {name: _dump(value) for name, value in row.items()}
    return json.dumps(cells, separators=(",", ":")).encode() + b"\n"


def load_row(line: bytes, *, aware: bool) -> Mapping[str, Any]:
    """The row again; `aware` for a database that keeps zones. Raises `ValueError`."""
    return {name: _load(value, aware) for name, value in json.loads(line).items()}


def _dump(value: object) -> object:
    match value:
        case bytes() | memoryview():
            return {"b": b64encode(value).decode()}
        case datetime():  # SQLite keeps UTC without saying so
            utc = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
            return {"t": utc.isoformat()}
    return value


def _load(value: Any, aware: bool) -> object:  # noqa: FBT001 - private
    match value:
        case {"b": text}:
            return b64decode(text, validate=True)
        case {"t": text}:
            moment = datetime.fromisoformat(text)
            return moment if aware else moment.replace(tzinfo=None)
    return value
