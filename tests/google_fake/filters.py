"""Which events a listing means: the parameters of `events.list` that leave some out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tests.google_fake import instances
from tests.google_fake.call import Call
from tests.google_fake.moments import instant
from tests.google_fake.world import Calendar, Entry, Item

SEARCHED = ("summary", "description", "location")


class Filter:
    def __init__(self, call: Call, calendar: Calendar) -> None:
        self._call = call
        self._calendar = calendar

    def types(self, entries: Iterable[Entry]) -> list[Entry]:
        """Holds for deltas too: `eventTypes` is pinned by the token."""
        wanted = self._call.many("eventTypes")
        return [e for e in entries if not wanted or e.item.get("eventType") in wanted]

    def living(self, entry: Entry) -> bool:
        """Cancelled instances of a live series are listed even without `showDeleted`."""
        if not entry.cancelled or self._call.flag("showDeleted"):
            return True
        master = self._calendar.entries.get(entry.item.get("recurringEventId", ""))
        return master is not None and not master.cancelled

    def item(self, item: Item) -> bool:
        return self._in_window(item) and self._named(item) and self._marked(item)

    def _in_window(self, item: Item) -> bool:
        """timeMin bounds the end, timeMax the start, both exclusive (facts 1.10)."""
        if "start" not in item:
            return True
        ends, starts = self._extent(item)
        after, before = self._moment("timeMin"), self._moment("timeMax")
        return not (after and ends <= after) and not (before and starts >= before)

    def _extent(self, item: Item) -> tuple[datetime, datetime]:
        zone = self._calendar.zone
        start = instant(item["start"], zone)
        end = max(start, instant(item.get("end", item["start"]), zone))
        if not item.get("recurrence"):
            return end, start
        return self._last(item, start) + (end - start), start

    def _last(self, item: Item, start: datetime) -> datetime:
        """When a series starts for the last time; a rule nobody can read gives one start."""
        until = (self._moment("timeMin") or start) + instances.HORIZON
        zone = self._calendar.zone
        try:
            found = list(instances.starts(item, self._calendar, until))
        except ValueError:
            return start
        return max((instances.instant_of(each, zone) for each in found), default=start)

    def _moment(self, name: str) -> datetime | None:
        text = self._call.text(name)
        return datetime.fromisoformat(text) if text else None

    def _named(self, item: Item) -> bool:
        words = self._call.text("q").casefold()
        if words and not any(words in item.get(key, "").casefold() for key in SEARCHED):
            return False
        uid = self._call.text("iCalUID")
        if uid and item.get("iCalUID") != uid:
            return False
        since = self._call.text("updatedMin")
        return not since or datetime.fromisoformat(item["updated"]) >= datetime.fromisoformat(since)

    def _marked(self, item: Item) -> bool:
        halves = item.get("extendedProperties", {})
        for half in ("private", "shared"):
            for wanted in self._call.many(f"{half}ExtendedProperty"):
                key, _, value = wanted.partition("=")
                if halves.get(half, {}).get(key) != value:
                    return False
        return True
