"""JSON with a version, and moments that keep their zone."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.contract import Moment

VERSION = 1

Fields = dict[str, Any]


class Unreadable(Exception):
    """Stored text of a version this program doesn't know."""


def dump(fields: Fields) -> str:
    """One line, the same for equal values: fields in the order they were given."""
    return json.dumps({"v": VERSION, **fields}, separators=(",", ":"))


def load(text: str) -> Fields:
    """The fields again. Raises `Unreadable`."""
    fields: Fields = json.loads(text)
    if fields.pop("v", None) != VERSION:
        raise Unreadable("it was written by another version of this program")
    return fields


def dump_moment(moment: Moment) -> str:
    """RFC 9557: "2026-12-03T10:00:00-05:00[America/New_York]"; a day is "2026-12-03".

    The wall clock and the zone are kept, not the instant alone: they are what the entry says.
    """
    if not isinstance(moment, datetime):
        return moment.isoformat()
    zone = moment.tzinfo
    named = f"[{zone.key}]" if isinstance(zone, ZoneInfo) and zone.key else ""
    return f"{moment.isoformat()}{named}"


def load_moment(text: str) -> Moment:
    """The inverse of `dump_moment`."""
    return _load_instant(text) if "T" in text else date.fromisoformat(text)


def load_instant(text: str) -> datetime:
    """A moment that is no day."""
    return _load_instant(text)


def maybe_instant(text: str | None) -> datetime | None:
    """A moment, if there is one."""
    return None if text is None else _load_instant(text)


def dump_maybe(moment: Moment | None) -> str | None:
    """A moment, if there is one."""
    return None if moment is None else dump_moment(moment)


@lru_cache(maxsize=4096)
def _load_instant(text: str) -> datetime:
    stamp, _, name = text.partition("[")
    fixed = datetime.fromisoformat(stamp)
    if not name:
        return fixed
    try:
        wall = fixed.replace(tzinfo=_zone(name.removesuffix("]")))
    except ZoneInfoNotFoundError:  # the zone was renamed away: the instant still counts
        return fixed
    again = wall.replace(fold=1)  # the second time round of an hour that comes twice
    return again if again.utcoffset() == fixed.utcoffset() != wall.utcoffset() else wall


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
