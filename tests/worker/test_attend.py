"""One delivery, whatever state the row is in. On both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.store import leases
from service.store.faults import Unavailable
from service.watch import LeaseLost
from service.worker import attend as attending
from service.worker.attend import Attended
from tests.worker.town import Passes, attendance, clock, settle, wake

HOUR = timedelta(hours=1)


@pytest.fixture
def passes(monkeypatch):
    passes = Passes()
    monkeypatch.setattr(attending, "watch", passes)
    return passes


@pytest.fixture
def alex(store):
    return settle(store, ["alex"])[0]


def test_who_is_due_is_attended_to_once(store, alex, passes):
    worker = attendance(store)
    assert [worker.attend(alex), worker.attend(alex)] == [Attended.RESTED, Attended.NOT_DUE]
    assert passes.count == {alex: 1}


def test_a_wake_during_a_pass_goes_again(store, alex, passes):
    passes.during[alex] = lambda: wake(store, alex)
    worker = attendance(store)
    assert worker.attend(alex) is Attended.AGAIN
    assert worker.attend(alex) is Attended.RESTED
    assert worker.attend(alex) is Attended.NOT_DUE


def test_many_wakes_make_one_pass(store, alex, passes):
    for _ in range(20):
        wake(store, alex)
    worker = attendance(store)
    assert [worker.attend(alex), worker.attend(alex)] == [Attended.RESTED, Attended.NOT_DUE]


def test_whom_another_holds_is_left_alone_until_the_lease_is_over(store, alex, passes):
    with store.write() as tx:
        assert leases.claim(tx, alex, now=clock(), lease=HOUR, token="gone") is not None
    worker = attendance(store)
    assert worker.attend(alex) is Attended.NOT_DUE
    later = replace(worker, clock=lambda: clock() + HOUR)
    assert later.attend(alex) is Attended.RESTED


def test_a_failure_backs_off_and_says_nothing_of_what_it_read(store, alex, passes, caplog):
    def fail():
        raise ValueError("Interview with Acme")

    passes.during[alex] = fail
    worker = attendance(store)
    assert worker.attend(alex) is Attended.FAILED
    assert "ValueError" in caplog.text
    assert "Acme" not in caplog.text
    wake(store, alex)
    assert worker.attend(alex) is Attended.NOT_DUE
    with store.write() as tx:
        hour = clock() + timedelta(hours=1)
        assert leases.due(tx, now=clock(), limit=9, dispatched_before=clock()) == []
        assert leases.due(tx, now=hour, limit=9, dispatched_before=hour) == [alex]


def test_a_lost_lease_is_left_to_who_has_it(store, alex, passes):
    def lose():
        raise LeaseLost

    passes.during[alex] = lose
    assert attendance(store).attend(alex) is Attended.LOST


def test_a_database_that_goes_away_is_no_fault_of_the_person(store, alex, passes):
    def lose():
        raise Unavailable("away")

    passes.during[alex] = lose
    with pytest.raises(Unavailable):
        attendance(store).attend(alex)
