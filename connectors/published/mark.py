"""What a published calendar is remembered by between two looks: the inside of its cursor."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from connectors.contract import About, Cursor

_VERSION = 1
"""Raise it when calendars are read differently, so that every one of them is read anew."""

LASTING = timedelta(days=7)
"""A reading is kept no longer: the window of what matters moves on with the days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One download: what the server called it, its digests, and how it was read when.

    `scope` names the way of reading (the screen, the person's zone); read otherwise, an
    unchanged calendar may hold something new. `read_on` is the first day of the window then.
    """

    etag: str | None
    last_modified: str | None
    download: str
    content: str
    scope: str
    read_on: str
    name: str | None
    timezone: str | None
    refresh: float | None
    size: int

    @property
    def about(self) -> About:
        """What the calendar said about itself."""
        wanted = None if self.refresh is None else timedelta(seconds=self.refresh)
        return About(name=self.name, timezone=self.timezone, refresh=wanted, size=self.size)

    @property
    def cursor(self) -> Cursor:
        """The mark as the caller keeps it."""
        return Cursor(json.dumps({"v": _VERSION, **asdict(self)}, separators=(",", ":")))

    def holds(self, scope: str, today: str) -> bool:
        """Whether a reading of that time still tells all that one of today would."""
        if self.scope != scope or bool(self.read_on) is not bool(today):
            return False
        return not today or _day(today) - _day(self.read_on) < LASTING


def recalled(cursor: Cursor | None) -> Mark | None:
    """The mark in a cursor. None for one of another version, which is as good as none."""
    try:
        kept = json.loads(cursor) if cursor else {}
        return Mark(**kept) if kept.pop("v", None) == _VERSION else None
    except (AttributeError, TypeError, ValueError):
        return None


def _day(text: str) -> date:
    return date.fromisoformat(text)
