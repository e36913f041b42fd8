"""Nobody's note is like a colleague's; where two are, both are told apart from all others."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.debrief import Spoken
from service.domain.language import LANGUAGES
from service.domain.notes import GAP, MOST_SHARED, Written, alike, grams, has_gap, shared, values
from tests.notes.letters import ACME, KATE, PANEL, notes, said_in, written

PARTS = ("email", "card", "farewell", "farewell_card")
STATES = ("agreed", "email_only", "not_asked", None)
words = st.lists(st.text("abcdefghijklmnopqrst", min_size=2, max_size=9), min_size=3, max_size=9)
topics = words.map(" ".join)
texts = st.lists(
    st.sampled_from(["one", "two", "three", "four", "five", "six"]), min_size=5, max_size=60
)


def one(text, whom="a", **fields):
    return Written(**{"whom": whom, "name": whom, "topic": whom, "text": text} | fields)


@given(st.lists(topics, min_size=2, max_size=9, unique=True), st.sampled_from(PARTS))
@settings(max_examples=50, deadline=None)
def test_nine_people_with_a_topic_each_are_written_to_in_nine_ways(found, part):
    people = [Spoken(name=f"Kate {n}", topic=topic) for n, topic in enumerate(found)]

    assert not alike(notes(part, ACME, people))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_no_two_of_nine_ways_share_too_much_in_any_language(code, part):
    """36 pairs in each of eight languages, four kinds of note and four states of the call."""
    people = [Spoken(name=f"Kate {n}", topic=f"topic {n} of nine") for n in range(9)]
    for state in STATES:
        runs = [
            grams(note)
            for note in notes(part, said_in(code, replace(ACME, may_call=state)), people)
        ]
        assert max(shared(a, b) for a, b in combinations(runs, 2)) <= MOST_SHARED


@given(texts, texts)
@settings(max_examples=200, deadline=None)
def test_of_200_pairs_each_is_blocked_exactly_when_too_much_is_shared(left, right):
    a, b = one(" ".join(left), "a"), one(" ".join(right), "b")
    runs = [{tuple(text[n : n + 5]) for n in range(len(text) - 4)} for text in (left, right)]
    too_much = len(runs[0] & runs[1]) / min(map(len, runs)) > 0.6

    assert alike([a, b]) == ({"a": ("b",), "b": ("a",)} if too_much else {})


@given(texts, st.integers(0, 3))
@settings(max_examples=50, deadline=None)
def test_a_copy_with_another_greeting_and_another_name_in_it_is_a_copy(text, place):
    def addressed(name):
        said = [*text]
        said.insert(place, name)
        return one(f"Dear {name},\n\n{' '.join(said)}", name)

    assert alike([addressed("Dana"), addressed("Tom")]) == {"Dana": ("Tom",), "Tom": ("Dana",)}


@given(st.lists(texts, min_size=2, max_size=4))
@settings(max_examples=50, deadline=None)
def test_who_is_like_whom_is_said_of_both(found):
    said = alike([one(" ".join(text), f"{n}") for n, text in enumerate(found)])

    assert all(whom in said[other] for whom, others in said.items() for other in others)


def test_one_topic_for_two_people_blocks_both_however_it_is_spelt():
    jack = replace(PANEL[1], topic="Nightly  BATCHES, that became streams!")

    assert set(alike(notes("email", ACME, [KATE, jack]))) == {KATE.whom, jack.whom}


def test_one_topic_in_the_person_s_own_different_words_blocks_nobody():
    a, b = one("we spoke of streams at length and well", "a"), one("streams again, shorter", "b")
    same = [replace(note, topic="streams", own=True) for note in (a, b)]

    assert not alike(same)


def test_missing_topics_are_a_matter_of_each_note_and_not_of_two():
    gaps = notes("email", ACME, [replace(person, topic=" . ") for person in PANEL])

    assert all(has_gap(note.text) and GAP in note.text for note in gaps)
    assert not alike([replace(note, topic="") for note in gaps])


def test_scripts_without_spaces_are_compared_by_their_letters():
    text = "面接の機会をいただき誠にありがとうございました"

    assert alike([one(text, "a"), one(text, "b")])
    assert not alike([one(text, "a"), one("お話を伺えてたいへん嬉しく存じます", "b")])


def test_an_empty_note_is_like_no_other():
    assert not alike([one("", "a"), one("", "b")])


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("email", "card"), [("email", "card"), ("farewell", "farewell_card")])
def test_a_card_never_repeats_a_sentence_of_the_email(code, email, card):
    occasion = said_in(code)
    for place in range(9):
        mail, paper = (written(part, occasion, KATE, place) for part in (email, card))
        said = sentences(mail) & sentences(paper)
        assert not said
        a, b = (one(text, name=KATE.name) for text in (mail, paper))
        assert shared(grams(a), grams(b)) < 0.4


def sentences(text):
    """What is said in the body, without greeting and farewell."""
    body = [block for block in text.split("\n\n")[1:-1] if KATE.name not in block]
    marks = "。" if "。" in text else ". "
    said = {part.strip(" .\n「」") for block in body for part in block.split(marks)}
    return said - {"", KATE.topic}


@pytest.mark.parametrize("code", sorted({*LANGUAGES} - {"ja"}))
def test_an_email_is_as_long_as_the_advice_has_it(code):
    for state in STATES:
        for place in range(9):
            person = replace(KATE, topic="a thing the two of us talked about")
            mail, card = (
                written(part, said_in(code, replace(ACME, may_call=state)), person, place)
                for part in ("email", "card")
            )
            assert 90 <= len(mail.split()) <= 150, mail
            assert 50 <= len(card.split()) <= 90, card


def test_the_talking_point_stands_in_the_middle():
    for code in LANGUAGES:
        for place in range(9):
            for part in PARTS:
                text = written(part, said_in(code), KATE, place)
                assert 0.2 < text.index(KATE.topic) / len(text) < 0.8


def test_values_are_text_and_nothing_else():
    found = values(ACME, KATE, 0)

    flat = [
        *found.values(),
        *(v for one in found.values() if isinstance(one, dict) for v in one.values()),
    ]
    assert all(isinstance(one, str | dict) for one in flat)
