"""Once a day what has been over for long enough is forgotten, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.domain.debrief import Debrief, Spoken
from service.domain.model import VisitKey
from service.store.answers import give_answer
from service.store.debriefs import keep_debrief
from service.worker.daily import Chores
from tests.watch.home import THURSDAY, at_home, interview
from tests.watch.test_forgetting import found

DAY = timedelta(days=1)
ACME = VisitKey("acme")


@pytest.fixture
def home(store):
    made = at_home(store)
    made.calendar("Personal").put(interview("acme", THURSDAY))
    made.watch()
    made.now = THURSDAY + timedelta(hours=2)
    people = (Spoken(name="Dana Ruiz", topic="chess"),)
    with store.write() as tx:
        keep_debrief(tx, made.person, Debrief(visit=ACME, at=made.now, people=people))
    made.later(minutes=20)
    return made


def chores(home):
    return Chores(store=home.store, clock=lambda: home.now)


def answer(home, kind):
    with home.store.write() as tx:
        give_answer(tx, home.person, kind, ACME, now=home.now)


def test_thirty_days_after_a_no_nothing_of_it_is_left(home):
    answer(home, "rejected")
    home.later(days=29)
    assert chores(home).forget() == 0
    assert found(home, ["chess", "Dana"]) == {"chess", "Dana"}
    home.later(days=1)
    assert chores(home).forget() == 1
    assert chores(home).forget() == 0
    home.later(minutes=20)
    assert found(home, ["chess", "Dana", "Acme"]) == set()
    assert home.actions() == ["interview_forgotten"]


def test_ninety_days_of_silence_do_the_same_though_it_has_left_the_plan(home):
    home.later(days=89)
    assert chores(home).forget() == 0
    home.later(days=3)
    assert chores(home).forget() == 1
    home.later(minutes=20)
    assert found(home, ["chess", "Dana", "Acme"]) == set()


def test_what_is_kept_stays(home):
    answer(home, "rejected")
    answer(home, "keep")
    home.later(days=400)
    assert chores(home).forget() == 0
    assert found(home, ["chess"]) == {"chess"}


def test_it_is_done_at_once_and_then_once_a_day(home):
    answer(home, "rejected")
    others = []

    def fail():
        raise OSError("just now")

    daily = Chores(
        store=home.store, clock=lambda: home.now, others=(lambda: others.append(1), fail)
    )
    daily.attend()
    home.later(days=40)
    daily._done = home.now - DAY / 2
    daily.attend()
    assert found(home, ["chess"]) == {"chess"}
    daily._done = home.now - DAY
    daily.attend()
    assert found(home, ["chess"]) == set()
    assert len(others) == 3
