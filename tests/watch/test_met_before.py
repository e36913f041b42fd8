"""Before a second round the entry says in one line whom one has met, and what of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.domain.debrief import Debrief, Spoken
from service.domain.model import VisitKey
from service.store.debriefs import keep_debrief
from service.store.people import set_settings
from tests.watch.home import SETTINGS, THURSDAY, at_home, interview

DAY = timedelta(days=1)
DISCREET = "[privacy]\ndiscreet_titles = true\n"
PEOPLE = (
    Spoken(name="Dana Ruiz", topic="sailing", promise="the map"),
    Spoken(name="Lee Okafor"),
    Spoken(name="Kim Absent", present=False),
)


@pytest.fixture
def home(store):
    made = at_home(store)
    title = "Interview with {} - Engineer #interview"
    made.calendar("Personal").put(
        interview("one", THURSDAY, title.format("Acme")),
        interview("two", THURSDAY + 7 * DAY, title.format("Acme")),
        interview("role", THURSDAY + 8 * DAY, "Interview with Acme - Designer #interview"),
        interview("other", THURSDAY + 7 * DAY, title.format("Globex")),
    )
    made.watch()
    made.now = THURSDAY + timedelta(hours=2)
    with store.write() as tx:
        keep_debrief(tx, made.person, Debrief(visit=VisitKey("one"), at=made.now, people=PEOPLE))
    made.later(minutes=20)
    return made


def notes(home, key):
    return str(home.entries()[key]["DESCRIPTION"])


def test_the_next_round_says_it_and_no_other_role_or_company_does(home):
    line = "Met before: Dana Ruiz (sailing; promised: the map), Lee Okafor."
    assert line in notes(home, "two/prompt").splitlines()
    assert not any("Met before" in notes(home, f"{one}/prompt") for one in ("one", "role", "other"))


def test_where_others_can_look_it_says_nothing_of_anybody(home):
    with home.store.write() as tx:
        set_settings(tx, home.person, SETTINGS + DISCREET, now=home.now)
    home.later(minutes=20)
    bodies = home.body().decode()
    assert "Met before" not in bodies
    assert "Dana" not in bodies
