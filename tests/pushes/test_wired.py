"""The service as it is wired, in real time: an entry at the stand-in, and its follow-ups there."""

import time
from datetime import timedelta

import pytest

from connectors.google.api import hang_up
from service import settings as machine
from service import wiring
from service.store.grants import keep_grant
from service.store.people import add_person, begin
from service.store.sources import add_source
from service.telemetry import Telemetry
from service.worker.local import LocalWorker
from tests.connectors.google_auth.conftest import authorizer_of, connected
from tests.google_fake.fake import Fake
from tests.google_fake.grants import DEFAULT_CLIENT, DEFAULT_SECRET
from tests.pushes.conftest import listening
from tests.pushes.town import ALEX, POLL
from tests.serve.running import rested
from tests.web.running import wait_until

HOUR, POLL_S = timedelta(hours=1), POLL.total_seconds()


@pytest.fixture
def fake():
    with Fake() as started:
        started.account(ALEX)
        yield started
        hang_up()
        assert started.violations == []


def settings(fake, tmp_path, base_url, **more):
    client = {
        "AFTERWORD_GOOGLE_CLIENT_ID": DEFAULT_CLIENT,
        "AFTERWORD_GOOGLE_CLIENT_SECRET": DEFAULT_SECRET,
    }
    home = {"AFTERWORD_HOME": f"{tmp_path}", "AFTERWORD_BASE_URL": base_url}
    return machine.from_environment({**client, **fake.endpoints.variables(), **home, **more})


@pytest.fixture
def alex(store, fake):
    now = wiring.clock()
    with store.write() as tx:
        person = add_person(tx, "alex", now=now)
        begin(tx, person, now=now)
    consent = connected(fake, authorizer_of(fake))
    with store.write() as tx:
        grant = keep_grant(tx, person, "google", consent, now=now)
        how = {"name": "Personal", "host": "google", "kind": "google", "writes": "there"}
        add_source(tx, person, ALEX, now=now, grant=grant, **how)
    return person


# The threads that called Google end with their connections open, as with the process they would.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_entry_is_told_of_and_answered_within_moments(store, fake, alex, tmp_path):
    telemetry = Telemetry("t")
    with listening(store, wiring.clock, telemetry) as ear:
        here = settings(fake, tmp_path, ear.address.removesuffix("/webhooks/google"))
        with wiring.attending(here, store, telemetry) as attendance:
            worker = LocalWorker(attendance, sweep_seconds=0.2)
            worker.start()
            try:
                wait_until(lambda: len(fake.channels.living()) == 1)
                wait_until(lambda: fake.count()["events.list"] >= 1 and rested(store, alex))
                start = wiring.clock().replace(minute=0, second=0) + 72 * HOUR
                title = "Interview with Acme - Engineer #interview"
                fake.person(ALEX).create(title, start, start + HOUR)
                began = time.monotonic()
                wait_until(lambda: fake.count()["events.insert"] >= 3)
                assert time.monotonic() - began < POLL_S / 2
            finally:
                assert worker.stop()
    assert fake.count()["events.list"] <= 6


@pytest.mark.parametrize(
    ("base_url", "api", "told"),
    [
        ("https://afterword.example", None, True),
        ("http://afterword.example", None, False),
        ("https://192.168.1.5", None, False),
        ("https://nas.local", None, False),
        ("http://127.0.0.1:8000", None, False),
        ("http://127.0.0.1:8000", "http://127.0.0.1:9/calendar/v3/", True),
    ],
)
def test_google_is_asked_to_tell_only_where_it_can(fake, tmp_path, base_url, api, told):
    urls = {} if api is None else {"AFTERWORD_GOOGLE_API_URL": api}
    here = machine.from_environment(
        {
            "AFTERWORD_HOME": f"{tmp_path}",
            "AFTERWORD_BASE_URL": base_url,
            "AFTERWORD_GOOGLE_CLIENT_ID": "x",
            "AFTERWORD_GOOGLE_CLIENT_SECRET": "y",
            **urls,
        }
    )
    assert wiring.push_address(here) == (f"{base_url}/webhooks/google" if told else None)
