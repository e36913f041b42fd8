"""A calendar in trouble has a time of its own, whatever waits to be written there."""

from datetime import timedelta

import pytest

from service.store.answers import give_answer
from service.store.sources import ask_for_look
from tests.google_fake.faults import Fault
from tests.watch.google.conftest import HOUR, KINDS, THURSDAY

DAY = timedelta(days=1)


def failing(method: str, **how) -> Fault:
    return Fault(kind="status", method=method, status=503, reason="backendError", **how)


@pytest.fixture
def parked(home, me, acme):
    """Something waits to be written, and its time has come."""
    home.fake.faults.plan(failing("events.patch", times=9))
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)
    home.settle()
    assert home.source().writes_after > home.now
    home.fake.faults.clear()
    home.requests()


def test_what_waits_to_be_written_waits_for_a_calendar_that_can_be_read(home, parked):
    home.fake.faults.plan(failing("events.list", times=2))
    due = home.later(minutes=2)
    assert due - home.now >= timedelta(minutes=1)
    assert home.later(seconds=5) == due
    assert home.requests() == {"events.list": 1}
    second = home.later(minutes=1)
    assert second - home.now >= timedelta(minutes=2)
    home.later(minutes=3)
    made = home.requests()
    assert (made["events.list"], "events.patch" in made) == (2, True)
    assert home.source().writes_after is None


def test_what_waits_to_be_written_does_not_settle_a_doubt(home, me, parked):
    """All of ours are gone at once, and seconds later they are there again."""
    home.fake.expire_sync_tokens(home.source().address)
    ours = [one["id"] for one in home.ours().values()]
    for one in ours:
        me.delete(one)
    due = home.later(minutes=2)
    assert home.source().suspect
    assert due - home.now >= timedelta(minutes=15)
    assert home.later(seconds=5) == due
    assert home.requests() == {"events.list": 2}


def test_what_is_to_be_written_does_not_ask_a_calendar_in_trouble(home, acme):
    home.fake.faults.plan(failing("events.list"))
    due = home.later(minutes=20)
    (key,) = (key for key in home.rows() if key.endswith("/card"))
    with home.store.write() as tx:
        give_answer(tx, home.person, "skip", key, now=home.now)
    home.requests()
    assert home.later(seconds=5) == due
    assert home.requests() == {}
    home.later(minutes=2)
    assert set(home.ours()) == KINDS - {"card"}


def test_a_message_does_not_settle_a_doubt_at_once(home, me, acme):
    home.fake.expire_sync_tokens(home.source().address)
    for one in home.ours().values():
        me.delete(one["id"])
    due = home.later(minutes=20)
    with home.store.write() as tx:
        ask_for_look(tx, home.source().id, now=home.now)
    assert home.later(seconds=5) == due
    assert home.source().suspect
