"""How values stand in columns: instants, foreign text, digests.

Instants are UTC in the database, whatever zone they came in. Text that strangers wrote may hold
what a database will not: NUL, and the lone surrogates of a broken file; it is escaped on the
way in, one to one, so that equal stays equal.
"""

# ruff: noqa: ARG002 - SQLAlchemy hands the dialect to every type; few ask

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary, Text, TypeDecorator

BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up by itself only in a column called INTEGER."""

_AWKWARD = re.compile("[\\\\\x00\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(\\|u[0-9a-f]{4})")


class Instant(TypeDecorator[datetime]):
    """An aware datetime; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC. SQLite keeps no zone, so there it is left off."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"the store needs aware datetimes, not {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back to an aware datetime in UTC."""
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that may hold anything a Python string may."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what a database refuses."""
        return value and escape(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it was."""
        return value and unescape(value)


class Digest(TypeDecorator[str]):
    """A key of any length as its SHA-256, because an index entry has a limit (PostgreSQL: 2.7 kB).

    It can be asked for and compared, never read back; the key itself stands beside it.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """The digest of the key."""
        return None if value is None else digest(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """In hexadecimal: good for telling rows apart and for nothing else."""
        return value.hex() if value else None


def digest(key: str) -> bytes:
    """What stands in an index for a key."""
    return sha256(escape(key).encode()).digest()


def escape(text: str) -> str:
    """One to one: a backslash becomes two, what is not text becomes its number."""
    return _AWKWARD.sub(_number, text)


def unescape(text: str) -> str:
    """The inverse of `escape`."""
    return _ESCAPED.sub(_character, text) if "\\" in text else text


def _number(match: re.Match[str]) -> str:
    return "\\\\" if match[0] == "\\" else f"\\u{ord(match[0]):04x}"


def _character(match: re.Match[str]) -> str:
    return "\\" if match[1] == "\\" else chr(int(match[1][1:], 16))
