"""The fake, and Google's own client speaking to it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.google_fake.clients import Client, client
from tests.google_fake.fake import Fake
from tests.google_fake.person import Person

EMAIL = "alex.morgan@gmail.com"
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake() as started:
        started.clock.freeze(NOW)
        started.account(EMAIL)
        yield started
        assert started.violations == []


@pytest.fixture
def google(fake: Fake) -> Iterator[Client]:
    """Alex, through google-api-python-client."""
    with client(fake, EMAIL) as made:
        yield made


@pytest.fixture
def me(fake: Fake) -> Person:
    """Alex, in Google's own interface."""
    return fake.person(EMAIL)
