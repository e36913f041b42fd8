"""What is told after an interview is as old as its last word about the call."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.desk.debrief import keep
from service.domain.debrief import Debrief
from service.domain.model import VisitKey
from service.store.answers import give_answer
from service.store.debriefs import debrief_of
from service.store.plan_rows import visits
from tests.watch.home import THURSDAY, at_home, interview

ACME, DAY, HOUR = VisitKey("acme"), timedelta(days=1), timedelta(hours=1)
AGREED = {"may_call": "agreed", "call_on": (THURSDAY + 7 * DAY).date()}


@pytest.fixture
def home(store):
    """An evening after the interview, at which a call was agreed for next week."""
    home = at_home(store)
    home.calendar("Personal").put(interview(ACME, THURSDAY))
    home.watch()
    home.now = THURSDAY + 4 * HOUR
    assert tell(home, Debrief(visit=ACME, at=home.now, **AGREED))
    return home


def tell(home, said):
    with home.store.read() as tx:
        visit = next(one for one in visits(tx, home.person) if one.key == ACME)
    return keep(home.store, home.person, visit, replace(said, at=home.now))


def told(home):
    with home.store.read() as tx:
        return debrief_of(tx, home.person, ACME)


def tellings(home):
    return home.actions().count("debrief_kept")


def test_that_they_answered_is_undone_by_a_later_date_and_by_nothing_else(home):
    home.later(days=1)
    assert "acme/call" in home.kinds()
    with home.store.write() as tx:
        give_answer(tx, home.person, "heard_back", ACME, now=home.now)
    home.later(minutes=20)
    assert tell(home, replace(told(home), remark="a bright office", interested=True))
    home.later(minutes=20)
    assert "acme/call" not in home.kinds()
    assert told(home).remark == "a bright office"
    assert tell(home, replace(told(home), decides=(THURSDAY + 10 * DAY).date()))
    home.later(minutes=20)
    assert "acme/call" in home.kinds()


def test_of_what_is_told_within_an_hour_there_is_one_line_whatever_it_says(home):
    assert tellings(home) == 1
    for hours, remark, lines in [(0.5, "a", 1), (2, "b", 2), (0.1, "c", 2), (0.1, "d", 2)]:
        home.now += hours * HOUR
        assert tell(home, replace(told(home), remark=remark))
        assert tellings(home) == lines
