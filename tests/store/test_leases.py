"""Nobody is held by two at once, and no wake is lost: by a model, and by threads that race."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from service.store import schema
from service.store.leases import claim, due, extend, fail, give_back, release, take, wake
from service.store.people import add_person
from service.store.store import open_store

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
LEASE = timedelta(seconds=60)
PATIENCE_S = 5
LONG_AGO = START - timedelta(days=999)


def holds(tx, held, *, now):
    """Whether the lease still runs."""
    row = tx.connection.execute(select(schema.people).filter_by(id=held.person)).one()
    return row.lease_token == held.token and row.lease_until > now


@pytest.fixture
def person(store):
    with store.write() as tx:
        return add_person(tx, "me", now=START)


def test_a_new_person_is_due_at_once_and_can_be_held_once(store, person):
    with store.write() as tx:
        assert due(tx, now=START, limit=9, dispatched_before=LONG_AGO) == [person]
        held = claim(tx, person, now=START, lease=LEASE, token="a")
        assert held is not None
        assert held.lease_until == START + LEASE
        assert claim(tx, person, now=START, lease=LEASE, token="b") is None
        assert holds(tx, held, now=START)
        assert not holds(tx, held, now=START + LEASE)


def test_nobody_attends_to_a_person_who_is_not_due(store, person):
    tomorrow = START + timedelta(days=1)
    with store.write() as tx:
        held = claim(tx, person, now=START, lease=LEASE, token="a")
        assert release(tx, held, now=START, due_at=tomorrow)
        assert claim(tx, person, now=START, lease=LEASE, token="b") is None
        assert due(tx, now=START, limit=9, dispatched_before=LONG_AGO) == []
        assert due(tx, now=tomorrow, limit=9, dispatched_before=LONG_AGO) == [person]


def test_who_is_taken_is_not_attended_to_and_is_as_due_as_before_when_given_back(store, person):
    tomorrow = START + timedelta(days=1)
    with store.write() as tx:
        passing = claim(tx, person, now=START, lease=LEASE, token="a")
        assert take(tx, person, now=START, lease=LEASE, token="b") is None
        fail(tx, passing, now=START, not_before=tomorrow)
        taken = take(tx, person, now=START, lease=LEASE, token="c")  # though it backs off
        assert taken is not None
        assert claim(tx, person, now=tomorrow - LEASE / 2, lease=LEASE, token="d") is None
        give_back(tx, passing)  # lost long ago
        assert holds(tx, taken, now=START)
        give_back(tx, taken)
        assert due(tx, now=START, limit=9, dispatched_before=LONG_AGO) == []
        assert claim(tx, person, now=tomorrow, lease=LEASE, token="e").attempts == 1


def test_a_wake_during_a_pass_makes_it_go_again(store, person):
    with store.write() as tx:
        held = claim(tx, person, now=START, lease=LEASE, token="a")
        wake(tx, person, now=START)
        assert not release(tx, held, now=START, due_at=START + timedelta(days=1))
        again = claim(tx, person, now=START, lease=LEASE, token="b")
        assert release(tx, again, now=START, due_at=None)
        assert claim(tx, person, now=START, lease=LEASE, token="c") is None


def test_a_crashed_pass_is_due_again_when_its_lease_runs_out(store, person):
    later = START + LEASE
    with store.write() as tx:
        crashed = claim(tx, person, now=START, lease=LEASE, token="a")
        assert due(tx, now=START, limit=9, dispatched_before=LONG_AGO) == []
        assert due(tx, now=later, limit=9, dispatched_before=LONG_AGO) == [person]
        other = claim(tx, person, now=later, lease=LEASE, token="b")
        assert not extend(tx, crashed, now=later, lease=LEASE)
        assert not release(tx, crashed, now=later, due_at=None)
        fail(tx, crashed, now=later, not_before=later + LEASE)
        assert holds(tx, other, now=later)


def test_a_pass_that_crashed_early_is_delivered_again_without_further_delay(store, person):
    short = timedelta(seconds=1)
    with store.write() as tx:
        assert due(tx, now=START, limit=9, dispatched_before=START) == [person]
        claim(tx, person, now=START, lease=short, token="a")
        assert due(tx, now=START + short, limit=9, dispatched_before=START) == [person]


def test_an_extended_lease_is_longer(store, person):
    with store.write() as tx:
        held = claim(tx, person, now=START, lease=LEASE, token="a")
        assert extend(tx, held, now=START + LEASE / 2, lease=LEASE)
        assert holds(tx, held, now=START + LEASE)
        assert claim(tx, person, now=START + LEASE, lease=LEASE, token="b") is None


def test_a_failure_waits_and_a_wake_does_not_shorten_the_wait(store, person):
    later = START + timedelta(minutes=5)
    with store.write() as tx:
        held = claim(tx, person, now=START, lease=LEASE, token="a")
        fail(tx, held, now=START, not_before=later)
        wake(tx, person, now=START)
        assert claim(tx, person, now=START, lease=LEASE, token="b") is None
        again = claim(tx, person, now=later, lease=LEASE, token="c")
        assert again.attempts == 1
        assert release(tx, again, now=later, due_at=None)
        wake(tx, person, now=later)
        assert claim(tx, person, now=later, lease=LEASE, token="d").attempts == 0


def test_a_wake_for_later_never_postpones(store, person):
    with store.write() as tx:
        wake(tx, person, now=START, at=START + timedelta(days=1))
        assert claim(tx, person, now=START, lease=LEASE, token="a") is not None


def test_the_longest_waiting_come_first_and_are_named_once_in_a_while(store):
    with store.write() as tx:
        late = [add_person(tx, f"{n}", now=START - timedelta(hours=n)) for n in range(5)]
        first = due(tx, now=START, limit=2, dispatched_before=LONG_AGO)
        assert first == [late[4], late[3]]
        assert due(tx, now=START, limit=9, dispatched_before=LONG_AGO) == [
            late[2],
            late[1],
            late[0],
        ]
        assert due(tx, now=START, limit=9, dispatched_before=LONG_AGO) == []
        soon = START + timedelta(seconds=1)
        assert len(due(tx, now=soon, limit=9, dispatched_before=soon)) == 5


def test_sweeps_and_claims_of_postgresql_do_not_wait_for_each_other(postgresql_database, seal):
    store = open_store(postgresql_database, seal=seal)
    with store.write() as tx:
        for number in range(4):
            add_person(tx, f"{number}", now=START)
    with store.write() as one, store.write() as other:
        other.connection.exec_driver_sql("SET LOCAL lock_timeout = '3s'")
        first = due(one, now=START, limit=2, dispatched_before=LONG_AGO)
        second = due(other, now=START, limit=9, dispatched_before=LONG_AGO)
    assert len(first) == len(second) == 2
    assert not set(first) & set(second)
    store.close()


class LeaseModel(RuleBasedStateMachine):
    """One person, four workers, a clock that only rises; some workers crash and some freeze."""

    store = None

    def __init__(self):
        super().__init__()
        self.now = START
        self.number = LeaseModel.number = getattr(LeaseModel, "number", 0) + 1
        with self.store.write() as tx:
            self.person = add_person(tx, f"{self.number}", now=self.now)
        self.claims = {}
        self.asked, self.served = 1, 0
        self.waiting_until = START
        self.tokens = 0

    @rule(seconds=st.integers(0, 90))
    def time_passes(self, seconds):
        self.now += timedelta(seconds=seconds)

    @rule()
    def somebody_wakes(self):
        self.asked += 1
        with self.store.write() as tx:
            wake(tx, self.person, now=self.now)

    @rule(worker=st.integers(0, 3))
    def a_worker_claims(self, worker):
        self.tokens += 1
        with self.store.write() as tx:
            got = claim(tx, self.person, now=self.now, lease=LEASE, token=f"{self.tokens}")
        holder = self.holder()
        if got is None:
            assert holder is not None or not self.is_due(), "due and free, and yet refused"
            return
        assert holder is None, "held by two at once"
        self.claims[worker] = (got, self.asked, self.now + LEASE)
        for other in self.claims.keys() - {worker}:
            self.claims[other] = (*self.claims[other][:2], LONG_AGO)

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def a_worker_is_done(self, data):
        got, asked, until = self.claims.pop(data.draw(st.sampled_from(sorted(self.claims))))
        with self.store.write() as tx:
            clean = release(tx, got, now=self.now, due_at=None)
        if until != LONG_AGO:
            assert clean == (asked == self.asked), "a wake during the pass was lost"
            self.served = asked
            self.waiting_until = START
        else:
            assert not clean, "a lost lease was released"

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), seconds=st.integers(0, 90))
    def a_worker_fails(self, data, seconds):
        got, _, until = self.claims.pop(data.draw(st.sampled_from(sorted(self.claims))))
        later = self.now + timedelta(seconds=seconds)
        with self.store.write() as tx:
            fail(tx, got, now=self.now, not_before=later)
        if until != LONG_AGO:
            self.waiting_until = later

    @invariant()
    def the_holder_and_nobody_else_holds(self):
        with self.store.read() as tx:
            for got, _, until in self.claims.values():
                assert holds(tx, got, now=self.now) == (self.now < until)

    def holder(self):
        return next((w for w, (_, _, until) in self.claims.items() if self.now < until), None)

    def is_due(self):
        return self.served < self.asked and self.waiting_until <= self.now

    def teardown(self):
        """Whatever happened, all that was asked for is served in the end."""
        self.now += timedelta(days=1)
        with self.store.write() as tx:
            got = claim(tx, self.person, now=self.now, lease=LEASE, token="last")
        assert (got is not None) == (self.served < self.asked)


def obeyed(store, examples):
    LeaseModel.store = store
    quick = settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(LeaseModel, settings=quick)


def test_leases_keep_their_laws(store):
    obeyed(store, 50)


@pytest.mark.soak
def test_leases_keep_their_laws_for_long(store):
    obeyed(store, 1000)


def test_threads_that_race_never_hold_one_person_together_and_lose_no_wake(store):
    with store.write() as tx:
        crowd = [add_person(tx, f"{n}", now=datetime.now(UTC)) for n in range(3)]
    race = _Race(store, crowd)
    workers = [threading.Thread(target=race.work, args=(n,)) for n in range(4)]
    callers = [threading.Thread(target=race.call, args=(one,)) for one in crowd]
    for thread in [*workers, *callers]:
        thread.start()
    for thread in callers:
        thread.join()
    race.over.set()
    for thread in workers:
        thread.join()
    assert race.faults == []


class _Race:
    """`asked` counts up before each wake; a pass sees the count and, done, has served it."""

    def __init__(self, store, crowd):
        self.store, self.crowd = store, crowd
        self.asked, self.served = dict.fromkeys(crowd, 0), dict.fromkeys(crowd, 0)
        self.inside = dict.fromkeys(crowd, 0)
        self.over, self.faults, self.guard = threading.Event(), [], threading.Lock()

    def call(self, one):
        """Three wakes, the later ones likely during a pass; then wait for what was asked."""
        for number in range(15):
            for gap in (0.001, 0.002, 0.001 * (number % 4)):
                with self.guard:
                    self.asked[one] += 1
                with self.store.write() as tx:
                    wake(tx, one, now=datetime.now(UTC))
                time.sleep(gap)
            deadline = time.monotonic() + PATIENCE_S
            while self.served[one] < self.asked[one]:
                if time.monotonic() > deadline:
                    self.faults.append(("lost", one))
                    return
                time.sleep(0.001)

    def work(self, worker):
        turn = 0
        while not self.over.is_set():
            turn += 1
            one = self.crowd[turn % len(self.crowd)]
            with self.store.write() as tx:
                got = claim(tx, one, now=datetime.now(UTC), lease=LEASE, token=f"{worker}.{turn}")
            if got is None:
                time.sleep(0.001)
                continue
            self.attend(one)
            with self.store.write() as tx:
                release(tx, got, now=datetime.now(UTC), due_at=None)

    def attend(self, one):
        with self.guard:
            self.inside[one] += 1
            if self.inside[one] > 1:
                self.faults.append(("together", one))
            seen = self.asked[one]
        time.sleep(0.002)
        with self.guard:
            self.inside[one] -= 1
            self.served[one] = seen
