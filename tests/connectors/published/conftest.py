import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from connectors.contract import Span
from connectors.published import PublishedCalendar, Reader
from connectors.transport import Limits
from tests.connectors.transport.conftest import connections, serve  # noqa: F401 - fixtures
from tests.connectors.transport.loopback import Server

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


@pytest.fixture
def published(reader: Reader) -> Callable[..., PublishedCalendar]:
    def make(server: Server, address: str = "", **given: object) -> PublishedCalendar:
        usual = {
            "home": ZoneInfo("Europe/Berlin"),
            "reader": reader,
            "screen": re.compile("interview"),
            "window": Span(start=NOW - timedelta(days=90), end=NOW + timedelta(days=400)),
            "allow_hosts": server.allowed,
            "limits": Limits(total_seconds=0.8),
        }
        return PublishedCalendar(address=address or server.url(), **{**usual, **given})

    return make
