"""A look is asked for through the API while a worker writes one down."""

from dataclasses import replace
from datetime import timedelta

from service.desk import calendars
from service.store.sources import add_source, record_look, source
from tests.web.running import NOW


def test_what_a_worker_writes_while_a_look_is_asked_for_stays(service, store, me, monkeypatch):
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
    shown = service.call(f"/sources/{number}/check", me.token, method="POST").json
    assert pending == []
    assert (shown["events"], shown["next_read"]) == (12, "2026-11-24T09:00:00Z")
    with store.read() as tx:
        assert (source(tx, number).size, source(tx, number).next_read) == (12, NOW)
