"""A card that would come after they decided: the interview is on Tuesday 1 December 2026.

The card goes into the box on Wednesday 2 December; at home it is opened on Monday 7.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.arrival import arrives
from service.domain.call import office_of
from service.domain.model import Decided, Decides, HeardBack, Key
from service.domain.policy import CallRule, Employer
from tests.domain.timing.entries import DANA, POLICY, START, entries, sitting, visit

ABROAD = replace(POLICY, employer=Employer(timezone="Europe/Berlin", country="DE"))
NOWHERE = replace(POLICY, me=replace(POLICY.me, country=None, timezone="UTC"))


def card(*answers, policy=POLICY):
    return entries(visit(DANA, sessions=(sitting(answers=answers),)), policy)["card"]


def decides(day):
    return Decides(line="decides: ...", day=day, year_given=True)


def office(policy=POLICY):
    return office_of(visit(DANA), policy)


@pytest.mark.parametrize(
    ("posted", "policy", "there"),
    [
        pytest.param(date(2026, 12, 2), POLICY, date(2026, 12, 7), id="over a weekend"),
        pytest.param(date(2026, 12, 4), POLICY, date(2026, 12, 9), id="posted on a friday"),
        pytest.param(date(2026, 11, 24), POLICY, date(2026, 12, 1), id="thanksgiving and after"),
        pytest.param(date(2026, 12, 2), ABROAD, date(2026, 12, 11), id="abroad"),
        pytest.param(date(2026, 12, 2), NOWHERE, date(2026, 12, 7), id="countries unknown"),
    ],
)
def test_it_is_there_after_days_on_which_somebody_opens_it(posted, policy, there):
    assert arrives(posted, office(policy)) == there


def test_a_day_on_which_their_office_is_shut_counts_as_no_day():
    shut = replace(POLICY, call=CallRule(extra_closed_days=(date(2026, 12, 3),)))
    assert arrives(date(2026, 12, 2), office(shut)) == date(2026, 12, 8)


@pytest.mark.parametrize(
    ("day", "late"),
    [
        pytest.param(date(2026, 12, 1), True, id="on the day itself"),
        pytest.param(date(2026, 12, 4), True, id="before it arrives"),
        pytest.param(date(2026, 12, 7), False, id="on the day it arrives"),
        pytest.param(date(2026, 12, 9), False, id="after"),
        pytest.param(date(2026, 11, 30), False, id="before the interview: misread"),
    ],
)
def test_it_is_flagged_if_they_decide_before(day, late):
    assert ("too_late_by_post" in card(decides(day)).flags) is late


def test_it_says_why_and_what_to_do_instead():
    told = card(decides(date(2026, 12, 4)))
    said = (
        "They decide on Friday 4 December, and by post it is there about Monday 7 December:"
        " hand it in at reception, or skip it."
    )
    assert told.because.endswith(said)
    assert said in told.content.notes
    assert told.content.when == card().content.when


def test_abroad_is_farther():
    day = decides(date(2026, 12, 9))
    assert "too_late_by_post" not in card(day).flags
    assert "too_late_by_post" in card(day, policy=ABROAD).flags


@pytest.mark.parametrize(
    "answer", [HeardBack(line="heard back"), Decided(line="offer", outcome="offer")]
)
def test_once_they_have_answered_nothing_is_too_late(answer):
    assert "too_late_by_post" not in card(decides(date(2026, 12, 4)), answer).flags


def test_nobody_said_when():
    assert "too_late_by_post" not in card().flags


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from([POLICY, ABROAD]))
def test_who_posts_later_is_never_there_sooner(posted, policy):
    there = arrives(posted, office(policy))
    assert posted < there <= arrives(posted + timedelta(days=1), office(policy))


def test_it_is_still_too_late_when_the_card_was_put_off():
    told = visit(DANA, sessions=(sitting(answers=(decides(date(2026, 12, 9)),)),))
    later = {Key("a/card"): START + timedelta(days=6)}
    assert "too_late_by_post" not in entries(told)["card"].flags
    put_off = entries(told, put_off=later)["card"]
    assert "too_late_by_post" in put_off.flags
    assert "hand it in at reception" in put_off.because
