from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.policy import CardRule, Privacy
from service.domain.supplies import Supplies
from tests.domain.timing.entries import COORDINATOR, DANA, EXCLUDED, POLICY, TOM, entries, visit

FEW = Supplies(sheets=9, envelopes=1, stamps=9)


@pytest.mark.parametrize(
    ("left", "cards", "said"),
    [
        (Supplies(sheets=9, envelopes=3, stamps=3), 3, ()),
        (
            Supplies(sheets=9, envelopes=1, stamps=3),
            3,
            ("Envelopes: 1 left, you will want 3.",),
        ),
        (
            Supplies(sheets=0, envelopes=2, stamps=0),
            1,
            ("Stamps: none left, you will want 1.", "Sheets: none left, you will want 1."),
        ),
        (Supplies(sheets=0, envelopes=0, stamps=0), 0, ()),
    ],
)
def test_what_is_missing_is_said_with_how_many_are_wanted(left, cards, said):
    assert left.short_of(cards) == said


def notes_of(kind, *people, policy=POLICY, supplies=FEW):
    return entries(visit(*people), policy, supplies=supplies)[kind].content.notes


def test_before_an_interview_it_is_said_what_runs_out():
    assert "Envelopes: 1 left, you will want 2." in notes_of("prompt", DANA, TOM)
    assert "Stamps" not in notes_of("prompt", DANA, TOM)


@pytest.mark.parametrize(
    ("people", "more"),
    [
        pytest.param((DANA,), {}, id="enough for one"),
        pytest.param((), {}, id="nobody known: one"),
        pytest.param((DANA, COORDINATOR, EXCLUDED), {}, id="who gets no card"),
        pytest.param((DANA, TOM), {"supplies": None}, id="never counted"),
        pytest.param(
            (DANA, TOM), {"policy": replace(POLICY, card=CardRule(enabled=False))}, id="no cards"
        ),
        pytest.param(
            (DANA, TOM),
            {"policy": replace(POLICY, privacy=Privacy(discreet_titles=True))},
            id="others see it",
        ),
    ],
)
def test_where_nothing_runs_out_nothing_is_said(people, more):
    assert "you will want" not in notes_of("prompt", *people, **more)


def test_no_other_entry_speaks_of_it():
    found = entries(visit(DANA, TOM), supplies=FEW)
    told = [name for name, one in found.items() if "you will want" in one.content.notes]
    assert told == ["prompt"]
