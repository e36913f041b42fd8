"""Known again by tombstones alone: the name in every spelling, and nobody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.forgotten import NOBODY_IS, Forgotten, of_interview, of_person

DANA = of_person("salt", "Dana Ruiz", "Dana.Ruiz+jobs@Acme.example")
GONE = Forgotten(secret="salt", tombstones=DANA)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Thank Dana Ruiz by email", "Thank somebody by email"),
        ("Ruiz, Dana and Lee", "somebody and Lee"),
        ("with Dr. DANA RUÍZ, at 10", "with somebody, at 10"),
        ("Dana\nRuiz's talk", "somebody's talk"),
        ("Dana Ruiz\u2019s team, DANA RUIZ'S", "somebody\u2019s team, somebody'S"),
        ("Dana O'Ruiz and Lee's", "Dana O'Ruiz and Lee's"),
        ("dana.ruiz@acme.example, please", "somebody, please"),
        ("Dana Lee and Maria Ruiz", "Dana Lee and Maria Ruiz"),
        ("Dana Ruiz, Dana Ruiz.", "somebody, somebody."),
        ("", ""),
    ],
)
def test_a_text_loses_the_name_and_nothing_else(text, kept):
    assert GONE.text(text) == kept


@pytest.mark.parametrize(
    ("name", "email", "known"),
    [
        ("dana ruiz", None, True),
        ("Ms Dana Ruiz", None, True),
        ("D. R.", "dana.ruiz@acme.example", True),
        ("Dana", None, False),
        ("", None, False),
        ("Lee Okafor", "lee@acme.example", False),
    ],
)
def test_somebody_is_known_by_name_or_mailbox(name, email, known):
    assert GONE.somebody(name, email) is known


def test_another_secret_knows_nobody():
    assert not Forgotten(secret="pepper", tombstones=DANA).somebody("Dana Ruiz")


def test_a_tombstone_of_one_sort_is_none_of_another():
    one = Forgotten(secret="salt", tombstones=frozenset({of_interview("salt", "dana ruiz")}))
    assert one.interview("dana ruiz")
    assert not one.somebody("Dana Ruiz")


@given(st.text())
def test_where_nobody_is_forgotten_every_text_stays(text):
    assert NOBODY_IS.text(text) == text


@given(st.text(max_size=60), st.text(max_size=60))
def test_done_twice_is_done_once(before, after):
    once = GONE.text(f"{before} Dana Ruiz {after}")
    assert GONE.text(once) == once
