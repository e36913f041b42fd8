"""Counting stationery, and being told on Upcoming before it runs out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from service.desk.supplies import put_back, used
from service.domain.model import Key
from service.domain.supplies import Supplies
from service.store.journal import journal
from service.store.plan_rows import follow_ups, keep_follow_ups
from service.store.supplies import keep_supplies, supplies
from tests.web.diary import interview
from tests.web.running import NOW

ENOUGH = {"sheets": "9", "envelopes": "9", "stamps": "9"}
FEW = Supplies(sheets=9, envelopes=0, stamps=9)


def left(store, me):
    with store.read() as tx:
        return supplies(tx, me.id)


def count(store, me, counted):
    with store.write() as tx:
        keep_supplies(tx, me.id, counted, now=NOW)


def cards(store, me, key="acme@example.com", **told):
    """An interview with an entry for cards beside it."""
    email, _ = interview(store, me.id, key, **told)
    one = replace(email, kind="card", key=Key(f"{key}/card"))
    with store.write() as tx:
        keep_follow_ups(tx, me.id, [*follow_ups(tx, me.id), one])


def test_what_is_counted_is_kept_shown_and_told(store, me, browser):
    answer = browser.post("/supplies", **(ENOUGH | {"envelopes": "2"}))
    assert answer.to == "/supplies?did=supplies_counted"
    assert left(store, me) == Supplies(sheets=9, envelopes=2, stamps=9)
    assert 'value="2"' in browser.get("/supplies").text
    with store.read() as tx:
        assert "2 envelopes" in journal(tx, me.id)[0].text


@pytest.mark.parametrize("typed", ["", "-1", "two", "99999", "1.5", "٣"])
def test_what_is_no_number_comes_back_with_a_word(store, me, browser, typed):
    page = browser.post("/supplies", **(ENOUGH | {"stamps": typed}))
    assert page.status == 422
    assert "whole number" in page.text
    assert f'value="{typed}"' in page.text
    assert left(store, me) is None


def test_a_card_that_is_posted_takes_one_of_each_until_it_is_put_back(store, me):
    count(store, me, Supplies(sheets=3, envelopes=2, stamps=1))
    with store.write() as tx:
        used(tx, me.id)
    assert left(store, me) == Supplies(sheets=2, envelopes=1, stamps=0)
    with store.write() as tx:
        put_back(tx, me.id)
    assert left(store, me) == Supplies(sheets=3, envelopes=2, stamps=1)


def test_upcoming_says_what_runs_out(store, me, browser):
    cards(store, me, people=("Dana Ruiz", "Tom Baker"))
    assert "left, you will want" not in browser.get("/upcoming").text
    count(store, me, FEW)
    page = browser.get("/upcoming").text
    assert "Envelopes: none left, you will want 2." in page
    assert 'href="/supplies"' in page
    count(store, me, replace(FEW, envelopes=2))
    assert "left, you will want" not in browser.get("/upcoming").text


def test_what_the_next_interview_wants_counts_and_not_that_of_another_month(store, me, browser):
    cards(store, me)
    cards(store, me, "next@example.com", start=NOW + timedelta(days=2), people=())
    cards(store, me, "later@example.com", start=NOW + timedelta(days=30))
    count(store, me, FEW)
    assert "you will want 2." in browser.get("/upcoming").text


def test_an_interview_without_cards_wants_none(store, me, browser):
    interview(store, me.id)
    count(store, me, FEW)
    assert "left, you will want" not in browser.get("/upcoming").text
