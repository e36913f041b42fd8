"""Opening, transactions, and what the store says when the database can't answer."""

import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.store.engines import _prepare
from service.store.faults import Unavailable
from service.store.people import NameTaken, add_person, people
from service.store.store import open_store
from service.store.tokens import add_token

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_transaction_that_raises_leaves_nothing(store):
    with pytest.raises(NameTaken), store.write() as tx:
        [add_person(tx, name, now=NOW) for name in ("me", "me")]
    with store.read() as tx:
        assert people(tx) == []


def test_a_look_is_of_one_moment(store):
    with store.read() as look:
        assert people(look) == []
        with store.write() as tx:
            add_person(tx, "me", now=NOW)
        assert people(look) == []
    with store.read() as look:
        assert len(people(look)) == 1


def test_many_threads_write_in_turn(store):
    def add(name):
        with store.write() as tx:
            add_person(tx, name, now=NOW)

    threads = [threading.Thread(target=add, args=(f"{n}",)) for n in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        assert len(people(tx)) == 30


def test_threads_may_open_a_new_database_at_once(database_url, seal):
    with ThreadPoolExecutor(4) as pool:
        opened = [pool.submit(open_store, database_url, seal=seal) for _ in range(4)]
        for one in opened:
            one.result().close()


def test_two_programs_may_open_a_new_database_at_once(database_url):
    started = [_start(_OPEN.format(url=database_url)) for _ in range(2)]
    assert [one.wait(60) for one in started] == [0, 0]


def test_an_instant_without_a_zone_is_refused(store):
    with pytest.raises(Exception, match="aware"), store.write() as tx:
        add_person(tx, "me", now=datetime(2026, 1, 1))  # noqa: DTZ001


def test_an_embedded_database_is_its_owners_alone(sqlite_url, seal):
    open_store(sqlite_url, seal=seal).close()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_an_embedded_database_has_the_manners_of_the_facts(sqlite_url, seal):
    store = open_store(sqlite_url, seal=seal)
    names = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
    with store.read() as tx:
        found = [tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    store.close()
    assert found == ["wal", 1, 30_000, 1]


def test_what_is_deleted_is_written_over_however_sqlite_was_built(tmp_path):
    connection = sqlite3.connect(tmp_path / "x.db")
    connection.execute("PRAGMA secure_delete=OFF")
    _prepare(connection, None)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "nonsense"])
def test_other_databases_are_refused(url, seal):
    with pytest.raises(ValueError, match=r"database|use sqlite"):
        open_store(url, seal=seal)


def test_a_database_out_of_reach_is_unavailable(postgresql_url, seal):
    elsewhere = postgresql_url.rpartition("/")[0] + "/nowhere"
    with pytest.raises(Unavailable):
        open_store(elsewhere, seal=seal)


def test_a_database_that_breaks_off_is_unavailable_once_and_then_back(postgresql_database, seal):
    store = open_store(postgresql_database, seal=seal)
    with pytest.raises(Unavailable), store.write() as tx:
        tx.connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    with store.write() as tx:
        add_person(tx, "me", now=NOW)
    store.close()


def test_an_error_never_shows_the_values(store):
    with pytest.raises(Exception, match=r"(?i)foreign key") as caught, store.write() as tx:
        add_token(tx, 99, "secret", b"secret", NOW)
    assert "secret" not in str(caught.value)


def test_the_words_of_the_store_can_be_said_without_its_tools():
    code = (
        "import sys, service.store.values, service.store.store, service.store.seal;"
        "heavy = {'sqlalchemy', 'alembic', 'psycopg', 'cryptography'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    _python(code)


def test_opening_a_database_that_is_up_to_date_needs_no_migration_tool(sqlite_url, seal):
    open_store(sqlite_url, seal=seal).close()
    heavy = "import sys; assert not {'alembic', 'psycopg'} & set(sys.modules)"
    _python(f"{_OPEN.format(url=sqlite_url)}; {heavy}")


_OPEN = (
    "from service.store.seal import Seal, new_key; from service.store.store import open_store;"
    "open_store({url!r}, seal=Seal.from_keys([new_key()])).close()"
)


def _python(code):
    assert _start(code).wait(60) == 0


def _start(code):
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen([sys.executable, "-c", code], env=env)
