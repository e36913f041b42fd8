"""`afterword doctor`, in health and in every sickness it knows, on both databases."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from connectors.contract import Problem
from service.__main__ import app
from service.cli.checks import database, knocking, work
from service.store.faults import Unavailable
from service.store.heartbeats import beat
from service.store.people import add_person
from service.store.seal import Seal, embedded_key, new_key
from service.store.sources import add_source, record_look, source
from service.store.store import open_store
from tests.cli.test_service_commands import calendars
from tests.serve.running import free_port
from tests.web.running import running

__all__ = ["calendars"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AFTERWORD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AFTERWORD_PORT", str(free_port()))
    for name in ("AFTERWORD_DATABASE_URL", "AFTERWORD_KEY", "AFTERWORD_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def kept(home):
    """A database of the home, with its key beside it."""
    seal = Seal.from_keys([embedded_key(home / "afterword.key")])
    store = open_store(f"sqlite:///{home / 'afterword.db'}", seal=seal)
    yield store
    store.close()


def doctor(code=None):
    """What is said, by what it is about; and how bad the worst of it is."""
    result = CliRunner().invoke(app, ["doctor", "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    told = json.loads(result.stdout)
    assert result.exit_code == {"well": 0, "warning": 1, "fault": 2}[told["status"]]
    assert code in (None, result.exit_code), result.stdout
    found: dict[str, list[tuple[str, str]]] = {}
    for one in told["findings"]:
        says = f"{one['says']} {one['next_step']}"
        found.setdefault(one["about"], []).append((one["level"], says))
    return found


def add(store, address, **changed):
    now = datetime.now(UTC)
    with store.write() as tx:
        person = add_person(tx, f"me {address}", now=now)
        number = add_source(tx, person, address, name="Canary", host="calendar.example", now=now)
        record_look(tx, replace(source(tx, number), **changed))


def alive(store, age=timedelta()):
    with store.write() as tx:
        beat(tx, "somewhere/1", datetime.now(UTC) - age)


def test_before_the_first_start_it_says_so_and_makes_nothing(home):
    found = doctor(code=2)
    assert "no key" in found["key"][0][1]
    assert "never ran" in found["database"][0][1]
    assert not home.exists()


@pytest.fixture(params=["sqlite", "postgresql"])
def serving(request, home, calendars, monkeypatch):
    """A service at work on either database, with one calendar that is well."""
    key = new_key()
    name = {"sqlite": "sqlite_url", "postgresql": "postgresql_database"}[request.param]
    url = request.getfixturevalue(name)
    store = open_store(url, seal=Seal.from_keys([key]))
    _folder, port = calendars
    add(store, f"http://127.0.0.1:{port}/secret-path.ics", last_read=datetime.now(UTC), size=3)
    alive(store)
    for variable, value in (
        ("AFTERWORD_KEY", key),
        ("AFTERWORD_DATABASE_URL", url),
        ("AFTERWORD_ALLOW_HOSTS", f"127.0.0.1:{port}"),
    ):
        monkeypatch.setenv(variable, value)
    with running(store) as here:
        monkeypatch.setenv("AFTERWORD_BASE_URL", here.base_url)
        yield store
    store.close()


def test_a_service_that_is_well_on_this_machine_only(serving):
    found = doctor(code=1)  # for the feed is of no use to Google
    worst = {about: {level for level, _ in said} for about, said in found.items()}
    assert worst.pop("base address") == {"well", "warning"}
    assert set.union(*worst.values()) == {"well"}
    assert {"database", "key", "clock", "worker", "outbound", "calendar 1"} <= set(worst)
    assert any("answers there" in says for _, says in found["base address"])
    assert "3 events" in found["calendar 1"][0][1]


def test_in_words_it_is_a_line_each_and_without_names_and_paths(serving):
    said = CliRunner().invoke(app, ["doctor"]).stdout
    assert all(line.startswith(("ok     ", "look   ", "MEND   ")) for line in said.splitlines())
    assert "Canary" not in said
    assert "secret-path" not in said


def test_nobody_at_the_address_and_a_stranger_there_are_told_apart(kept, monkeypatch):
    def said():
        return " ".join(says for level, says in doctor()["base address"] if level == "fault")

    assert "Nobody answers" in said()
    with listener(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") as port:
        monkeypatch.setenv("AFTERWORD_BASE_URL", f"http://127.0.0.1:{port}")
        assert "Something else" in said()


@contextmanager
def listener(answer):
    def serve():
        connection, _ = server.accept()
        connection.recv(9999)
        connection.sendall(answer)
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


def test_the_address_is_measured_by_whom_it_serves(kept, monkeypatch):
    def warnings(address):
        monkeypatch.setenv("AFTERWORD_BASE_URL", address)
        return " ".join(says for level, says in doctor()["base address"] if level == "warning")

    monkeypatch.setattr("service.cli.checks.address.knock", lambda *_a, **_k: knocking.Knock())
    assert "own network only" in warnings("http://nas.lan:8000")
    assert "not https" in warnings("http://afterword.example")
    assert warnings("https://afterword.example") == ""
    monkeypatch.delenv("AFTERWORD_BASE_URL")
    assert "not set" in " ".join(says for _, says in doctor()["base address"])


def test_workers_that_are_silent_or_were_never_there(kept):
    assert "None was heard of" in doctor(code=2)["worker"][0][1]
    alive(kept, timedelta(hours=3))
    ((level, says),) = doctor()["worker"]
    assert (level, "3 hours ago" in says) == ("fault", True)
    alive(kept)
    assert doctor()["worker"][0][0] == "well"


def test_who_waits_is_told_beside_a_worker_that_lives(kept):
    with kept.write() as tx:
        add_person(tx, "me", now=datetime.now(UTC) - timedelta(minutes=5))
    alive(kept)
    assert [level for level, _ in doctor()["worker"]] == ["well", "warning"]


def test_a_key_that_others_may_read_is_wrong_or_gone(kept, home, monkeypatch):
    add(kept, "https://calendar.example/x")
    file = home / "afterword.key"
    file.chmod(0o644)
    assert f"chmod 600 {file}" in doctor()["key"][0][1]
    file.chmod(0o600)
    file.write_text(new_key())
    assert "1 of the secrets" in doctor(code=2)["key"][1][1]
    file.write_text("nonsense")
    assert "is no key" in doctor(code=2)["key"][0][1]
    file.unlink()
    assert "no key" in doctor(code=2)["key"][0][1]
    assert not file.exists()


def test_a_calendar_in_trouble_says_what_and_what_to_do(kept):
    gone = Problem(where="x", what="It is gone.", next_step="Copy the new address.")
    add(kept, "https://127.0.0.1:1/secret", problem=gone, failures=2)
    add(kept, "https://127.0.0.1:1/paused", active=False)
    late = datetime.now(UTC) - timedelta(hours=3)
    add(kept, "https://127.0.0.1:1/late", next_read=late)
    found = doctor(code=2)
    assert found["calendar 1"] == [
        ("fault", "calendar.example: last read never. It is gone. Copy the new address.")
    ]
    assert "left alone" in found["calendar 2"][0][1]
    assert "should have been read" in found["calendar 3"][0][1]
    assert [level for level, _ in found["outbound"]] == ["fault"]  # one door, knocked at once


def test_at_a_calendars_server_only_the_door_is_knocked_at(kept, monkeypatch):
    asked = []

    def knock(address, **_):
        asked.append(f"{address.text} {address.credentials}")
        return knocking.Knock(status=404)

    monkeypatch.setattr("service.cli.checks.calendars.knock", knock)
    add(kept, "webcal://me:hunter2@calendar.example/secret?x=secret")
    assert doctor()["outbound"][0][0] == "well"
    assert asked == ["https://calendar.example/ None"]


def test_a_database_that_cannot_be_written_or_is_of_another_version(kept, home, monkeypatch):
    def refuse(*_a, **_k):
        raise Unavailable("attempt to write a readonly database")

    monkeypatch.setattr(database, "try_to_write", refuse)
    assert "can't be written" in doctor(code=2)["database"][1][1]
    with kept.write() as tx:
        tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert "afterword migrate" in doctor(code=2)["database"][0][1]


def test_what_is_no_database_ends_in_a_sentence(kept, home):
    kept.close()
    (home / "afterword.db").write_bytes(b"this is no database at all, whatever its name may be")
    for beside in ("-wal", "-shm"):
        (home / f"afterword.db{beside}").unlink(missing_ok=True)
    assert "can't be opened" in doctor(code=2)["database"][0][1]


def test_a_server_that_is_away_ends_in_a_sentence_without_its_password(home, monkeypatch):
    url = f"postgresql://me:hunter2@127.0.0.1:{free_port()}/x"
    monkeypatch.setenv("AFTERWORD_DATABASE_URL", url)
    monkeypatch.setenv("AFTERWORD_KEY", new_key())
    found = doctor(code=2)
    assert "can't be opened" in found["database"][0][1]
    assert "hunter2" not in f"{found}"


@pytest.mark.parametrize(("free", "level"), [(9999, "well"), (499, "warning"), (19, "fault")])
def test_room_is_told_before_it_is_gone(kept, monkeypatch, free, level):
    usage = type("Usage", (), {"free": free * database.MEGABYTE})
    monkeypatch.setattr(database.shutil, "disk_usage", lambda _: usage)
    assert doctor()["disk"][0][0] == level


@pytest.mark.parametrize(
    ("others", "level"),
    [([], "warning"), ([29], "well"), ([-31], "warning"), ([301], "fault"), ([999, 1], "well")],
)
def test_the_clock_is_compared_with_any_other(others, level):
    now = datetime.now(UTC)
    clocks = [None, *(now + timedelta(seconds=seconds) for seconds in others)]
    assert work.clock(None, clocks, now=now).level == level


def test_a_knock_brings_the_servers_clock_and_not_its_words():
    head = b"HTTP/1.1 404 No\r\nDate: Tue, 24 Nov 2026 09:00:00 GMT\r\nContent-Length: 0\r\n\r\n"
    with listener(head) as port:
        there = knocking.Address(scheme="http", host="127.0.0.1", port=port, target="/")
        own = frozenset({("127.0.0.1", port)})
        found = knocking.knock(there, allow_hosts=own, network=knocking.Network())
        refused = knocking.knock(there, allow_hosts=frozenset(), network=knocking.Network())
    assert (found.status, found.clock) == (404, datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert refused.status is None
    assert refused.problem is not None


def test_settings_that_cannot_be_read_end_it_with_a_sentence(monkeypatch):
    monkeypatch.setenv("AFTERWORD_PORT", "none")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 2
    assert "AFTERWORD_PORT" in result.stderr
