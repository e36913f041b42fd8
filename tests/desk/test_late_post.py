"""What is said of a card that the post would bring too late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.desk.late_post import late_post
from service.domain.debrief import Debrief
from service.domain.model import VisitKey
from service.store.debriefs import keep_debrief
from tests.watch.home import THURSDAY, at_home, interview

DAY = timedelta(days=1)


@pytest.mark.parametrize(("days", "late"), [(1, True), (30, False), (None, False)])
def test_it_is_said_once_they_told_when_they_decide(store, days, late):
    home = at_home(store)
    home.calendar("Personal").put(interview("acme", THURSDAY))
    decides = THURSDAY.date() + days * DAY if days else None
    with store.write() as tx:
        told = Debrief(visit=VisitKey("acme"), at=home.now, decides=decides)
        keep_debrief(tx, home.person, told)
    home.watch()
    with store.read() as tx:
        said = late_post(tx, home.person, VisitKey("acme"))
        assert late_post(tx, home.person, VisitKey("another")) == ""
    assert ("hand it in at reception, or skip it." in said) is late
    assert bool(said) is late
