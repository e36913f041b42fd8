"""The interview is over: a panel of three, on a phone, by the thumb, within a minute."""

from __future__ import annotations

import re

import pytest

from tests.journeys.calendars import HOUR
from tests.journeys.conftest import tab
from tests.journeys.house import NOW
from tests.journeys.looks import Look
from tests.journeys.test_looks import SIZES, VIEWS
from tests.serve.origin import interview

PANEL = ("Dana Ruiz", "Tom Baker", "Priya Natarajan")
GUESTS = [
    f"ATTENDEE;CN={name};PARTSTAT=ACCEPTED:mailto:{name.split()[0].lower()}@acme.example"
    for name in PANEL
]
TALKED = ("Nightly batches that became streams", "Tea, and why tests are slow", "Her first year")
OVER = interview("acme", NOW - 2 * HOUR, *GUESTS)
# The database has no say in how a page looks.
SQLITE = pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="package")


@pytest.fixture
def feed(somebody, origin):
    feed = somebody.settled(origin.put("personal", OVER))
    somebody.open("/upcoming")
    return feed


def topic(somebody, name):
    first = name.split()[0]
    return somebody.page.get_by_label(f"One thing you and {first} talked about")


def chip(somebody, words):
    return somebody.page.locator("label.chip").filter(has_text=words)


def test_a_panel_of_three_takes_three_fields_and_three_taps(somebody, feed):
    somebody.press("Debrief")
    somebody.heads("How was Acme?")
    hands = somebody.hands
    hands.presses = hands.fields = 0
    for name, said in zip(PANEL, TALKED, strict=True):
        hands.fill(topic(somebody, name), said)
    hands.press(chip(somebody, "They decide"))
    hands.press(chip(somebody, re.compile("^Yes, Fri .* 09:30")))
    somebody.press("Done")
    somebody.reads("Noted, and saved.")
    assert (hands.fields, hands.presses) == (3, 3)

    for name, said in zip(PANEL, TALKED, strict=True):
        assert topic(somebody, name).input_value() == said
    somebody.rests()
    entries = somebody.entries(feed)
    notes = f"{entries['acme/email']['DESCRIPTION']}"
    assert [said for said in TALKED if said not in notes] == []
    assert "as agreed" in f"{entries['acme/call']['SUMMARY']}"
    assert f"{entries['acme/debrief']['SUMMARY']}".startswith("✓")


def test_a_known_browser_opens_the_link_after_its_session_is_over(somebody, feed):
    somebody.press("Debrief")
    link = somebody.page.url
    somebody.press("Done")
    somebody.reads("Noted, and saved.")
    cookies = somebody.page.context.cookies()
    somebody.page.context.clear_cookies(name="afterword")
    somebody.page.goto(link)
    somebody.heads("How was Acme?")
    assert {one["name"] for one in cookies} == {"afterword", "afterword-device"}
    somebody.page.context.clear_cookies()
    somebody.page.goto(link)
    somebody.heads("This is somebody's private page")
    somebody.press("Sign in")
    somebody.page.goto(
        f"{somebody.house.link(somebody.me.person)}?next={link.partition('/d/')[1]}"
        f"{link.partition('/d/')[2]}"
    )
    somebody.press(f"Sign in as {somebody.me.name}")
    somebody.heads("How was Acme?")


def test_what_cannot_be_read_comes_back_as_it_was_typed(somebody, feed):
    somebody.press("Debrief")
    somebody.hands.fill(topic(somebody, PANEL[0]), TALKED[0])
    somebody.hands.press(chip(somebody, "Another time"))
    somebody.press("Done")
    somebody.reads("One thing could not be read; all the rest is saved.")
    somebody.reads("On which day may you call?")
    assert topic(somebody, PANEL[0]).input_value() == TALKED[0]


@SQLITE
def test_it_is_fit_to_be_seen(somebody, browser, feed):
    somebody.press("Debrief")
    link, found = somebody.page.url, []
    state = somebody.page.context.storage_state()
    for size, scheme in VIEWS:
        options = {"viewport": SIZES[size], "color_scheme": scheme, "java_script_enabled": True}
        with tab(browser, storage_state=state, **options) as page:
            look, name = Look(page), f"debrief-{size}-{scheme}"
            faults = look.at(link)
            page.reload()
            for words in ("Next week", "Another time", "Not sure yet"):
                page.locator("label.chip").filter(has_text=words).click()
            look.picture(name)
            found += [f"{name}: {fault}" for fault in (*faults, *look.stands(axe=True))]
    assert not found, "\n".join(found)
