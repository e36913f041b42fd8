"""One person, their calendars as somebody else keeps them, and a feed read back by icalendar."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from connectors.contract import (
    About,
    Change,
    Changes,
    Content,
    Cursor,
    Etag,
    Event,
    EventId,
    Problem,
    Span,
)
from service.store.feeds import feed, issue_feed
from service.store.journal import journal
from service.store.people import add_person
from service.store.sources import add_source, sources
from service.store.store import Store
from service.store.values import PersonId, SourceId
from service.watch import Equipment, watch

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 12, tzinfo=NEW_YORK)
THURSDAY = datetime(2026, 12, 3, 15, tzinfo=NEW_YORK)
SETTINGS = '[me]\nname = "Alex Morgan"\ntimezone = "America/New_York"\ncountry = "US"\n'


def interview(uid: str, start: datetime, title: str = "", **fields) -> Event:
    """A tagged interview of an hour."""
    title = title or f"Interview with {uid.title()} - Engineer #interview"
    content = Content(title=title, when=Span(start=start, end=start + timedelta(hours=1)))
    return Event(id=EventId(uid), etag=Etag(""), content=content, uid=uid, **fields)


@dataclass
class Published:
    """A calendar that tells everything or nothing, as a published one does."""

    events: dict[str, Event] = field(default_factory=dict)
    version: int = 0
    padding: int = 0  #: events nobody cares for
    fault: Exception | None = None
    timezone: str | None = None
    refresh: timedelta | None = None
    problems: tuple[Problem, ...] = ()
    pulls: list[Cursor | None] = field(default_factory=list)

    def put(self, *events: Event) -> None:
        self.events.update({event.uid: event for event in events})
        self.version += 1

    def drop(self, *uids: str) -> None:
        for uid in uids:
            del self.events[uid]
        self.version += 1

    def pull(self, calendar, cursor):
        self.pulls.append(cursor)
        if self.fault:
            raise self.fault
        if cursor == f"v{self.version}":
            return Changes(items=(), cursor=cursor)
        return Changes(
            items=tuple(Change(id=one.id, event=one) for one in self.events.values()),
            cursor=Cursor(f"v{self.version}"),
            complete=True,
            problems=self.problems,
            about=About(
                name="Personal",
                timezone=self.timezone,
                refresh=self.refresh,
                size=len(self.events) + self.padding,
            ),
        )


@dataclass
class Home:
    store: Store
    person: PersonId
    now: datetime = NOW
    calendars: dict[SourceId, Published] = field(default_factory=dict)
    luck: float = 0.0
    base: str | None = None

    def calendar(self, name: str = "") -> Published:
        """One more calendar that is read."""
        with self.store.write() as tx:
            address = f"https://calendars.example/{len(self.calendars)}"
            number = add_source(
                tx, self.person, address, name=name, host="calendars.example", now=self.now
            )
        self.calendars[number] = Published()
        return self.calendars[number]

    @property
    def equipment(self) -> Equipment:
        return Equipment(
            connect=lambda source, *_: self.calendars[source.id],
            home=NEW_YORK,
            dice=lambda: self.luck,
            base=self.base,
        )

    def watch(self, **how) -> datetime | None:
        return watch(self.store, self.person, self.equipment, now=self.now, **how)

    def later(self, **how) -> datetime | None:
        """Time passes, and then a pass."""
        self.now += timedelta(**how)
        return self.watch()

    def body(self) -> bytes:
        with self.store.read() as tx:
            return feed(tx, self.person).body

    def entries(self) -> dict[str, icalendar.Event]:
        return by_key(self.body())

    def kinds(self) -> list[str]:
        return sorted(self.entries())

    def lines(self) -> list[tuple[str, str]]:
        """The journal, the oldest first."""
        with self.store.read() as tx:
            return [(line.action, line.text) for line in journal(tx, self.person, limit=500)][::-1]

    def actions(self) -> list[str]:
        return [action for action, _ in self.lines()]

    def source(self, number: int = 0):
        with self.store.read() as tx:
            return sources(tx, self.person)[number]


def at_home(store: Store, settings: str = SETTINGS) -> Home:
    from service.store.people import set_settings  # noqa: PLC0415

    with store.write() as tx:
        person = add_person(tx, "alex", now=NOW)
        set_settings(tx, person, settings, now=NOW)
        issue_feed(tx, person, token_hash=b"x" * 32, now=NOW)
    return Home(store=store, person=person)


def by_key(body: bytes) -> dict[str, icalendar.Event]:
    """The entries by key; two of one key or one UID fail."""
    events = list(icalendar.Calendar.from_ical(body).walk("VEVENT"))
    found = {str(event["X-AFTERWORD-KEY"]): event for event in events}
    assert len(found) == len(events)
    assert len({str(event["UID"]) for event in events}) == len(events)
    return found


def starts(entries: Iterable[icalendar.Event]) -> list[datetime]:
    return sorted(event["DTSTART"].dt.astimezone(UTC) for event in entries)


def moved(event: Event, to: datetime) -> Event:
    span = Span(start=to, end=to + timedelta(hours=1))
    return replace(event, content=replace(event.content, when=span))


def retitled(event: Event, title: str) -> Event:
    return replace(event, content=replace(event.content, title=title))
