"""A look that is asked for while another one is being written down."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.store.people import add_person
from service.store.sources import (
    add_source,
    ask_for_look,
    record_look,
    record_what_changed,
    rename_source,
    set_active,
    source,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def number(store):
    with store.write() as tx:
        me = add_person(tx, "me", now=NOW)
        return add_source(tx, me, "https://x.example/a.ics", name="A", host="x.example", now=NOW)


def looked(store, number):
    """What a worker writes down at the end of a look."""
    with store.write() as tx:
        seen = replace(
            source(tx, number), size=12, timezone="Europe/Berlin", last_read=NOW, next_read=LATER
        )
        record_look(tx, seen)
    return seen


def test_it_is_due_and_nothing_else_of_it_changes(store, number):
    with store.read() as tx:
        source(tx, number)  # what was known of it before the worker was done
    seen = looked(store, number)
    with store.write() as tx:
        ask_for_look(tx, number, now=NOW)
        assert source(tx, number) == replace(seen, next_read=NOW)


def test_a_worker_that_writes_between_reading_and_asking_loses_nothing(store, number):
    if store.dialect == "sqlite":
        pytest.skip("SQLite has one writer at a time: nothing comes between")
    with store.write() as tx:
        assert source(tx, number).size == 0
        seen = looked(store, number)
        ask_for_look(tx, number, now=NOW)
    with store.read() as tx:
        assert source(tx, number) == replace(seen, next_read=NOW)


def test_one_that_is_gone_meanwhile_stays_gone(store, number):
    with store.write() as tx:
        ask_for_look(tx, 99, now=NOW)
        assert source(tx, 99) is None


@pytest.mark.parametrize("change", ["look", "name", "leave alone"])
def test_what_the_person_says_during_a_look_stands(store, number, change):
    with store.read() as tx:
        before = source(tx, number)
    after = replace(before, cursor="v2", size=12, last_read=NOW, next_read=LATER)
    meanwhile = NOW + timedelta(minutes=1)
    with store.write() as tx:
        if change == "look":
            ask_for_look(tx, number, now=meanwhile)
        elif change == "name":
            rename_source(tx, number, "Mine", now=meanwhile)
        else:
            set_active(tx, number, active=False, now=meanwhile)
        record_what_changed(tx, before, after)
        left = source(tx, number)
    expected = {
        "look": replace(after, next_read=meanwhile, cursor=None),
        "name": replace(after, next_read=meanwhile, cursor=None, name="Mine"),
        "leave alone": replace(after, active=False),
    }
    assert left == expected[change]


def test_a_look_names_only_what_nobody_named(store, number):
    with store.write() as tx:
        unnamed = add_source(tx, source(tx, number).person, "x", name="", host="x", now=NOW)
        for one in (number, unnamed):
            before = source(tx, one)
            record_what_changed(tx, before, replace(before, name="Its own", cursor="v1"))
        assert (source(tx, number).name, source(tx, unnamed).name) == ("A", "Its own")
        assert source(tx, number).cursor == "v1"
