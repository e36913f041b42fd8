"""What was told after an interview comes back as it was, and is one thing a visit."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.domain.debrief import Debrief, Spoken
from service.domain.model import VisitKey
from service.store.codec.debrief import decode_debrief, encode_debrief
from service.store.codec.text import load
from service.store.debriefs import debriefs, forget_debrief, keep_debrief
from service.store.link_secrets import give_link_secret, link_secret
from service.store.people import add_person
from tests.store import values

NOW = datetime(2026, 12, 1, 17, tzinfo=UTC)
TOLD = Debrief(visit=VisitKey("a"), at=NOW, people=(Spoken(name="Dana Ruiz", topic="batches"),))

spoken = st.builds(
    Spoken,
    name=values.words,
    email=values.maybe_words,
    role=values.maybe_words,
    topic=values.words,
    present=st.booleans(),
    email_text=values.maybe_words,
    emailed=st.none() | values.instants,
    posted=st.none() | values.instants,
    skipped=st.lists(st.sampled_from(["email", "card"]), unique=True).map(tuple),
)
told = st.builds(
    Debrief,
    visit=values.words.map(VisitKey),
    at=values.instants,
    people=st.lists(spoken, max_size=3).map(tuple),
    count=st.none() | st.integers(0, 30),
    next_step=st.none() | st.sampled_from(["next_round", "decision", "unknown"]),
    decides=st.none() | st.dates(),
    may_call=st.none() | st.sampled_from(["agreed", "email_only", "not_asked"]),
    call_on=st.none() | st.dates(),
    call_at=st.none() | st.times(),
    own_time=st.booleans(),
    call_number=values.words,
    interested=st.none() | st.booleans(),
    remark=values.words,
)


@given(told)
def test_a_debrief_comes_back_as_it_was(one):
    text = encode_debrief(one)
    assert text.isascii()
    assert decode_debrief(text) == one


@given(told)
def test_no_field_of_it_is_forgotten(one):
    kept = load(encode_debrief(one))
    assert {field.name for field in fields(Debrief)} == set(kept)
    for person in kept["people"]:
        assert {field.name for field in fields(Spoken)} == set(person)


def test_a_visit_has_one_debrief_the_last_that_was_kept(store):
    later = replace(TOLD, at=NOW + timedelta(minutes=1), remark="good people")
    other = replace(TOLD, visit=VisitKey("b"))
    with store.write() as tx:
        me, somebody = (add_person(tx, name, now=NOW) for name in ("me", "somebody"))
        for one in (TOLD, other, later):
            keep_debrief(tx, me, one)
        keep_debrief(tx, somebody, TOLD)
    with store.read() as tx:
        assert debriefs(tx, me) == {"a": later, "b": other}
        assert debriefs(tx, somebody) == {"a": TOLD}


def test_what_was_told_can_be_forgotten(store):
    with store.write() as tx:
        me = add_person(tx, "me", now=NOW)
        keep_debrief(tx, me, TOLD)
        assert forget_debrief(tx, me, VisitKey("a"))
        assert not forget_debrief(tx, me, VisitKey("a"))
        assert debriefs(tx, me) == {}


def test_a_secret_for_links_is_sealed_kept_and_replaced(store):
    with store.write() as tx:
        me = add_person(tx, "me", now=NOW)
        assert link_secret(tx, me) is None
        give_link_secret(tx, me)
        first = link_secret(tx, me)
        assert first
        assert first == link_secret(tx, me)
        give_link_secret(tx, me)
        assert link_secret(tx, me) not in {first, None}
