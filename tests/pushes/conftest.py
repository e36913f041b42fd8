"""A town on either database, and the app that hears for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

import pytest
import uvicorn

from connectors.google.api import hang_up
from service.web.app import create_app
from service.web.webhooks import PATH
from tests.google_fake.fake import Fake
from tests.pushes.town import ALEX, DAY, NOW, Town
from tests.web.running import Brisk, Moody, _listener, wait_until


@dataclass
class Ear:
    """The app. `store` can be made to break down; `woken` is whom it had attended to."""

    store: Moody
    address: str
    woken: list = field(default_factory=list)


@contextmanager
def listening(store, clock, telemetry) -> Iterator[Ear]:
    with _listener() as socket:
        base = f"http://127.0.0.1:{socket.getsockname()[1]}"
        ear = Ear(Moody(store), base + PATH)
        app = create_app(
            ear.store, base_url=base, wake=ear.woken.append, clock=clock, telemetry=telemetry
        )
        server = Brisk(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=3))
        thread = Thread(target=server.run, kwargs={"sockets": [socket]})
        thread.start()
        try:
            wait_until(lambda: server.started)
            yield ear
        finally:
            server.should_exit = True
            thread.join(60)


@pytest.fixture
def fake() -> Iterator[Fake]:
    with Fake() as started:
        started.clock.freeze(NOW)
        started.manners.access_token_life = 365 * DAY  # or a renewal would be counted as a call
        started.account(ALEX)
        yield started
        hang_up()
        assert started.violations == []


@pytest.fixture
def town(store, fake) -> Town:
    return Town(store=store, fake=fake, messages_to="")


@pytest.fixture
def ear(store, fake, town) -> Iterator[Ear]:
    with listening(store, fake.clock.now, town.telemetry) as hears:
        town.messages_to = hears.address
        yield hears


@pytest.fixture
def watched(town, ear) -> Town:
    """Read once, and told of changes from now on."""
    town.work()
    assert town.watches.attend() == 1
    town.work()
    town.fake.pushes.settle()
    town.lists()
    ear.woken.clear()
    return town
