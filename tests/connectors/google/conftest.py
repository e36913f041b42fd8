"""The connector, Alex's calendar at the fake, and Alex."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from connectors.contract import CalendarId
from connectors.google.api import Api, OpenGate, hang_up
from connectors.google.connector import GoogleCalendar
from tests.google_fake.fake import Fake

EMAIL = "alex.morgan@gmail.com"
HOME = CalendarId(EMAIL)
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


@dataclass
class Token:
    """An access that can be renewed as often as is asked for."""

    fake: Fake
    email: str = EMAIL
    scopes: tuple[str, ...] = ()
    renewed: list[str] = field(default_factory=list)
    current: str = ""

    def token(self) -> str:
        self.current = self.current or self._another()
        return self.current

    def renew(self, bad_token: str) -> str:
        self.renewed.append(bad_token)
        self.current = self._another()
        return self.current

    def _another(self) -> str:
        how = {"scopes": self.scopes} if self.scopes else {}
        return self.fake.access_token(self.email, **how)


def google_calendar(fake: Fake, *, access=None, gate=None, timeout=5.0, **how) -> GoogleCalendar:
    api = Api(
        access or Token(fake), endpoint=fake.api_url, gate=gate or OpenGate(), timeout=timeout
    )
    return GoogleCalendar(api=api, **how)


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake() as started:
        started.clock.freeze(NOW)
        started.account(EMAIL)
        yield started
        hang_up()
        assert started.violations == []


@pytest.fixture
def connector(fake) -> GoogleCalendar:
    return google_calendar(fake)


@pytest.fixture
def me(fake):
    """Alex, in Google's own interface."""
    return fake.person(EMAIL)
