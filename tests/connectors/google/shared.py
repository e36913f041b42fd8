"""The property machine of the core, played on Google Calendar: its connector and the fake.

The machine's calendar in memory is replaced by one that reaches around the connector into the
fake, and its provider's manners by faults on the wire.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import hypothesis.strategies as st
from hypothesis.stateful import rule

from connectors.contract import (
    CalendarId,
    Changes,
    Content,
    Create,
    Cursor,
    Event,
    EventId,
    Outcome,
    Transient,
    Update,
    Write,
)
from connectors.google.api import hang_up
from connectors.google.wire import KEY, event_of
from connectors.memory import Manners
from service.domain.merge import ended
from tests.connectors.google.conftest import EMAIL, NOW, google_calendar
from tests.connectors.google.test_laws import as_typed
from tests.google_fake.fake import Fake
from tests.google_fake.faults import Fault
from tests.google_fake.person import Person
from tests.sync.household import HOME, FragileLedger, Household, Settings
from tests.sync.machine import SharedCalendar

WEATHER = [
    None,
    None,
    Fault(kind="lose"),
    Fault(kind="drop"),
    Fault(kind="truncate"),
    Fault(kind="html"),
    Fault(kind="status", status=403, reason="rateLimitExceeded", domain="usageLimits"),
    Fault(kind="status", status=403, reason="quotaExceeded", domain="usageLimits"),
    Fault(kind="status", status=429, reason="rateLimitExceeded", retry_after=1),
    Fault(kind="status", status=500),
    Fault(kind="after", status=503),
    Fault(kind="status", status=401, reason="authError"),
    Fault(kind="status", status=410, reason="fullSyncRequired", method="events.list"),
]


@dataclass
class Around:
    """The calendar as the machine knows it, without the connector."""

    fake: Fake
    me: Person
    kept: tuple[int, dict[EventId, Event]] = (-1, {})

    @property
    def tick(self) -> int:
        return self.me.calendar.version

    @property
    def events(self) -> dict[EventId, Event]:
        if self.kept[0] != self.tick:
            read = [event_of(item, timezone=self.me.calendar.zone) for item in self.me.events()]
            self.kept = self.tick, {event.id: event for event in read}
        return self.kept[1]

    def add(self, content: Content, name: str | None = None) -> Event:
        key = {"extendedProperties": {"private": {KEY: name}}} if name else {}
        when = content.when
        there = f"m{self.tick:025}"  # not by chance, or no run could be repeated
        more = {**as_typed(content), **key, "id": there, "iCalUID": f"{there}@google.com"}
        made = self.me.create("", when.start, when.end, **more)
        return self.events[EventId(made["id"])]

    def put(self, event: Event) -> Event:
        when = event.content.when
        times = {"start": self.me.when(when.start), "end": self.me.when(when.end)}
        self.me.edit(event.id, **as_typed(event.content), **times)
        return self.events[event.id]

    def drop(self, event_id: EventId) -> None:
        self.me.delete(event_id)

    def expire(self) -> None:
        self.fake.expire_sync_tokens(HOME)


@dataclass
class WatchedGoogle:
    """The connector, with an eye on it: the past and somebody else's events are never touched."""

    fake: Fake
    around: Around
    manners: Manners = field(default_factory=Manners)
    house: Household | None = None

    def __post_init__(self) -> None:
        self.google = google_calendar(self.fake)

    def at(self, calendar: CalendarId) -> Around:
        return self.around

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:
        changes = self.google.pull(calendar, cursor)
        return replace(changes, items=(), complete=True) if self.manners.silent else changes

    def push(self, calendar: CalendarId, writes: Sequence[Write]) -> Sequence[Outcome]:
        self.manners.before_push()
        for write in writes:
            self._watch(write)
        outcomes = self.google.push(calendar, writes)
        if self.manners.flaky_etags:
            for event in outcomes:
                if isinstance(event, Event):
                    self.around.me.edit(event.id)
        return outcomes

    def _watch(self, write: Write) -> None:
        now = self.house.now
        if isinstance(write, Create | Update) and "when" in getattr(write, "touched", {"when"}):
            assert not ended(write.content.when, now), "we wrote into the past"
        there = None if isinstance(write, Create) else self.around.events.get(write.id)
        if there and there.etag == write.etag:
            assert not ended(there.content.when, now), "we touched what had passed"
            assert there.name, "we touched somebody else's event"


def weather(coming: Iterator[Fault | None], manners: Manners):
    """Faults one after the other, each for the first request that it can happen to."""

    def next_one(method: str, _user: str) -> Fault | None:
        if method in ("events.insert", "events.patch", "events.delete"):
            if manners.refusing:
                return Fault(kind="status", status=503)
            if manners.losing_answers:
                return Fault(kind="lose")
        fault = next(coming, None)
        return fault if fault is None or fault.method in ("*", method) else None

    return next_one


class SharedGoogleCalendar(SharedCalendar):
    def __init__(self):
        super().__init__()
        self.fake = Fake().start()
        self.fake.clock.freeze(NOW)
        self.fake.manners.user_per_minute = self.fake.manners.project_per_minute = 10**9
        self.fake.manners.page_size = 2
        self.fake.account(EMAIL)
        home = self.fake.world.add_calendar(EMAIL, summary="H", timezone="Europe/Rome", name=HOME)
        around = Around(self.fake, self.fake.person(EMAIL, home.id))
        self.connector = WatchedGoogle(self.fake, around)
        self.house = Household(connector=self.connector, ledger=FragileLedger())
        self.connector.house = self.house
        self.stormy = False
        self.fake.faults.weather = weather(iter(()), self.connector.manners)

    def teardown(self):
        hang_up()
        self.fake.stop()
        assert self.fake.violations == []

    @rule(
        faults=st.lists(st.sampled_from(WEATHER), min_size=1, max_size=6),
        crash=st.sampled_from(["", "", "", "first commit", "push", "second commit"]),
        race=st.sampled_from(["", "", "title", "inside", "outside", "throw away"]),
        data=st.data(),
    )
    def the_service_runs_in_bad_weather(self, faults, crash, race, data):
        self.stormy = True
        self.fake.faults.weather = weather(iter(faults), self.connector.manners)
        SharedCalendar.the_service_runs(self, crash, race, "", data)
        self.fake.faults.weather = weather(iter(()), self.connector.manners)
        self.stormy = False

    @rule(race=st.sampled_from(["title", "inside"]), data=st.data())
    def both_change_the_same_field_at_once(self, race, data):
        """What If-Match is for; by chance alone they hardly ever meet."""
        number = self.calendar.tick
        self.house.settings = Settings(title=f"Thank {number} {{visit}}", notes=f"pen {number}")
        SharedCalendar.the_service_runs(self, "", race, "", data)

    def run(self, *, quiet=True):
        try:
            return super().run(quiet=quiet)
        except Transient:
            assert self.stormy, "no storm, and yet it could not be read"
            return None
