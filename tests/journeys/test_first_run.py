"""From the printed link to follow-ups in one's own calendar, as a newcomer goes."""

from time import monotonic

from tests.journeys.calendars import LAST_MONTH, NEXT_WEEK, maybe
from tests.journeys.conftest import ON_POSTGRESQL_TOO

A_PRESS_S = 1.35 + 1.1 + 0.2
"""To think, to point and to press (Card, Moran and Newell 1980, keystroke-level model)."""
TO_FETCH_AN_ADDRESS_S = 60
"""To find the secret address in another program, and to paste it. The greater part by far."""
TWO_MINUTES_S = 120


@ON_POSTGRESQL_TOO
def test_a_newcomer_has_follow_ups_in_two_minutes(somebody, origin):
    address = origin.put("personal", LAST_MONTH, NEXT_WEEK)
    started = monotonic()

    somebody.sign_in()
    somebody.heads(f"Welcome, {somebody.me.name}")
    somebody.connect(address, patient=True)
    somebody.reads("In your last 90 days I see 1 interview; here is what I would have written")
    somebody.reads("1 interview to come")
    somebody.reads("Nothing has been written anywhere yet")
    feed = somebody.begin()

    assert {key for key in somebody.entries(feed) if key.startswith("umbrella/")} == {
        f"umbrella/{kind}" for kind in ("prompt", "debrief", "email", "card", "call")
    }
    assert somebody.page.locator("a[href^=webcal]").is_visible()
    somebody.press("Done, show me what is coming")
    somebody.sees(somebody.visit("Umbrella, Nurse"))

    assert (somebody.hands.presses, somebody.hands.fields) == (4, 1)
    waited = monotonic() - started
    assert waited + 4 * A_PRESS_S + TO_FETCH_AN_ADDRESS_S < TWO_MINUTES_S


def test_what_may_be_an_interview_is_answered_in_the_rehearsal(somebody, origin):
    somebody.sign_in()
    somebody.connect(origin.put("personal", maybe("Globex", 5), maybe("Hooli", 7)))
    somebody.press("Interview", within=somebody.visit("Interview with Globex"))
    somebody.heads("Here is what I found")
    somebody.press("Not one", within=somebody.visit("Interview with Hooli"))
    somebody.heads("Here is what I found")
    somebody.rests()
    somebody.open("/welcome")
    somebody.reads("1 interview to come")
    somebody.reads_not("Hooli")
    feed = somebody.begin()
    assert {key.partition("/")[0] for key in somebody.entries(feed)} == {"globex-5"}


def test_whoever_pastes_nonsense_is_told_and_keeps_what_was_typed(somebody, origin):
    somebody.sign_in()
    somebody.fill("Paste the secret address of your calendar", "my calendar")
    somebody.press("Read it")
    field = somebody.page.get_by_label("Paste the secret address of your calendar")
    assert field.input_value() == "my calendar"
    assert field.get_attribute("aria-invalid") == "true"
    assert somebody.page.locator(".fault").is_visible()
    somebody.connect(origin.put("personal", NEXT_WEEK))
