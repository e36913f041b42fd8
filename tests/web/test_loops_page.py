"""What is open today, on one screen."""

from __future__ import annotations

import pytest

from service.desk.loops import counted, loops
from service.desk.upcoming import upcoming
from service.domain.policy import Me
from service.store.answers import give_answer
from tests.web.diary import DAY, HOUR, interview
from tests.web.running import NOW
from tests.web.test_upcoming_page import text

ME = Me(timezone="UTC", timezone_guessed=False)


def found(store, me, now=NOW):
    return loops(upcoming(store, me.id, me=ME, now=now), ME, now=now)


@pytest.fixture
def acme(store, me):
    return interview(store, me.id, start=NOW - 4 * HOUR)


def test_it_shows_what_is_due_and_not_what_is_to_come(browser, acme):
    page = text(browser.get("/loops"))
    assert "Thank Dana Ruiz of Acme by email" in page
    assert "Call" not in page
    assert "/loops" in browser.get("/upcoming").text


@pytest.mark.parametrize(("days", "kinds"), [(0, ["email"]), (7, ["call", "email"]), (60, [])])
def test_calls_come_first_and_what_is_long_over_is_over(store, me, acme, days, kinds):
    assert [one.line.kind for one in found(store, me, NOW + days * DAY)] == kinds


@pytest.mark.parametrize("kind", ["done", "skip"])
def test_what_is_done_or_skipped_is_not_open(store, me, browser, acme, kind):
    with store.write() as tx:
        give_answer(tx, me.id, kind, "acme@example.com/email", now=NOW)
    assert found(store, me) == ()
    assert "Nothing is open" in text(browser.get("/loops"))


def test_done_leads_back_to_it(browser, acme):
    went = browser.post("/answers", answer="done acme@example.com/email", back="/loops")
    assert went.to == "/loops?did=said_done"


def test_it_can_be_said_without_a_name(store, me, acme):
    every = found(store, me, NOW + 7 * DAY)
    assert counted(every) == "1 call, 1 email"
    assert [one.discreetly for one in every] == ["Call: A.", "Write: A."]
