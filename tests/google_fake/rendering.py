"""How an event looks in an answer: to this reader, in this zone, dead or alive."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from tests.google_fake.manners import Manners
from tests.google_fake.moments import shown
from tests.google_fake.world import Calendar, Entry, Item

TIMES = ("start", "end", "originalStartTime")
INSTANCE = ("id", "recurringEventId", "originalStartTime")
PRIVATE = ("private", "confidential")
LEFT_WHEN_PRIVATE = frozenset(
    [
        "kind",
        "etag",
        "id",
        "status",
        "htmlLink",
        "created",
        "updated",
        "start",
        "end",
        "recurringEventId",
        "originalStartTime",
        "recurrence",
        "iCalUID",
        "sequence",
        "visibility",
        "eventType",
        "creator",
        "organizer",
    ]
)


def event(item: Item, calendar: Calendar, *, reader: str, zone: ZoneInfo | None = None) -> Item:
    """One event as `get` and `list` show it."""
    kept = {"kind": "calendar#event", **item}
    if calendar.roles.get(reader) == "writerWithoutPrivateAccess":
        kept = _without_private(kept)
    if calendar.roles.get(reader) not in ("owner", "writer"):
        kept = _without_our_half(kept)
    into = zone or calendar.zone
    return {key: shown(value, into) if key in TIMES else value for key, value in kept.items()}


def in_feed(entry: Entry, calendar: Calendar, manners: Manners, **look: Any) -> Item:
    """One event as `list` shows it: a deleted one with no more than Google promises."""
    if not entry.cancelled or not manners.bare_tombstones:
        return event(entry.item, calendar, **look)
    kept = INSTANCE if "recurringEventId" in entry.item else ("id",)
    bare = {key: entry.item[key] for key in kept}
    return (
        event({**bare, "status": "cancelled"}, calendar, **look)
        if len(bare) > 1
        else {
            "id": entry.item["id"],
            "status": "cancelled",
        }
    )


def _without_private(item: Item) -> Item:
    if item.get("visibility") not in PRIVATE:
        return item
    return {key: value for key, value in item.items() if key in LEFT_WHEN_PRIVATE}


def _without_our_half(item: Item) -> Item:
    halves = item.get("extendedProperties", {})
    if "private" not in halves:
        return item
    left = {half: pairs for half, pairs in halves.items() if half != "private"}
    rest = {key: value for key, value in item.items() if key != "extendedProperties"}
    return {**rest, "extendedProperties": left} if left else rest
