"""The running app, Google's stand-in that tells it of changes, and Alex between the two.

Time stands still unless a test lets it pass: it is the stand-in's, for everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from connectors.consent import Fresh, Grant
from connectors.contract import CalendarId
from service.budget import Budgets, Limits
from service.pacing import Rest
from service.store.grants import keep_grant
from service.store.people import add_person
from service.store.sessions import sessions
from service.store.sources import add_source, source
from service.store.store import Store
from service.store.values import GrantId, PersonId, SourceId
from service.telemetry import Telemetry
from service.watch import Equipment
from service.web.webhooks import PATH
from service.worker.attend import Attendance, Attended
from service.worker.chores import Watches
from tests.connectors.google.conftest import Token, google_calendar
from tests.google_fake.fake import Fake

ALEX = "alex.morgan@gmail.com"
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
SOON = datetime(2026, 12, 3, 15, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
POLL = timedelta(minutes=5)


@dataclass
class Named:
    """The connector of one calendar, whatever it is called here."""

    google: object
    calendar: CalendarId

    def pull(self, _calendar, cursor):
        return self.google.pull(self.calendar, cursor)

    def push(self, _calendar, writes):
        return self.google.push(self.calendar, writes)


@dataclass
class Town:
    """One person with one calendar; `messages_to` is where the app listens."""

    store: Store
    fake: Fake
    messages_to: str
    dice: Callable[[], float] = lambda: 0.5
    limits: Limits = field(default_factory=Limits)
    person: PersonId = field(init=False)
    grant: GrantId = field(init=False)
    calendar: SourceId = field(init=False)
    telemetry: Telemetry = field(default_factory=lambda: Telemetry("t"))

    def __post_init__(self) -> None:
        self.clock = self.fake.clock.now
        self.budgets = Budgets(self.store, clock=self.clock, limits=self.limits, sleep=self._sleep)
        self.tokens = {}
        with self.store.write() as tx:
            self.person = add_person(tx, "alex", now=NOW)
            fresh = Fresh(access_token="a", expires=NOW + 365 * DAY, refresh_token="r")
            consent = Grant(subject="1", email=ALEX, scopes=frozenset({"x"}), fresh=fresh)
            self.grant = keep_grant(tx, self.person, "google", consent, now=NOW)
        self.calendar = self.connect(ALEX)

    def connect(self, calendar: str) -> SourceId:
        how = {"name": "Personal", "host": "google", "kind": "google", "grant": self.grant}
        with self.store.write() as tx:
            return add_source(tx, self.person, calendar, now=self.clock(), **how)

    def google(self, urgency="waiting"):
        gate = self.budgets.gate(self.grant, reads=urgency)
        token = self.tokens.setdefault(self.grant, Token(self.fake, ALEX))
        return google_calendar(self.fake, access=token, gate=gate)

    @property
    def watches(self) -> Watches:
        return Watches(
            store=self.store,
            watcher=lambda _grant: self.google("renewal"),
            address=self.messages_to,
            clock=self.clock,
            dice=self.dice,
            renewed=self.telemetry.renewed,
        )

    @property
    def attendance(self) -> Attendance:
        rest = Rest(store=self.store, kind="google", dice=self.dice)
        equipment = Equipment(
            connect=lambda it, *_: Named(self.google("pushed"), CalendarId(it.address)),
            home=ZoneInfo("UTC"),
            dice=self.dice,
            rest=rest,
        )
        return Attendance(store=self.store, equipment=equipment, clock=self.clock)

    def work(self) -> None:
        """What a worker would do at this moment."""
        while self.attendance.attend(self.person) is Attended.AGAIN:
            pass

    def pass_by(self, span: timedelta, *, step: timedelta | None = None) -> None:
        """Let time pass, with the worker and its chores at work all along."""
        ends = self.clock() + span
        while self.clock() < ends:
            self.fake.clock.advance(min(step or span, ends - self.clock()))
            self.watches.attend()
            self.fake.pushes.settle()
            self.work()

    def known(self) -> set[str]:
        """The titles of the interviews we know of."""
        with self.store.read() as tx:
            return {one.title for held in sessions(tx, self.person).values() for one in held}

    def next_read(self) -> datetime:
        with self.store.read() as tx:
            return source(tx, self.calendar).next_read

    def lists(self) -> int:
        """How often the calendar was listed since this was asked."""
        found = self.fake.count()["events.list"]
        self.fake.seen.clear()
        return found

    def interview(self, company: str) -> str:
        """Alex makes an entry, and Google tells whoever listens."""
        title = f"Interview with {company} - Engineer #interview"
        made = self.fake.person(ALEX).create(title, SOON, SOON + HOUR)
        return made["summary"]

    def counted(self, name: str) -> dict[str, float]:
        """The counter of outcomes of that name."""
        return {
            sample.labels["outcome"]: sample.value
            for metric in self.telemetry.registry.collect()
            for sample in metric.samples
            if sample.name == f"afterword_{name}_total"
        }

    def _sleep(self, seconds: float) -> None:
        self.fake.clock.advance(timedelta(seconds=seconds))


def told(address: str, **headers: str) -> int:
    """Somebody sends a message; the answer's status. Dashes for underscores."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    sent = {f"X-Goog-{name.replace('_', '-')}": text for name, text in headers.items()}
    connection.request("POST", PATH, headers={**sent, "Content-Length": "0"})
    status = connection.getresponse().status
    connection.close()
    return status
