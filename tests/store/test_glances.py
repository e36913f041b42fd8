"""A glance is one statement that stands alone."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from service.store.faults import Unavailable
from service.store.people import add_person, people
from service.store.store import open_store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_END_THE_OTHERS = text(
    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


def test_a_glance_sees_what_was_committed_before_it(store):
    for number in range(3):
        with store.write() as tx:
            add_person(tx, f"{number}", now=NOW)
        assert len(store.glance(people)) == number + 1


def test_a_glance_sees_nothing_that_is_not_committed(store):
    with store.write() as tx:
        add_person(tx, "me", now=NOW)
        assert store.glance(people) == []


def test_a_glance_sends_its_statement_and_nothing_else(sqlite_url, seal):
    store, sent = open_store(sqlite_url, seal=seal), []
    with store.read() as tx:
        tx.connection.connection.driver_connection.set_trace_callback(sent.append)
    sent.clear()
    with store.read() as tx:
        people(tx)
    assert [one.split()[0] for one in sent] == ["BEGIN", "SELECT", "COMMIT"]
    sent.clear()
    store.glance(people)
    assert [one.split()[0] for one in sent] == ["SELECT"]
    store.close()


def test_a_glance_leaves_no_transaction_and_sends_nothing_to_end_one(postgresql_database, seal):
    store = open_store(postgresql_database, seal=seal)
    server = store.glance(
        lambda tx: tx.connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    )
    last = text("SELECT state, query FROM pg_stat_activity WHERE pid = :pid")
    with store.read() as tx:
        found = tx.connection.execute(last, {"pid": server}).one()
    assert tuple(found) == ("idle", "SELECT pg_backend_pid()")
    store.close()


def test_a_restarted_database_costs_no_glance_an_error(postgresql_database, seal):
    store = open_store(postgresql_database, seal=seal)
    store.glance(people)
    with store.read() as tx:
        assert tx.connection.execute(_END_THE_OTHERS).scalar_one() == 1
    assert store.glance(people) == []
    store.close()


def test_a_glance_that_breaks_off_again_is_unavailable(postgresql_database, seal):
    store, tried = open_store(postgresql_database, seal=seal), []

    def broken(tx):
        tried.append(tx)
        tx.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(Unavailable):
        store.glance(broken)
    assert len(tried) == 2
    assert store.glance(people) == []
    store.close()


def test_a_fault_of_the_statement_is_not_tried_again(store):
    tried = []

    def wrong(tx):
        tried.append(tx)
        tx.connection.execute(text("SELECT 1 FROM nowhere"))

    with pytest.raises(Exception, match="nowhere"):
        store.glance(wrong)
    assert len(tried) == 1
