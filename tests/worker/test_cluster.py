"""Delivery by Procrastinate, beside our own tables."""

import pytest

from service.store.seal import Seal, new_key
from service.store.store import open_store
from service.worker import cluster


@pytest.fixture
def url(postgresql_database):
    open_store(postgresql_database, seal=Seal.from_keys([new_key()])).close()
    return postgresql_database


def waiting(url) -> list[tuple]:
    import psycopg  # noqa: PLC0415 - an extra

    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT args->>'person', queue_name, priority FROM procrastinate.procrastinate_jobs"
            " WHERE status = 'todo' ORDER BY id"
        ).fetchall()


def test_its_tables_are_made_once_and_stand_apart_from_ours(url):
    for _ in range(2):
        cluster.prepare(url)
    again = open_store(url, seal=Seal.from_keys([new_key()]), migrate=False)
    again.close()
    assert waiting(url) == []


def test_many_wakes_are_one_delivery_and_go_before_polls(url):
    cluster.prepare(url)
    with cluster.delivering(url) as deliverer:
        deliverer.poll(7)
        for _ in range(5):
            deliverer.wake(7)
            deliverer.poll(7)
    assert waiting(url) == [("7", "polls", 0), ("7", "wakes", 10)]


def test_a_delivery_that_fails_is_left_to_the_sweep(url, caplog):
    with cluster.delivering(url) as deliverer:  # its tables are missing
        deliverer.wake(7)
    assert "not delivered" in caplog.text
