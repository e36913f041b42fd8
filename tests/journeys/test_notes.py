"""After a debrief: three emails and three cards, each its own, and the call that goes."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import tab
from tests.journeys.looks import Look
from tests.journeys.test_debrief import OVER, PANEL, SQLITE, TALKED, chip, topic
from tests.journeys.test_looks import FEW, SIZES


@pytest.fixture
def feed(somebody, origin):
    """The debrief is told, and the page of the emails is open."""
    feed = somebody.settled(origin.put("personal", OVER))
    somebody.open("/upcoming")
    somebody.press("Debrief")
    for name, said in zip(PANEL, TALKED, strict=True):
        somebody.hands.fill(topic(somebody, name), said)
    somebody.hands.press(chip(somebody, re.compile("^Yes, Fri .* 09:30")))
    somebody.press("Done")
    somebody.reads("Noted, and saved.")
    somebody.press("Emails")
    somebody.heads("Thank-you emails: Acme")
    return feed


def notes(somebody):
    """What stands in each of them."""
    return somebody.page.locator(".note .letter:last-of-type").all_inner_texts()


def test_three_different_emails_and_cards_go_and_the_call_goes_when_they_answer(somebody, feed):
    page, emails = somebody.page, notes(somebody)
    assert len({*emails}) == len(emails) == 3
    assert all(said in text for said, text in zip(TALKED, emails, strict=True))
    assert all("As agreed, I will call on Friday" in text for text in emails)
    to = [one.get_attribute("href") for one in page.get_by_text("Open in my mail program").all()]
    assert [one.partition("?")[0] for one in to] == [
        f"mailto:{name.split()[0].lower()}@acme.example" for name in PANEL
    ]
    for _ in PANEL:
        somebody.hands.press(page.get_by_role("button", name="I sent it").first)
    somebody.reads("Everyone has theirs. Well done.")

    somebody.press("Cards")
    cards = notes(somebody)
    assert len({*cards, *emails}) == 6
    for _ in PANEL:
        somebody.hands.press(page.get_by_role("button", name="I posted it").first)
    somebody.reads("Everyone has theirs. Well done.")

    page.get_by_role("link", name="Call", exact=True).click()
    somebody.hands.press(page.get_by_role("button", name="They answered"))
    somebody.reads("there is no call to make")
    somebody.rests()
    titles = {uid: f"{entry['SUMMARY']}" for uid, entry in somebody.entries(feed).items()}
    assert titles["acme/email"].startswith("✓")
    assert titles["acme/card"].startswith("✓")
    assert "acme/call" not in titles


@SQLITE
def test_they_are_fit_to_be_seen(somebody, browser, feed):
    base, found = somebody.page.url.removesuffix("/email"), []
    state = somebody.page.context.storage_state()
    for size, scheme in FEW:
        options = {"viewport": SIZES[size], "color_scheme": scheme, "java_script_enabled": True}
        with tab(browser, storage_state=state, **options) as page:
            for place in ("email", "card", "call"):
                look, name = Look(page), f"{place}-{size}-{scheme}"
                faults = look.at(f"{base}/{place}")
                look.picture(name)
                found += [f"{name}: {fault}" for fault in (*faults, *look.stands(axe=True))]
    assert not found, "\n".join(found)
