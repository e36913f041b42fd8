"""A calendar is changed at the desk while a worker writes down a look at it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.desk import calendars
from service.store.sources import add_source, record_look, source
from tests.web.running import NOW

CHANGES = {
    "check": (
        lambda store, me, number: calendars.check(store, me, number, now=NOW),
        {"next_read": NOW},
    ),
    "rename": (
        lambda store, me, number: calendars.rename(store, me, number, "B", now=NOW),
        {"name": "B", "next_read": NOW, "cursor": None},
    ),
    "leave alone": (
        lambda store, me, number: calendars.set_watched(store, me, number, watched=False, now=NOW),
        {"active": False},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_worker_writes_while_a_calendar_is_changed_stays(store, me, change, monkeypatch):
    with store.write() as tx:
        number = add_source(tx, me.id, "https://x.example/a", name="A", host="x", now=NOW)
    later = NOW + timedelta(hours=3)
    pending = ["a look that ends just now"]

    def end_look():
        while pending:
            pending.pop()
            with store.write() as tx:
                record_look(tx, replace(source(tx, number), size=12, next_read=later))

    def read_and_be_overtaken(tx, asked):
        found = source(tx, asked)
        end_look()
        return found

    if store.dialect == "sqlite":
        end_look()  # it has one writer at a time: a worker is there before or after, not between
    monkeypatch.setattr(calendars, "source", read_and_be_overtaken)
    act, expected = CHANGES[change]
    changed = act(store, me.id, number)
    assert pending == []
    with store.read() as tx:
        assert source(tx, number) == changed
    assert changed.size == 12
    assert {name: getattr(changed, name) for name in expected} == expected
