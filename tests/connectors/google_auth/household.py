"""Somebody who has connected Google, and the processes that call for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from connectors.google.api import Api, OpenGate
from connectors.google.connector import GoogleCalendar
from connectors.google.single_flight import SharedAccess
from service.store.channels import Channel, add_channel, channels_of
from service.store.grants import keep_grant, stored_grant
from service.store.people import add_person
from service.store.renewals import TokenShelf
from service.store.store import Store
from service.store.values import GrantId, PersonId
from tests.connectors.google_auth.conftest import ALEX, NOW, authorizer_of, connected
from tests.google_fake.fake import Fake


@dataclass
class Household:
    """One account in the store. Each `access` is that of another process."""

    fake: Fake
    store: Store
    email: str = ALEX
    person: PersonId = field(init=False)
    account: GrantId = field(init=False)

    def __post_init__(self) -> None:
        with self.store.write() as tx:
            self.person = add_person(tx, self.email, now=NOW)
        self.account = self.connect()

    def connect(self) -> GrantId:
        """On Google's page, and back; the store keeps what came of it."""
        grant = connected(self.fake, authorizer_of(self.fake), email=self.email)
        with self.store.write() as tx:
            return keep_grant(tx, self.person, "google", grant, now=self.fake.clock.now())

    def access(self, store: Store | None = None, **how) -> SharedAccess:
        clock = self.fake.clock.now
        shelf = TokenShelf(store or self.store, self.account, clock)
        return SharedAccess(shelf, authorizer_of(self.fake), clock=clock, **how)

    def calendar(self, access: SharedAccess, gate=None) -> GoogleCalendar:
        api = Api(access, endpoint=self.fake.api_url, gate=gate or OpenGate(), timeout=5.0)
        return GoogleCalendar(api=api)

    def expire(self) -> None:
        """The hour of the access token is over."""
        self.fake.clock.advance(timedelta(hours=2))

    @property
    def renewals(self) -> int:
        """How many requests the token endpoint has had since the consents."""
        return self.fake.count()["oauth.token"] - self.consents

    consents: int = 1

    def state(self) -> str:
        with self.store.read() as tx:
            return stored_grant(tx, self.account).state

    def watch(self, id: str = "channel") -> None:  # noqa: A002
        with self.store.write() as tx:
            add_channel(
                tx,
                Channel(
                    id=id,
                    person=self.person,
                    grant=self.account,
                    calendar=self.email,
                    token_hash=b"h",
                ),
            )

    def watched(self) -> list[str]:
        with self.store.read() as tx:
            return [channel.id for channel in channels_of(tx, self.account)]


@dataclass
class Interrupting:
    """A gate at which something happens before the nth call."""

    nth: int
    act: Callable[[], None]
    passed: int = 0

    def admit(self, kind: str) -> None:
        self.passed += 1
        if self.passed == self.nth:
            self.act()
