"""Alex, whose calendars at the fake are watched and written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from connectors.consent import Fresh, Grant
from connectors.contract import AccessLost, CalendarId
from connectors.google.api import hang_up
from service.store.grants import keep_grant
from service.store.ledger import StoredLedger
from service.store.sources import add_source
from service.store.values import Source
from service.watch import Equipment
from service.watch.equipment import Named
from tests.connectors.google.conftest import EMAIL, Token, google_calendar
from tests.google_fake.fake import Fake
from tests.watch.home import NEW_YORK, NOW, Home, at_home

THURSDAY = datetime(2026, 12, 3, 15, tzinfo=NEW_YORK)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
KINDS = {"prompt", "debrief", "email", "card", "call"}
POLL = {"minutes": 20}


@dataclass
class Account:
    """The access to it, until it is revoked."""

    home: object

    def token(self) -> str:
        if self.home.revoked:
            raise AccessLost("Google no longer accepts our access")
        return self.home.token.token()

    def renew(self, bad: str) -> str:
        return self.token() if self.home.revoked else self.home.token.renew(bad)


@dataclass
class Overtaken:
    """Writes, after something else has happened."""

    google: object
    before_push: object = None

    def push(self, calendar, writes):
        if self.before_push:
            self.before_push()
        return self.google.push(calendar, writes)


@dataclass
class Googled(Home):
    """A home whose sources of kind google are at the fake."""

    fake: Fake = None
    grant: int = 0
    revoked: bool = False
    before_push: object = None
    token: Token = None
    ids: list[str] = field(default_factory=list)

    def connect_account(self):
        fresh = Fresh(
            access_token="a",
            expires=datetime(2036, 1, 1, tzinfo=UTC),
            refresh_token="r",
        )
        grant = Grant(subject="1", email=EMAIL, scopes=frozenset({"x"}), fresh=fresh)
        with self.store.write() as tx:
            self.grant = keep_grant(tx, self.person, "google", grant, now=self.now)

    def connect(self, calendar: str = EMAIL, writes: str = "there", name: str = "Personal") -> int:
        """One more calendar of the account."""
        if not self.grant:
            self.connect_account()
        with self.store.write() as tx:
            return add_source(
                tx,
                self.person,
                calendar,
                name=name,
                host="google",
                now=self.now,
                kind="google",
                grant=self.grant,
                writes=writes,
            )

    def _connector(self, source: Source, *_):
        if source.grant is None:
            return self.calendars[source.id]
        since = self.now - timedelta(days=90)
        google = google_calendar(self.fake, access=Account(self), since=since)
        writes = Overtaken(google, self.before_push)
        return Named(calendar=CalendarId(source.address), looks=google, writes=writes)

    @property
    def equipment(self) -> Equipment:
        return Equipment(
            connect=self._connector, home=NEW_YORK, dice=lambda: self.luck, base=self.base
        )

    def later(self, **how):
        self.now += timedelta(**how)
        self.fake.clock.freeze(self.now.astimezone(UTC))
        return self.watch()

    def settle(self, times: int = 1, **how):
        for _ in range(times):
            self.later(**(how or POLL))

    def rows(self):
        return dict(StoredLedger(self.store, self.person, self.now).rows())

    def ours(self, calendar: str = EMAIL) -> dict[str, dict]:
        """Our entries as the person sees them, by kind; two of one key fail."""
        names = {row.event_id: str(key) for key, row in self.rows().items() if row.event_id}
        found = [
            one
            for one in self.fake.person(EMAIL, calendar).events()
            if one.get("extendedProperties", {}).get("private", {}).get("afterword_key")
        ]
        by_kind = {names.get(one["id"], one["id"]).split("/")[-1]: one for one in found}
        assert len(by_kind) == len(found)
        return by_kind

    def requests(self) -> dict[str, int]:
        """Since the last time this was asked."""
        found = dict(self.fake.count())
        self.fake.seen.clear()
        return found


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake() as started:
        started.clock.freeze(NOW.astimezone(UTC))
        started.manners.access_token_life = timedelta(days=365)
        started.account(EMAIL)
        yield started
        hang_up()
        assert started.violations == []


@pytest.fixture
def me(fake):
    return fake.person(EMAIL)


@pytest.fixture
def home(store, fake) -> Googled:
    plain = at_home(store)
    return Googled(store=store, person=plain.person, fake=fake, token=Token(fake))


@pytest.fixture
def interview(me):
    """Makes a tagged interview of an hour."""

    def make(title="Interview with Acme - Engineer #interview", start=THURSDAY, **more):
        return me.create(title, start, start + HOUR, **more)

    return make


@pytest.fixture
def acme(home, interview):
    """An interview with its five follow-ups in Alex's calendar."""
    home.connect()
    made = interview()
    home.watch()
    assert set(home.ours()) == KINDS
    home.fake.seen.clear()
    return made
