"""Suggestions and answers come back as they were, whatever a broken calendar holds."""

import json
from dataclasses import fields
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.store import schema
from service.store.answers import answers, give_answer, take_back_answer
from service.store.people import add_person, remove_person
from service.store.sources import add_source
from service.store.suggestions import (
    Suggestion,
    keep_suggestions,
    stored_suggestions,
    suggestions,
)
from tests.store import values
from tests.store.test_rows import NOW, SUGGESTION

found = st.builds(
    Suggestion,
    uid=values.words,
    title=values.words,
    start=values.instants,
    end=values.instants,
    all_day=st.booleans(),
    organizer=values.maybe_words,
    calendar=values.words,
    rule=values.words,
    because=values.words,
)
slow = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def me(store):
    with store.write() as tx:
        return add_person(tx, "me", now=NOW)


@pytest.fixture
def calendar(store, me):
    with store.write() as tx:
        return add_source(tx, me, "https://x.example/secret.ics", name="A", host="x", now=NOW)


@slow
@given(one=found)
def test_a_suggestion_comes_back_and_nothing_else_is_kept(store, me, calendar, one):
    with store.write() as tx:
        keep_suggestions(tx, me, calendar, [one])
    with store.read() as tx:
        assert stored_suggestions(tx, me) == {calendar: (one,)}
        assert suggestions(tx, me) == (one,)
        (row,) = tx.connection.execute(select(schema.suggestions)).mappings().all()
    assert set(row) == {"source", "digest", "person", "ends", "body"}
    assert set(json.loads(row["body"])) == {"v", *(field.name for field in fields(Suggestion))}


@slow
@given(key=values.words, value=values.words)
def test_an_answer_comes_back_and_can_be_taken_back(store, me, key, value):
    with store.write() as tx:
        give_answer(tx, me, "refuse", key, now=NOW, value=value)
        give_answer(tx, me, "refuse", key, now=NOW + timedelta(hours=1), value=value)
    with store.write() as tx:
        (one,) = answers(tx, me)
        assert (one.kind, one.key, one.value, one.at) == (
            "refuse",
            key,
            value,
            NOW + timedelta(hours=1),
        )
        assert not take_back_answer(tx, me, "refuse", key, at=NOW)
        assert take_back_answer(tx, me, "refuse", key, at=one.at)
        assert not take_back_answer(tx, me, "refuse", key)
        assert answers(tx, me) == ()


def test_one_persons_answers_silence_nobody_else(store, me, calendar):
    with store.write() as tx:
        other = add_person(tx, "you", now=NOW)
        keep_suggestions(tx, me, calendar, [SUGGESTION])
        give_answer(tx, other, "refuse", SUGGESTION.uid, now=NOW)
        give_answer(tx, other, "never", SUGGESTION.organizer, now=NOW)
        assert suggestions(tx, me) == (SUGGESTION,)
        assert suggestions(tx, other) == ()
        remove_person(tx, me)
        assert suggestions(tx, me) == ()
