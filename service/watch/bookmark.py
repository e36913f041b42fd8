"""How far a source has been read, and under which circumstances.

What was screened out by one policy may be an interview under another, and a series reaches
further every week. So the cursor of a reading counts only while both are the same; else the
calendar is read from the beginning, though nothing in it has changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.contract import Cursor
from service.domain.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """`under` names the circumstances; `refresh` is what the publisher wished when last heard."""

    under: str
    cursor: Cursor
    refresh: timedelta | None = None

    def written(self) -> Cursor:
        """As it is stored."""
        seconds = self.refresh.total_seconds() if self.refresh else None
        return Cursor(json.dumps([self.under, seconds, self.cursor]))


def circumstances(policy: Policy, now: datetime) -> str:
    """A name for the policy, in the week of `now`."""
    year, week, _ = now.isocalendar()
    return hashlib.sha256(f"{year}/{week} {policy!r}".encode()).hexdigest()[:16]


def opened(stored: Cursor | None) -> Bookmark | None:
    """The bookmark that was stored; None for one that this version can't read."""
    if stored is None:
        return None
    try:
        under, seconds, cursor = json.loads(stored)
        refresh = None if seconds is None else timedelta(seconds=seconds)
    except (ValueError, TypeError):
        return None
    return Bookmark(under=under, cursor=Cursor(cursor), refresh=refresh)
