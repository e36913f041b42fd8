"""A person in Google's own interface. No token, no quota, no conditions: just hands.

What they can do: create, tag, drag, edit, delete, undelete, move, duplicate, split a series.
Answers are events as the calendar keeps them.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from tests.google_fake import bodies, events_api, instances
from tests.google_fake.moments import instant, stamp, written
from tests.google_fake.world import Calendar, Item, World


class Person:
    def __init__(self, world: World, email: str, calendar: str) -> None:
        self._world, self.email, self._calendar = world, email, calendar

    @property
    def calendar(self) -> Calendar:
        return self._world.calendars[self._calendar]

    def create(self, title: str, start: datetime | date, end: datetime | date, **more: Any) -> Item:
        """An event; `more` are fields of Google's (`description=`, `recurrence=`, `attendees=`)."""
        body = {"summary": title, "start": self.when(start), "end": self.when(end), **more}
        with self._world.lock:
            item = bodies.checked({**self._blank(), **body}, self.calendar.zone)
            return self._world.keep(self.calendar, item).item

    def plant(self, **item: Any) -> Item:
        """An event as it is, unchecked: what imports and old clients leave behind."""
        with self._world.lock:
            return self._world.keep(self.calendar, {**self._blank(), **item}).item

    def events(self) -> list[Item]:
        """What they see: everything that is alive, by start."""
        with self._world.lock:
            kept = self.calendar.entries.values()
            alive = [e.item for e in kept if not (e.cancelled or e.purged)]
            return sorted(alive, key=lambda item: str(item.get("start")))

    def event(self, event_id: str) -> Item:
        """One event, dead or alive; an instance of a series too."""
        with self._world.lock:
            entry = self.calendar.entries.get(event_id)
            item = (
                entry.item
                if entry and not entry.purged
                else instances.found(self.calendar, event_id)
            )
        if item is None:
            raise KeyError(event_id)
        return item

    def edit(self, event_id: str, **changes: Any) -> Item:
        """Change fields; None takes one away."""
        with self._world.lock:
            item = bodies.merged(self.event(event_id), changes)
            return self._world.keep(self.calendar, bodies.checked(item, self.calendar.zone)).item

    def drag(self, event_id: str, start: datetime | date, end: datetime | date) -> Item:
        with self._world.lock:
            plain = {**self.event(event_id), "start": self.when(start), "end": self.when(end)}
            return self._world.keep(self.calendar, plain).item

    def tag(self, event_id: str, word: str = "#interview") -> Item:
        title = self.event(event_id).get("summary", "")
        return self.edit(event_id, summary=f"{title} {word}".strip())

    def delete(self, event_id: str) -> None:
        with self._world.lock:
            events_api.cancel(self._world, self.calendar, self.event(event_id))

    def undelete(self, event_id: str) -> Item:
        """Take it out of the bin."""
        return self.edit(event_id, status="confirmed")

    def move(self, event_id: str, to: str) -> Item:
        """To another calendar: a stub stays here."""
        with self._world.lock:
            target = self._world.calendars[to]
            return events_api.move_between(self._world, self.calendar, target, self.event(event_id))

    def split(self, master_id: str, start: datetime, **changes: Any) -> Item:
        """ "This and following": the old series ends before `start`, a new one begins there."""
        with self._world.lock:
            master = self.event(master_id)
            left, lines = instances.trimmed(master, start, self.calendar)
            for entry in instances.exceptions(self.calendar, master_id):
                if instant(entry.item["originalStartTime"], self.calendar.zone) >= start:
                    events_api.cancel(self._world, self.calendar, entry.item)
            self._world.keep(self.calendar, {**master, "recurrence": left})
            rest = instances.instance(master, start, self.calendar)
            name = f"{master_id}_R{instances.slot(start)[:-1]}"
            new = {"id": name, "recurrence": lines, **changes}
            bare = {k: v for k, v in rest.items() if k not in instances.OF_INSTANCES}
            return self._world.keep(self.calendar, {**bare, **new}).item

    def duplicate(self, event_id: str) -> Item:
        """A second live event that carries the private properties of the first."""
        with self._world.lock:
            copy = {k: v for k, v in self.event(event_id).items() if k not in ("id", "iCalUID")}
            return self._world.keep(self.calendar, {**copy, **self._names()}).item

    def purge(self, event_id: str) -> None:
        """Empty the bin: not even `get` finds it; the id stays taken."""
        with self._world.lock:
            self.calendar.entries[event_id].purged = True

    def rename_calendar(self, title: str) -> None:
        with self._world.lock:
            self.calendar.summary = title

    def hide_calendar(self) -> None:
        """Out of the list; it goes on as it was."""
        with self._world.lock:
            self.calendar.hidden_by.add(self.email)

    def delete_calendar(self) -> None:
        """For good, with all that is in it."""
        with self._world.lock:
            del self._world.calendars[self._calendar]

    def when(self, moment: datetime | date) -> Item:
        """A moment as the interface writes it: the calendar's zone, or the moment's own."""
        if not isinstance(moment, datetime):
            return {"date": moment.isoformat()}
        zone = getattr(moment.tzinfo, "key", self.calendar.timezone)
        return {"dateTime": written(moment), "timeZone": zone}

    def _names(self) -> Item:
        name = "".join(secrets.choice(events_api.ALPHABET) for _ in range(26))
        return {"id": name, "iCalUID": f"{name}@google.com"}

    def _blank(self) -> Item:
        return {
            "status": "confirmed",
            "sequence": 0,
            "eventType": "default",
            "reminders": {"useDefault": True},
            "created": stamp(self._world.clock.now()),
            "creator": {"email": self.email, "self": True},
            "organizer": events_api.organizer(self.calendar, self.email),
            **self._names(),
        }
