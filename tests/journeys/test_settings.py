"""How somebody likes it: what it would change is seen first, and then it is applied."""

from datetime import timedelta

from tests.journeys.calendars import NEXT_WEEK

EMAIL = "umbrella/email"


def test_a_change_is_seen_before_it_is_made(somebody, origin):
    feed = somebody.settled(origin.put("personal", NEXT_WEEK))
    before = somebody.entries(feed)[EMAIL]["DTSTART"].dt

    somebody.open("/settings")
    somebody.unfold("email")
    somebody.hands.fill(delay(somebody), "180")
    somebody.press("See what would change")
    somebody.reads("1 open follow-up")
    somebody.reads("Thank-you emails: Umbrella")
    somebody.rests()
    assert somebody.entries(feed)[EMAIL]["DTSTART"].dt == before

    somebody.press("Apply")
    somebody.reads("Your settings are saved")
    somebody.rests()
    assert somebody.entries(feed)[EMAIL]["DTSTART"].dt == before + timedelta(hours=1)
    assert delay(somebody).input_value() == "180"


def test_a_change_that_was_only_looked_at_is_forgotten(somebody, origin):
    feed = somebody.settled(origin.put("personal", NEXT_WEEK))
    before = somebody.fetch(feed).body
    somebody.open("/settings")
    somebody.unfold("email")
    somebody.hands.fill(delay(somebody), "180")
    somebody.press("See what would change")
    somebody.press("Leave all as it is")
    assert delay(somebody).input_value() == ""
    somebody.rests()
    assert somebody.fetch(feed).body == before


def test_a_zone_that_is_none_is_told_beside_its_field(somebody, origin):
    somebody.settled(origin.put("personal", NEXT_WEEK))
    somebody.open("/settings")
    zone = somebody.page.locator("[name='me.timezone']")
    somebody.hands.fill(zone, "Mars/Olympus")
    somebody.press("See what would change")
    somebody.reads("nothing is saved yet")
    assert zone.input_value() == "Mars/Olympus"
    assert zone.get_attribute("aria-invalid") == "true"


def delay(somebody):
    return somebody.page.locator("[name='email.delay_minutes']")
