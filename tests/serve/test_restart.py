"""The process ends, politely or not, and another goes on from the same state."""

import threading
from datetime import timedelta
from time import sleep

import pytest

from service.worker.attend import LEASE
from tests.serve.test_hostile import GLOBEX
from tests.serve.test_story import ACME, FIVE
from tests.watch.home import by_key


class Held:
    """Lets whoever asks wait for the answer until it is let go."""

    def __init__(self):
        self.asked, self.let_go = threading.Event(), threading.Event()

    def __call__(self, connection):
        self.asked.set()
        self.let_go.wait(120)
        connection.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def me(service):
    return service.client()


def test_what_is_under_way_is_finished_before_the_end(service, me, origin):
    slow, other = me.add(origin.put("slow")), me.add(origin.put("other", ACME), name="Other")
    held = origin.tricks["slow"] = Held()
    origin.put("other", ACME, GLOBEX)
    me.ask_to_check(other)
    me.ask_to_check(slow)
    assert held.asked.wait(60)
    threading.Timer(0.5, held.let_go.set).start()
    assert service.stop() == 0
    assert held.let_go.is_set()
    assert service.rested(me.person)


def test_killed_while_a_source_keeps_us_waiting(service, me, origin):
    source = me.add(origin.put("personal", ACME))
    body, etag = me.body(), me.fetch().headers["ETag"]
    origin.put("personal", ACME, GLOBEX)
    held = origin.tricks["personal"] = Held()
    me.ask_to_check(source)
    assert held.asked.wait(60)
    service.kill()
    service.start(ahead=LEASE + timedelta(seconds=1))
    assert (me.body(), me.fetch().headers["ETag"]) == (body, etag)
    del origin.tricks["personal"]
    held.let_go.set()
    me.rested()
    me.check(source)
    assert len(me.entries()) == 10
    before = by_key(body)
    assert {key: me.entries()[key].to_ical() for key in FIVE} == {
        key: before[key].to_ical() for key in FIVE
    }


def test_killed_at_any_moment_of_a_pass(service, me, origin):
    source = me.add(origin.put("personal", ACME))
    for turn, wait in enumerate((0.01, 0.03), start=1):
        events = [ACME, GLOBEX] if turn % 2 else [ACME]
        origin.put("personal", *events)
        me.ask_to_check(source)
        sleep(wait)  # not for anything: a moment to be killed at
        service.kill()
        service.start(ahead=turn * (LEASE + timedelta(seconds=1)))
        assert len(me.entries()) in {5, 10}
        me.rested()
        assert len(me.entries()) == 5 * len(events)
