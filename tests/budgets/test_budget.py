"""No minute and no day is overdrawn, who is more urgent goes first, and a pause is everybody's."""

import random
from bisect import bisect_left
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from connectors.contract import Transient
from service.budget import CEILINGS, HOLD, PATIENCE, SLACK, Budgets, Limits, day
from service.store.budgets import URGENCIES, spending
from service.store.grants import keep_grant
from service.store.people import add_person
from service.telemetry.budgets import BudgetsLeft
from tests.store.consents import grant

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def accounts(store):
    with store.write() as tx:
        owners = [add_person(tx, f"p{number}", now=NOW) for number in range(4)]
        return [keep_grant(tx, owner, "google", grant(f"{owner}"), now=NOW) for owner in owners]


@pytest.fixture
def at(store, clock):
    """A process of its own, with limits of its own choice."""

    def made(**limits):
        return Budgets(
            store, clock=clock, limits=Limits(**limits), sleep=clock.sleep, dice=lambda: 0.0
        )

    return made


def spent(store, clock, limits):
    with store.read() as tx:
        return spending(tx, "google", limits.project(), day=day(clock()), now=clock())


def most_in_a_minute(times):
    times = sorted(times)
    return max(
        (bisect_left(times, one + MINUTE) - place for place, one in enumerate(times)), default=0
    )


@pytest.mark.parametrize("seed", range(3))
def test_no_minute_is_overdrawn_by_any_number_of_processes(at, accounts, clock, seed):
    dice = random.Random(seed)  # noqa: S311
    limits = {"project_a_minute": 120, "account_a_minute": 40}
    processes = [at(**limits) for _ in range(3)]
    arrived = []
    for _ in range(1500):
        clock.sleep(dice.choice([0.0, 0.0, 0.01, 0.3, dice.random() * 4]))
        account, urgency = dice.choice(accounts), dice.choice(URGENCIES)
        wait = dice.choice(processes).wait(account, urgency, events=dice.random() < 0.5)
        if wait is None:
            on_its_way = dice.random() * (SLACK - HOLD)
            arrived.append((clock() + on_its_way, account))
    assert len(arrived) > 200
    assert most_in_a_minute([when for when, _ in arrived]) <= 120
    for account in accounts:
        own = [when for when, whose in arrived if whose == account]
        assert most_in_a_minute(own) <= 40


def test_calls_that_were_long_on_their_way_do_not_overdraw_the_minute_they_arrive_in(
    at, accounts, clock
):
    processes = [at(project_a_minute=120, account_a_minute=60) for _ in range(3)]
    made = dict.fromkeys(accounts, 0)
    ends = clock() + MINUTE + SLACK
    while clock() < ends:
        for account in accounts:
            for here in processes:
                made[account] += here.wait(account, "waiting", events=True) is None
        clock.sleep(0.5)
    assert 100 < sum(made.values()) <= 120
    clock.sleep(70)
    alone, made_alone, ends = at(account_a_minute=60), 0, clock() + MINUTE + SLACK
    while clock() < ends:
        made_alone += alone.wait(accounts[0], "waiting", events=True) is None
        clock.sleep(0.1)
    assert 50 < made_alone <= 60


def test_who_is_sent_away_by_the_project_has_used_nothing_of_their_own(at, accounts, clock):
    poor = at(project_a_minute=10)
    while poor.wait(accounts[0], "waiting", events=True) is None:
        pass
    for _ in range(50):
        assert poor.wait(accounts[0], "waiting", events=True) is not None
    clock.sleep(1)
    rich, mine = at(project_a_minute=100_000), 0
    while rich.wait(accounts[0], "waiting", events=True) is None:
        mine += 1
    assert mine >= 10


def test_a_second_process_has_only_what_the_first_has_left(at, accounts, clock):
    first, second = at(project_a_minute=20), at(project_a_minute=20)
    gone = [one.wait(accounts[0], "waiting", events=True) for one in (first, second) * 4]
    assert gone.count(None) == 2


def test_who_waits_goes_before_messages_renewals_and_polls(at, accounts, clock, store):
    here = at(project_a_minute=100, account_a_minute=10_000)
    got = dict.fromkeys(reversed(URGENCIES), 0)
    for urgency in got:
        while here.wait(accounts[0], urgency, events=False) is None:
            got[urgency] += 1
    assert got == {"poll": 5, "renewal": 1, "pushed": 2, "waiting": 2}


def test_nobody_is_sent_away_for_longer_than_it_takes(at, accounts, clock):
    here = at(project_a_minute=100)
    for urgency in URGENCIES:
        while (wait := here.wait(accounts[0], urgency, events=False)) is None:
            pass
        clock.sleep(wait.total_seconds() + 1)
        assert here.wait(accounts[0], urgency, events=False) is None, urgency


def test_a_day_is_never_overdrawn_and_the_last_calls_are_for_who_waits(at, accounts, clock, store):
    limits = {"project_a_day": 100, "account_a_minute": 10_000}
    processes = [at(**limits), at(**limits)]
    got = dict.fromkeys(reversed(URGENCIES), 0)
    for urgency in got:
        for here in processes:
            while (wait := here.wait(accounts[0], urgency, events=False)) is None:
                got[urgency] += 1
            assert wait == HOUR
    assert {one: sum(list(got.values())[: place + 1]) for place, one in enumerate(got)} == {
        urgency: int(100 * CEILINGS[urgency]) for urgency in got
    }
    found = spent(store, clock, Limits(**limits))
    assert sum(found.spent.values()) == 100
    clock.sleep(86_400)
    assert processes[0].wait(accounts[0], "poll", events=False) is None


def test_what_was_drawn_and_not_called_does_not_count_for_the_day(at, accounts, clock, store):
    here = at()
    for number in range(200):
        for _ in range(1 if number % 4 else 3):
            assert here.wait(accounts[0], "poll", events=False) is None
        clock.sleep(30)
    counted = spent(store, clock, Limits()).spent["poll"]
    assert 300 <= counted <= 364


def test_hundreds_of_calls_cost_few_transactions(at, accounts, clock, store):
    here = at(account_a_minute=100_000)
    commits = []
    event.listen(store.engine, "commit", commits.append)
    for _ in range(640):
        assert here.wait(accounts[0], "pushed", events=False) is None
    own = 640 / 6
    assert len(commits) < own + 20


def test_use_limits_stop_the_writes_of_one_account_and_in_every_process(at, accounts, clock, store):
    first, second = at(), at()
    mine, other = accounts[:2]
    for _ in range(2):  # and holds one more
        assert second.wait(mine, "waiting", events=True) is None
        first.gate(mine, reads="pushed").admit("write")
    first.gate(mine, reads="pushed").pause(3 * HOUR, writes_only=True)
    with pytest.raises(Transient):
        first.gate(mine, reads="pushed").admit("write")
    clock.sleep(HOLD.total_seconds())
    for here in (first, second):
        with pytest.raises(Transient) as no:
            here.gate(mine, reads="pushed").admit("write")
        assert no.value.retry_after >= 3 * HOUR - HOLD
        here.gate(mine, reads="pushed").admit("read")
        here.gate(mine, reads="renewal").admit("write")
        here.gate(other, reads="pushed").admit("write")
    assert spent(store, clock, Limits()).parked == 1
    clock.sleep(3 * 3600)
    second.gate(mine, reads="pushed").admit("write")
    assert spent(store, clock, Limits()).parked == 0


def test_who_is_asked_to_wait_asks_nothing_before(at, accounts, clock):
    here = at()
    here.gate(accounts[0], reads="pushed").pause(MINUTE, writes_only=False)
    here.gate(accounts[0], reads="pushed").pause(MINUTE / 2, writes_only=False)
    for kind in ("read", "write"):
        with pytest.raises(Transient) as no:
            here.gate(accounts[0], reads="poll").admit(kind)
        assert no.value.retry_after == MINUTE
    clock.sleep(60)
    here.gate(accounts[0], reads="poll").admit("read")


def test_a_pass_waits_a_little_and_then_sees_to_somebody_else(at, accounts, clock):
    here = at(account_a_minute=60)
    gate = here.gate(accounts[0], reads="waiting")
    began, made = clock(), 0
    no = None
    while no is None:
        try:
            gate.admit("write")
            made += 1
        except Transient as later:
            no = later
    assert made >= 15
    assert clock() - began <= PATIENCE
    assert no.retry_after < timedelta(seconds=10)


def test_an_account_that_is_gone_may_ask_nothing(at, clock):
    assert at().wait(999, "waiting", events=True) == HOUR


def test_a_clock_that_is_behind_fills_no_bucket_and_brings_no_day_back(at, accounts, clock, store):
    here = at(project_a_minute=100, account_a_minute=10_000)
    while here.wait(accounts[0], "waiting", events=True) is None:
        pass
    counted = sum(spent(store, clock, Limits()).spent.values())
    clock.sleep(-86_400)
    assert at(project_a_minute=100).wait(accounts[1], "waiting", events=True) is not None
    clock.sleep(86_400)
    assert sum(spent(store, clock, Limits()).spent.values()) == counted


def test_two_clocks_that_differ_fill_no_account_twice(at, accounts, clock):
    made = 0
    for number in range(200):
        clock.sleep(-5 if number % 2 else 5)
        made += at().wait(accounts[0], "waiting", events=True) is None
    assert made <= 15 + 5


def test_how_the_budgets_stand_is_told(at, accounts, clock, store):
    here = at()
    here.gate(accounts[0], reads="poll").admit("read")
    here.pause(accounts[1], HOUR, writes_only=True)
    shown = {
        (sample.name, sample.labels.get("why")): sample.value
        for metric in BudgetsLeft(store=store, clock=clock, limits=Limits()).collect()
        for sample in metric.samples
    }
    assert shown["afterword_google_day_calls", "poll"] == 1
    assert shown["afterword_google_day_calls_left", None] == 949_999
    assert shown["afterword_google_calls_left", None] == 999
    assert shown["afterword_google_accounts_parked", None] == 1
    assert shown["afterword_google_channels", None] == 0
