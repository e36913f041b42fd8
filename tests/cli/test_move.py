"""One command from SQLite to PostgreSQL, and back again."""

from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from service.__main__ import app
from service.store.backup import backup
from service.store.heartbeats import beat
from service.store.people import add_person, people
from service.store.seal import Seal, embedded_key, new_key
from service.store.sources import add_source, sources
from service.store.store import open_store

NOW = datetime.now(UTC)
ADDRESS = "https://calendar.example/private-8a7d/basic.ics"


@pytest.fixture
def move(monkeypatch, tmp_path):
    monkeypatch.setenv("AFTERWORD_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("AFTERWORD_KEY", raising=False)

    def run(start, target, *, key=None):
        monkeypatch.setenv("AFTERWORD_DATABASE_URL", start)
        if key:
            monkeypatch.setenv("AFTERWORD_KEY", key)
        return CliRunner().invoke(app, ["move", target])

    return run


def filled(url, key):
    store = open_store(url, seal=Seal.from_keys([key]))
    with store.write() as tx:
        me = add_person(tx, "me", now=NOW)
        add_source(tx, me, ADDRESS, name="Personal", host="calendar.example", now=NOW)
        beat(tx, "worker", NOW - timedelta(minutes=1))
    return store


def saved(store, file):
    backup(store, file)
    store.close()
    return file.read_bytes()


def opened(url, key, file):
    store = open_store(url, seal=Seal.from_keys([key]))
    with store.read() as tx:
        assert sources(tx, people(tx)[0].id)[0].address == ADDRESS
    return saved(store, file)


@pytest.fixture
def both(sqlite_url, postgresql_database):
    return {"sqlite": sqlite_url, "postgresql": postgresql_database}


@pytest.mark.parametrize(("start", "end"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_everything_is_moved_in_either_direction(move, both, start, end, tmp_path):
    key = new_key()
    before = saved(filled(both[start], key), tmp_path / "before.zip")
    result = move(both[start], both[end], key=key)
    assert result.exit_code == 0, result.output
    assert opened(both[end], key, tmp_path / "after.zip") == before
    assert opened(both[start], key, tmp_path / "again.zip") == before
    assert both[end] not in result.output  # it may hold a password
    assert "AFTERWORD_DATABASE_URL" in result.output


def test_the_key_beside_a_file_is_named_where_it_has_to_go_along(
    move, sqlite_url, postgresql_database, tmp_path
):
    key_file = tmp_path / "store" / "afterword.key"
    filled(sqlite_url, embedded_key(key_file)).close()
    result = move(sqlite_url, postgresql_database)
    assert f"AFTERWORD_KEY_FILE={key_file}" in result.output
    opened(postgresql_database, key_file.read_text(), tmp_path / "after.zip")


def test_a_database_with_people_in_it_is_not_touched(move, both, tmp_path):
    key = new_key()
    filled(both["sqlite"], key).close()
    before = saved(filled(both["postgresql"], key), tmp_path / "before.zip")
    result = move(both["sqlite"], both["postgresql"], key=key)
    assert (result.exit_code, "people in this database" in result.output) == (2, True)
    assert opened(both["postgresql"], key, tmp_path / "after.zip") == before


def test_nothing_is_moved_while_somebody_is_at_work(move, sqlite_url, tmp_path):
    key = new_key()
    with filled(sqlite_url, key).write() as tx:
        beat(tx, "another", datetime.now(UTC) - timedelta(seconds=9))
    target = tmp_path / "other.db"
    result = move(sqlite_url, f"sqlite:///{target}", key=key)
    assert (result.exit_code, "at work" in result.output) == (2, True)
    assert not target.exists()


@pytest.mark.parametrize("target", ["mysql://me:secret@db/x", "sqlite://", "secret"])
def test_what_is_no_address_is_refused_and_not_repeated(move, sqlite_url, target):
    result = move(sqlite_url, target)
    assert result.exit_code == 2
    assert "secret" not in result.output


def test_the_database_that_is_used_is_no_target(move, sqlite_url):
    result = move(sqlite_url, sqlite_url)
    assert (result.exit_code, "used now" in result.output) == (2, True)
