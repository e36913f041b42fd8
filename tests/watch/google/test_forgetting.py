"""What is forgotten leaves the calendar too: past, crossed off and changed entries with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.desk.forgetting import forget_interview, forget_person
from service.store.plan_rows import visits
from service.worker.daily import Chores
from tests.watch.google.conftest import HOUR, THURSDAY
from tests.watch.test_forgetting import found


def one_visit(home):
    with home.store.read() as tx:
        return visits(tx, home.person)[0].key


def after_the_interview(home, me):
    """The prompt is past, the debrief is ticked off, and something stands in the email."""
    home.now = THURSDAY + HOUR
    home.settle(1, minutes=20)
    ours = home.ours()
    me.edit(ours["debrief"]["id"], summary="✓ " + ours["debrief"]["summary"])
    me.edit(ours["email"]["id"], description=ours["email"]["description"] + "\nask for the paper")
    home.settle(2)


def test_an_interview_takes_every_entry_along_and_only_its_own_event_stays(home, me, acme):
    after_the_interview(home, me)
    forget_interview(home.store, home.person, one_visit(home), now=home.now)
    home.settle(3)
    assert home.ours() == {}
    assert [one["id"] for one in me.events()] == [acme["id"]]
    assert home.rows() == {}
    assert found(home, ["Acme", "ask for the paper"]) == set()


def test_an_interview_that_is_changed_afterwards_is_not_taken_up_again(home, me, acme):
    forget_interview(home.store, home.person, one_visit(home), now=home.now)
    home.settle(1)
    me.drag(acme["id"], THURSDAY + 2 * HOUR, THURSDAY + 3 * HOUR)
    made = home.fake.count()["events.insert"]
    home.settle(4)
    assert home.fake.count()["events.insert"] == made
    assert home.ours() == {}


@pytest.mark.parametrize("whole", [False, True], ids=["news", "a whole listing"])
def test_what_is_so_old_that_nobody_looks_at_it_is_cleared_as_well(home, me, acme, whole):
    after_the_interview(home, me)
    assert home.ours()
    for _ in range(20):
        home.later(days=5)
    assert Chores(store=home.store, clock=lambda: home.now).forget() == 1
    if whole:  # it begins ninety days ago, so what is older is not in it and yet not gone
        home.fake.expire_sync_tokens(home.source().address)
        assert home.later(minutes=20) - home.now <= timedelta(minutes=1)
    home.settle(3)
    assert home.ours() == {}
    assert home.rows() == {}
    assert found(home, ["Acme"]) == set()


def test_somebody_is_in_no_entry_any_more(home, me, interview):
    home.connect()
    interview("Interview with Acme - Engineer #interview", attendees=DANA)
    home.watch()
    assert any("Dana Ruiz" in f"{one}" for one in home.ours().values())
    after_the_interview(home, me)
    forget_person(home.store, home.person, "Dana Ruiz", "dana@acme.example", now=home.now)
    home.settle(3)
    assert not any("Dana" in f"{one}" for one in home.ours().values())
    assert found(home, ["Dana"]) == set()


DAY = 24 * HOUR
DANA = [{"email": "dana@acme.example", "displayName": "Dana Ruiz"}]
