"""Calendars in memory, with etags, cursors and manners. A connector like any other.

It keeps the laws of `tests/connectors/laws.py`, and remembers the names of deleted events as
real providers do. Its `Manners` are the bad days of a provider, for tests to switch on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from connectors.contract import (
    AccessLost,
    CalendarId,
    Change,
    Changes,
    Content,
    Create,
    Cursor,
    CursorExpired,
    Delete,
    Etag,
    Event,
    EventId,
    Outcome,
    PreconditionFailed,
    Rejected,
    Transient,
    Update,
    Write,
)


@dataclass
class Manners:
    """How a provider behaves. As it stands here, well."""

    refusing: bool = False  #: every write answers Transient and changes nothing
    losing_answers: bool = False  #: writes are carried out, and the answer is Transient
    flaky_etags: bool = False  #: an event gets another etag right after it was written
    silent: bool = False  #: a complete listing of nothing
    access_lost: bool = False
    hidden: set[EventId] = field(default_factory=set)  #: left out of listings: they lag
    rejects: Callable[[Write], bool] = lambda _: False
    before_push: Callable[[], None] = lambda: None  #: somebody else is quicker than we are


@dataclass
class MemoryCalendar:
    """One calendar: its events, and the log of what happened to them."""

    events: dict[EventId, Event] = field(default_factory=dict)
    log: list[Change] = field(default_factory=list)
    names: dict[str, EventId] = field(default_factory=dict)
    ids: int = 0
    tick: int = 0
    epoch: int = 0

    def add(self, content: Content, name: str | None = None) -> Event:
        """A new event; with a name that is there already it is a duplicate of another device."""
        self.ids += 1
        return self.put(
            Event(id=EventId(f"m{self.ids}"), etag=Etag(""), content=content, name=name)
        )

    def put(self, event: Event) -> Event:
        """Set an event as it stands, under a new etag."""
        self.tick += 1
        event = replace(event, etag=Etag(f"e{self.tick}"))
        self.events[event.id] = event
        self.log.append(Change(id=event.id, event=event))
        return event

    def drop(self, event_id: EventId) -> None:
        """Delete an event; its name is remembered."""
        self.tick += 1
        self.events.pop(event_id, None)
        self.log.append(Change(id=event_id, event=None))

    def expire(self) -> None:
        """Forget every cursor handed out so far."""
        self.epoch += 1

    def since(self, cursor: Cursor | None) -> Changes:
        """What happened since the cursor: for each event, its last state."""
        reached = Cursor(f"{self.epoch}/{len(self.log)}")
        if cursor is None:
            there = tuple(Change(id=event.id, event=event) for event in self.events.values())
            return Changes(items=there, cursor=reached, complete=True)
        epoch, since = map(int, cursor.split("/"))
        if epoch != self.epoch:
            raise CursorExpired("that cursor is too old")
        latest = {change.id: change for change in self.log[since:]}
        return Changes(items=tuple(latest.values()), cursor=reached)


@dataclass
class MemoryConnector:
    """As many calendars as are asked for, each empty at first."""

    calendars: dict[CalendarId, MemoryCalendar] = field(default_factory=dict)
    manners: Manners = field(default_factory=Manners)

    def at(self, calendar: CalendarId) -> MemoryCalendar:
        """One of the calendars, for the hand that reaches around the connector."""
        return self.calendars.setdefault(calendar, MemoryCalendar())

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:
        """Everything that changed since `cursor`; all there is when it is None."""
        self._knock()
        changes = self.at(calendar).since(cursor)
        if self.manners.silent:
            return replace(changes, items=(), complete=True)
        shown = (one for one in changes.items if one.id not in self.manners.hidden)
        return replace(changes, items=tuple(shown))

    def push(self, calendar: CalendarId, writes: Sequence[Write]) -> Sequence[Outcome]:
        """Carry out the writes in order, one outcome each."""
        self._knock()
        self.manners.before_push()
        return [self._answer(self.at(calendar), write) for write in writes]

    def _knock(self) -> None:
        if self.manners.access_lost:
            raise AccessLost("the person took the access back")

    def _answer(self, calendar: MemoryCalendar, write: Write) -> Outcome:
        if self.manners.refusing:
            return Transient("not now")
        if self.manners.rejects(write):
            return Rejected("never like this")
        outcome = _carry_out(calendar, write)
        if self.manners.flaky_etags and isinstance(outcome, Event):
            calendar.put(outcome)
        return Transient("no answer came") if self.manners.losing_answers else outcome


def _carry_out(calendar: MemoryCalendar, write: Write) -> Outcome:
    if isinstance(write, Create):
        return _create(calendar, write)
    there = calendar.events.get(write.id)
    if there is None:
        return None if isinstance(write, Delete) else PreconditionFailed(f"{write.id} is gone")
    if there.name is None:
        return Rejected(f"{write.id} is not an event of ours")
    if there.etag != write.etag:
        return PreconditionFailed(f"{write.id} is no longer {write.etag}")
    return _change(calendar, there, write)


def _create(calendar: MemoryCalendar, write: Create) -> Outcome:
    made = calendar.names.get(write.name)
    if made is not None:
        return calendar.events.get(made)  # None: made once, and since deleted
    event = calendar.add(write.content, write.name)
    calendar.names[write.name] = event.id
    return event


def _change(calendar: MemoryCalendar, there: Event, write: Update | Delete) -> Outcome:
    if isinstance(write, Delete):
        calendar.drop(there.id)
        return None
    values = {name: getattr(write.content, name) for name in write.touched}
    return calendar.put(replace(there, content=replace(there.content, **values)))
