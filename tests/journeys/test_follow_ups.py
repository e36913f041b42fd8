"""Done, skipped, planned again, undone, heard back: said on a page, seen in the feed."""

import pytest

from tests.journeys.calendars import DAY, NEXT_WEEK, TODAY, umbrella
from tests.journeys.conftest import ON_POSTGRESQL_TOO
from tests.journeys.hands import Pointing, Typing

TITLES = {
    "acme/call": "Call Acme",
    "acme/card": "Notes by hand: Acme",
    "acme/debrief": "Debrief: Acme",
    "acme/email": "Thank-you emails: Acme",
}


@pytest.fixture
def feed(somebody, origin):
    feed = somebody.settled(origin.put("personal", TODAY, NEXT_WEEK))
    somebody.open("/upcoming")
    return feed


def acme(somebody, key):
    return somebody.line(somebody.visit("Acme, Data Engineer"), TITLES[key])


def follows(somebody, feed):
    """What the feed says of Acme, once the pass has been."""
    somebody.rests()
    somebody.open("/upcoming")
    found = somebody.entries(feed)
    return {key: str(found[key]["SUMMARY"]) for key in TITLES if key in found}


@ON_POSTGRESQL_TOO
def test_done_skipped_and_undone(somebody, feed):
    before = follows(somebody, feed)
    assert "acme/email" in before

    somebody.press("Done", within=acme(somebody, "acme/debrief"))
    somebody.reads("Noted as done.")
    somebody.press("Skip", within=acme(somebody, "acme/card"))
    somebody.reads("Skipped: it goes from your calendar.")
    after = follows(somebody, feed)
    assert after["acme/debrief"] == f"✓ {before['acme/debrief']}"
    assert "acme/card" not in after

    somebody.press("Undo", within=acme(somebody, "acme/debrief"))
    somebody.press("Undo", within=acme(somebody, "acme/card"))
    somebody.reads("Taken back.")
    assert follows(somebody, feed) == before


@pytest.mark.parametrize("hands", [Pointing, Typing])
def test_they_answered_so_there_is_no_call(somebody, feed):
    before = follows(somebody, feed)
    visit = somebody.visit("Acme, Data Engineer")
    somebody.press("They answered", within=visit)
    somebody.reads("Noted that they answered")
    assert "acme/call" not in follows(somebody, feed)
    somebody.press("Undo “They answered”", within=visit)
    somebody.reads("Taken back.")
    assert follows(somebody, feed) == before


def test_the_journal_tells_it_and_takes_it_back(somebody, feed):
    before = follows(somebody, feed)
    somebody.press("Skip", within=acme(somebody, "acme/email"))
    assert "acme/email" not in follows(somebody, feed)
    somebody.open("/activity")
    line = somebody.page.locator("ol.journal li").filter(has=somebody.page.locator("button")).first
    assert TITLES["acme/email"] in line.inner_text()
    somebody.press("Undo", within=line)
    somebody.reads("Taken back.")
    assert follows(somebody, feed) == before


def test_an_interview_that_moves_takes_its_follow_ups_along(somebody, feed, origin):
    origin.put("personal", TODAY, umbrella(days=7))
    earlier = somebody.entries(feed)["umbrella/email"]["DTSTART"].dt
    somebody.check()
    assert somebody.entries(feed)["umbrella/email"]["DTSTART"].dt == earlier + DAY
    somebody.open("/activity")
    somebody.reads("Umbrella")
