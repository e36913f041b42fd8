"""Threads in the serving process. On both databases."""

import os
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from service.store import leases
from service.store.heartbeats import beats
from service.worker import attend as attending
from service.worker.line import Line
from service.worker.local import LocalWorker
from service.worker.owners import new_lease_token
from tests.worker.town import Passes, attendance, clock, settle, wake, within


@pytest.fixture
def passes(monkeypatch):
    passes = Passes()
    monkeypatch.setattr(attending, "watch", passes)
    return passes


@pytest.fixture
def worker(store, passes):
    worker = LocalWorker(attendance(store), threads=3, sweep_seconds=0.1)
    yield worker
    worker.stop()


def test_everybody_who_is_due_is_found_by_the_sweep(store, worker, passes):
    people = settle(store, [f"p{number}" for number in range(120)])
    worker.start()
    with within(20) as until:
        until(lambda: len(passes.count) == len(people))
    assert set(passes.count.values()) == {1}
    with store.read() as tx:
        assert len(beats(tx)) == 1


def test_a_wake_is_delivered_without_waiting_for_the_sweep(store, passes):
    worker = LocalWorker(attendance(store), sweep_seconds=60)
    worker.start()
    time.sleep(0.2)
    (alex,) = settle(store, ["alex"])
    worker.wake(alex)
    with within(30) as until:
        until(lambda: passes.count[alex] == 1)
    worker.stop()


def test_a_wake_during_a_pass_goes_again_at_once(store, passes):
    worker = LocalWorker(attendance(store), sweep_seconds=60)
    (alex,) = settle(store, ["alex"])
    passes.during[alex] = lambda: wake(store, alex)
    worker.start()
    with within(30) as until:
        until(lambda: passes.count[alex] == 2)
    assert worker.stop()


def test_stopping_finishes_the_pass_that_runs_and_begins_no_other(store, passes):
    passes.seconds = 0.3
    people = settle(store, [f"p{number}" for number in range(200)])
    worker = LocalWorker(attendance(store), threads=2, sweep_seconds=0.1)
    worker.start()
    with within(30) as until:
        until(lambda: passes.count)
    assert worker.stop(timeout=30)
    assert 0 < len(passes.count) < len(people)
    ended = dict(passes.count)
    time.sleep(0.4)
    assert passes.count == ended


def test_one_who_is_woken_goes_before_those_who_are_polled_and_nobody_stands_twice():
    line = Line()
    for person in (1, 2, 3, 2, 1):
        line.poll(person)
    line.wake(3)
    line.wake(4)
    line.poll(4)
    assert [line.next() for _ in range(4)] == [3, 4, 1, 2]
    line.close()
    assert line.next() is None


def dead_process() -> int:
    """The number of a process that is no more."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    return gone.pid


HERE = socket.gethostname()
TOKENS = {
    "of a process that is gone": (lambda: f"{HERE}/{dead_process()}/word/token", True),
    "of another that had our number": (lambda: f"{HERE}/{os.getpid()}/word/token", True),
    "our own": (new_lease_token, False),
    "of one that runs": (lambda: f"{HERE}/{os.getppid()}/word/token", False),
    "of another machine": (lambda: f"elsewhere/{dead_process()}/word/token", False),
    "of an older version": (lambda: "0123456789abcdef", False),
    "of nobody": (lambda: f"{HERE}/x/word/token", False),
}


@pytest.mark.parametrize(("token", "gone"), TOKENS.values(), ids=TOKENS)
def test_whoever_a_killed_process_attended_to_does_not_wait_for_its_lease(
    store, passes, token, gone
):
    (alex,) = settle(store, ["alex"])
    with store.write() as tx:
        leases.claim(tx, alex, now=clock(), lease=timedelta(minutes=5), token=token())
    worker = LocalWorker(attendance(store), sweep_seconds=0.1)
    worker.start()
    if gone and store.dialect == "sqlite":
        with within(30) as until:
            until(lambda: passes.count[alex] == 1)
    else:
        time.sleep(0.5)
        assert not passes.count
    assert worker.stop()
