"""Consent at the stand-in for Google, by the authorizer that is ours."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from connectors.consent import Grant
from connectors.contract import ConnectorError
from connectors.google.api import hang_up
from connectors.google.auth import GoogleAuthorizer
from connectors.google.endpoints import Endpoints, OAuthClient
from tests.google_fake.fake import Fake
from tests.google_fake.grants import DEFAULT_CLIENT, DEFAULT_SECRET

ALEX, BO = "alex.morgan@gmail.com", "bo@gmail.com"
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
BACK = "http://127.0.0.1:8080/connect/google/back"


def authorizer_of(fake: Fake, *, secret: str = DEFAULT_SECRET) -> GoogleAuthorizer:
    """One of its own: as another process has it."""
    endpoints = Endpoints(**{name: getattr(fake.endpoints, name) for name in Endpoints.__slots__})
    return GoogleAuthorizer(OAuthClient(id=DEFAULT_CLIENT, secret=secret), endpoints)


def connected(fake: Fake, authorizer, *, email=ALEX, reach="watched", **said) -> Grant:
    """The whole dance; `said` is what they do on Google's page."""
    begun = authorizer.begin(BACK, state="s", reach=reach)
    answer = back(fake.consent(begun.address, email, **said))
    return authorizer.complete(
        BACK, answer=answer, verifier=begun.verifier, reach=reach, now=fake.clock.now()
    )


def back(address: str) -> dict[str, str]:
    """The query that a browser comes back with."""
    return dict(parse_qsl(urlsplit(address).query))


def at_once(number, ask):
    """What each of so many threads gets, or the error it meets."""
    together = threading.Barrier(number)

    def one(place):
        together.wait(10)
        try:
            return ask(place)
        except ConnectorError as error:
            return error
        finally:
            hang_up()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake() as started:
        started.clock.freeze(NOW)
        for email in (ALEX, BO):
            started.account(email)
        yield started
        hang_up()
        assert started.violations == []


@pytest.fixture
def authorizer(fake) -> GoogleAuthorizer:
    return authorizer_of(fake)
