"""From the ledger to the bytes of the feed (facts: icalendar 1.1, 1.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from connectors.contract import Content
from connectors.ics.write import Entry, calendar
from service.domain.block import ours_in
from service.domain.merge import ended
from service.domain.model import Key, Placement, Standing
from service.domain.reconcile import DONE, name
from service.domain.skipped import SKIPPED
from service.store.ledger import Entry as Row

NAME = "Interview follow-ups"
KEPT = timedelta(days=30)
"""How long an entry stays on the feed when its time has passed."""
MOST = 2000
"""Entries; bigger feeds stop refreshing at Google (facts: icalendar 1.4)."""

TICK = "\u2713 "
"""Before the title of what is done."""

Status = Literal["tentative", "confirmed"]
Said = Literal["", "done", "skip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The bytes, and a name for exactly these bytes."""

    body: bytes
    etag: str


def printed(
    rows: Iterable[Row],
    statuses: Mapping[Key, Status],
    *,
    timezone: str,
    now: datetime,
    discreet: bool = False,
) -> Printed:
    """The feed: what stands on it by the ledger, but for what is long over.

    A key is made of somebody else's UID and may end in an address, so where an entry is to be
    `discreet` it stands there as its digest.
    """
    shown = [row for row in rows if _shown(row.placement, now)]
    entries = [_entry(row, statuses, discreet=discreet) for row in shown]
    latest = sorted(entries, key=lambda entry: _sortable(entry.content))[-MOST:]
    body = calendar(latest, name=NAME, timezone=timezone)
    return Printed(body=body, etag=hashlib.sha256(body).hexdigest())


def said_of(row: Placement) -> Said:
    """What the person said of an entry, as far as the feed shows it."""
    if row.standing is not Standing.THEIRS:
        return ""
    return "done" if row.reason == DONE else "skip" if row.reason == SKIPPED else ""


def _shown(row: Placement, now: datetime) -> bool:
    """An entry that was done stands, with a tick; one that was skipped or went does not."""
    if row.standing is Standing.ABSENT or row.seen is None or said_of(row) == "skip":
        return False
    return not ended(row.seen.when, now - KEPT)


def _entry(row: Row, statuses: Mapping[Key, Status], *, discreet: bool) -> Entry:
    placed = row.placement
    shown = placed.seen or placed.sent
    if said_of(placed) == "done":
        shown = replace(shown, title=f"{TICK}{shown.title}")
    # The marks around our part are for calendars that people write in.
    notes = ours_in(shown.notes)
    return Entry(
        uid=placed.event_id or "",
        content=shown if notes is None else replace(shown, notes=notes),
        key=name(placed.key) if discreet else placed.key,
        status=statuses.get(placed.key, "confirmed"),
        created=row.created,
        modified=row.modified,
        sequence=row.sequence,
    )


def _sortable(content: Content) -> str:
    """The oldest first; whole days and hours are near enough to each other by their text."""
    return content.when.start.isoformat()
