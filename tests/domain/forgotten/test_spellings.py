"""Whoever is being forgotten leaves no spelling behind, and nobody else loses theirs."""

from __future__ import annotations

import time

import pytest

from service.domain.forgotten import Forgotten, of_person
from service.domain.spellings import spellings


def without(text, *names):
    return Forgotten(
        secret="salt", tombstones=of_person("salt", names[0], None), spelt=spellings(names)
    ).text(text)


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("Dana Ruiz", "ask dana ruiz about it", "ask somebody about it"),
        (
            "Dana Ruiz",
            "Dana Ruiz's team, dana  ruiz\u2019s desk",
            "somebody's team, somebody\u2019s desk",
        ),
        ("Dana Ruiz", "DANA\nRUIZ.", "somebody."),
        ("Dana Ruíz", "dana ruiz and dana ruíz", "somebody and somebody"),
        ("Ms Dana Ruiz", "with dana ruiz", "with somebody"),
        ("Ruiz, Dana (Acme)", "with dana ruiz", "with somebody"),
        ("Dana Ruiz", "jordana ruiz, dana ruizeno", "jordana ruiz, dana ruizeno"),
        ("Dana Ruiz", "dana lee and maria ruiz", "dana lee and maria ruiz"),
        ("Will", "will you ask Will's friend Willow?", "will you ask somebody's friend Willow?"),
        ("D. (R.)*", "a d. (r.)*, and dada rrr", "a somebody, and dada rrr"),
        ("田中太郎", "田中太郎さんと話した", "somebodyさんと話した"),
        ("田中 太郎さん", "昨日は田中太郎様", "昨日はsomebody様"),
        ("김민준", "김민준님께", "somebody님께"),
        ("李明", "张李明 李明浩", "张李明 somebody浩"),
        ("李", "李白, 李", "李白, somebody"),
    ],
)
def test_a_text_loses_every_spelling_and_nothing_else(name, text, kept):
    assert without(text, name) == kept


def test_every_spelling_that_is_known_goes():
    assert without("d. ruiz, dana ruiz", "Dana Ruiz", "D. Ruiz") == "somebody, somebody"


def test_where_no_name_is_known_there_is_nothing_to_look_for():
    assert spellings(["", " "]) is None


def test_a_text_made_to_be_slow_is_not():
    begun = time.process_time()
    without("dana " * 20_000 + "dana" + " " * 50_000, "Dana Ruiz")
    assert time.process_time() - begun < 2
