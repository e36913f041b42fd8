"""Case 40: two workers and a crowd on one PostgreSQL, in bad weather, and the day's arithmetic."""

from datetime import timedelta

import pytest

from connectors.google.api import hang_up
from service import wiring
from service.budget import CEILINGS, Limits, day
from service.pacing import _SPREAD as SPREAD
from service.pacing import SAFETY, poll_every
from service.store.budgets import spending
from service.store.seal import Seal, new_key
from service.store.store import open_store
from service.telemetry import Telemetry
from service.worker.chores import EARLIEST, LASTS, LATEST
from tests.budgets.crowd import Crowd, wait_for, workers
from tests.google_fake.fake import Fake
from tests.pushes.conftest import listening

ONE_PERCENT = 1.01
GRANTED_A_DAY = 1_000_000
"""Google's to say (facts on its calendar): what a project may call a day."""


@pytest.fixture
def fake():
    with Fake() as started:
        started.interface.check_answers = False  # the oracle takes most of the time
        yield started
        hang_up()


@pytest.mark.parametrize(
    ("people", "changes", "seconds"),
    [
        (10, 1, 240),  # who meets bad weather early rests for a minute
        pytest.param(60, 10, 600, marks=pytest.mark.soak),
        pytest.param(500, 10, 1500, marks=pytest.mark.soak),
    ],
)
def test_40_a_crowd_in_bad_weather(  # noqa: PLR0913, PLR0917 - three of them are how many
    postgresql_database, fake, tmp_path, people, changes, seconds, capsys
):
    key = new_key()
    store = open_store(postgresql_database, seal=Seal.from_keys([key]))
    crowd = Crowd(store, fake)
    with listening(store, wiring.clock, Telemetry("t")) as ear:
        crowd.settle(people)
        crowd.weather(40, bad=0.03)
        base = ear.address.removesuffix("/webhooks/google")
        with workers(postgresql_database, key, fake, tmp_path, base):
            for _ in range(changes):
                for email in crowd.emails:
                    crowd.change(email)
            done = wait_for(
                lambda: all(map(crowd.served, set(crowd.emails) - crowd.parked)), seconds
            )
        with store.read() as tx:
            now = wiring.clock()
            found = spending(tx, "google", Limits().project(), day=day(now), now=now)
    store.close()
    of_project, of_person = crowd.most_in_a_minute()
    starved = [one for one in crowd.emails if not (crowd.served(one) or one in crowd.parked)]
    with capsys.disabled():
        print(
            f"\n{people} people, {len(fake.seen)} calls; most in a minute {of_project} of all,"
            f" {of_person} of one; parked {len(crowd.parked)}, spent {found.spent}"
        )
    assert crowd.strangers() == []
    assert of_person <= 60 * ONE_PERCENT
    assert of_project <= 10_000 * ONE_PERCENT
    assert (done, starved) == (True, [])
    assert len([one for one in fake.seen if one.user]) <= sum(found.spent.values()) + 5
    assert {one.user for one in fake.seen if one.method == "events.list"} >= set(crowd.emails)


PUSHED_A_DAY, WRITTEN_A_DAY = 5, 50_000
"""Assumed: changes of one calendar that a push tells of, and what is written for all of them."""


def test_the_arithmetic_of_a_day_with_a_hundred_thousand_calendars(capsys):
    number, limits, a_day = 100_000, Limits(), timedelta(days=1)
    life = LASTS * (EARLIEST + LATEST) / 2
    renewals = number * (a_day / life) * 2  # one is made, and one stopped
    safety = number * (a_day / (SAFETY * (1 - SPREAD / 2)))
    pushes = number * PUSHED_A_DAY
    polls = number * (a_day / poll_every(number))
    total = renewals + safety + pushes + WRITTEN_A_DAY
    with capsys.disabled():
        print(
            f"\na day of {number} calendars: renewals {renewals:,.0f}, safety {safety:,.0f},"
            f" pushed looks {pushes:,.0f}, writes {WRITTEN_A_DAY:,}: {total:,.0f}"
            f" of {limits.project_a_day:,}; were none watched, polls {polls:,.0f}"
        )
    assert total < limits.project_a_day * CEILINGS["poll"] < GRANTED_A_DAY
    assert polls + WRITTEN_A_DAY < limits.project_a_day * CEILINGS["poll"]
