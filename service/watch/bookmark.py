"""How far a source has been read, and under which circumstances.

What was screened out by one policy may be an interview under another, so may what the person
said yes to, and a series reaches further every week. So the cursor of a reading counts only
while all of these are the same; else the calendar is read from the beginning, though nothing in
it has changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.contract import Cursor
from service.domain.policy import Policy
from service.store.values import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """`under` names the circumstances; `refresh` is what the publisher wished when last heard.

    `doubted`: since when a loss is not believed, for the sake of which the cursor stands still.
    """

    under: str
    cursor: Cursor
    refresh: timedelta | None = None
    doubted: datetime | None = None

    def written(self) -> Cursor:
        """As it is stored."""
        seconds = self.refresh.total_seconds() if self.refresh else None
        doubted = [self.doubted.isoformat()] if self.doubted else []
        return Cursor(json.dumps([self.under, seconds, self.cursor, *doubted]))


def circumstances(policy: Policy, accepted: frozenset[str], now: datetime) -> str:
    """A name for the policy and the accepted UIDs, in the week of `now`."""
    year, week, _ = now.isocalendar()
    said = f"{year}/{week} {sorted(accepted)!r} {policy!r}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def outdated(source: Source, under: str) -> bool:
    """Whether a source was read well, and under other circumstances: so it is read at once.

    One in trouble is left to its back-off, or whatever wakes the person would ask it again.
    """
    mark = opened(source.cursor)
    well = not source.failures and not source.suspect
    return well and mark is not None and mark.under != under


def opened(stored: Cursor | None) -> Bookmark | None:
    """The bookmark that was stored; None for one that this version can't read."""
    if stored is None:
        return None
    try:
        under, seconds, cursor, *doubted = json.loads(stored)
        refresh = None if seconds is None else timedelta(seconds=seconds)
        since = datetime.fromisoformat(doubted[0]) if doubted else None
    except (ValueError, TypeError):
        return None
    return Bookmark(under=under, cursor=Cursor(cursor), refresh=refresh, doubted=since)
