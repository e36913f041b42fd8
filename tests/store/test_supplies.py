"""Stationery is counted by the person and gets less with every card."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.supplies import Supplies
from service.store.people import add_person
from service.store.supplies import keep_supplies, supplies, take

NOW = datetime(2026, 12, 1, 17, tzinfo=UTC)
SOME = Supplies(sheets=5, envelopes=2, stamps=9)


def somebody(tx, name="me"):
    return add_person(tx, name, now=NOW)


def test_who_never_counted_has_no_number_and_none_after_a_card(store):
    with store.write() as tx:
        me = somebody(tx)
        take(tx, me)
        assert supplies(tx, me) is None


def test_the_last_count_holds_for_each_person(store):
    with store.write() as tx:
        me, other = somebody(tx), somebody(tx, "other")
        for counted in (Supplies(sheets=1, envelopes=1, stamps=1), SOME):
            keep_supplies(tx, me, counted, now=NOW)
        keep_supplies(tx, other, Supplies(sheets=0, envelopes=0, stamps=0), now=NOW)
    with store.read() as tx:
        assert supplies(tx, me) == SOME


def test_a_card_takes_one_of_each_from_its_owner_alone(store):
    with store.write() as tx:
        me, other = somebody(tx), somebody(tx, "other")
        for person in (me, other):
            keep_supplies(tx, person, SOME, now=NOW)
        take(tx, me)
        assert supplies(tx, me) == Supplies(sheets=4, envelopes=1, stamps=8)
        assert supplies(tx, other) == SOME


_FEW = st.integers(0, 5)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None
)
@given(_FEW, _FEW, _FEW, _FEW)
def test_there_is_never_less_than_nothing_and_what_is_put_back_is_there(store, a, b, c, cards):
    with store.write() as tx:
        me = somebody(tx, f"{uuid4()}")
        keep_supplies(tx, me, Supplies(sheets=a, envelopes=b, stamps=c), now=NOW)
        take(tx, me, cards)
        left = supplies(tx, me)
        assert left == Supplies(
            sheets=max(a - cards, 0), envelopes=max(b - cards, 0), stamps=max(c - cards, 0)
        )
        take(tx, me, -cards)
        assert supplies(tx, me).envelopes == max(b - cards, 0) + cards
