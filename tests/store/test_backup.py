"""A backup is one moment of a running service, and goes into either database."""

import threading
from datetime import UTC, datetime, timedelta
from itertools import count
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from connectors.contract import CalendarId, Cursor
from service.store import schema
from service.store.backup import NotABackup, backup
from service.store.faults import WrongVersion
from service.store.feeds import feed_by_hash, issue_feed, keep_body
from service.store.heartbeats import beat
from service.store.journal import journal, write_line
from service.store.leases import claim
from service.store.ledger import StoredLedger
from service.store.people import add_person, people
from service.store.restore import NotEmpty, restore
from service.store.seal import Seal, WrongKey, new_key
from service.store.sessions import keep_sessions
from service.store.sources import add_source, sources
from service.store.store import open_store
from service.store.versions import HEAD
from tests.store.test_rows import LATER, NOW, PLACED, SESSION

ADDRESS = "https://calendar.example/private-5f1e9c/basic.ics"
AWKWARD = "\x00\udcff\\ ✓"


@pytest.fixture
def full(store):
    """A store with something in every table, and everything awkward in it."""
    with store.write() as tx:
        add_person(tx, "nobody", now=NOW)
        me = add_person(tx, AWKWARD, now=NOW)
        source = add_source(tx, me, ADDRESS, name=AWKWARD, host="x", now=NOW)
        keep_sessions(tx, me, source, [SESSION])
        issue_feed(tx, me, token_hash=b"t" * 32, now=NOW)
        keep_body(tx, me, b"\x00BODY\xff", '"e"', LATER)
        write_line(tx, me, NOW, "looked", None, AWKWARD)
        beat(tx, "worker", NOW)
    StoredLedger(store, me, NOW).commit(CalendarId("feed"), {PLACED.key: PLACED}, Cursor("c"))
    return store


def test_what_is_restored_gives_the_same_backup_again(full, database_url, seal, tmp_path):
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    backup(full, one)
    restore(database_url, one, seal)
    again = open_store(database_url, seal=seal)
    backup(again, other)
    assert one.read_bytes() == other.read_bytes()
    assert _everything(again) == _everything(full)
    with again.write() as tx:
        me = people(tx)[1]
        assert (me.name, sources(tx, me.id)[0].address) == (AWKWARD, ADDRESS)
        assert feed_by_hash(tx, b"t" * 32).body == b"\x00BODY\xff"
        assert add_person(tx, "a newcomer", now=NOW) > me.id
        write_line(tx, me.id, NOW, "looked", None, "after")
        assert [line.text for line in journal(tx, me.id)] == ["after", AWKWARD]
    again.close()


def test_a_backup_made_while_others_write_is_of_one_moment(store, database_url, seal, tmp_path):
    over = threading.Event()
    threads = [threading.Thread(target=_write_pairs, args=(store, n, over)) for n in range(2)]
    for thread in threads:
        thread.start()
    files = [tmp_path / f"{number}.zip" for number in range(5)]
    for file in files:
        backup(store, file)
    over.set()
    for thread in threads:
        thread.join()
    sizes = [_pairs_in(file) for file in files]
    assert sizes == sorted(sizes)
    assert sizes[-1] > 0
    restore(database_url, files[-1], seal)
    again = open_store(database_url, seal=seal)
    with again.read() as tx:
        assert len(people(tx)) == sizes[-1]
    again.close()


def test_a_lease_does_not_outlive_its_holder(full, database_url, seal, tmp_path):
    with full.write() as tx:
        me = people(tx)[0].id
        claim(tx, me, now=NOW, lease=timedelta(days=9), token="a")
    backup(full, tmp_path / "b.zip")
    restore(database_url, tmp_path / "b.zip", seal)
    again = open_store(database_url, seal=seal)
    with again.write() as tx:
        assert claim(tx, me, now=NOW, lease=timedelta(days=9), token="b") is not None
    again.close()


def test_a_database_with_people_in_it_is_left_alone(full, store_url, seal, tmp_path):
    before = _everything(full)
    backup(full, tmp_path / "b.zip")
    with pytest.raises(NotEmpty):
        restore(store_url, tmp_path / "b.zip", seal)
    assert _everything(full) == before


def test_without_its_key_a_backup_is_not_put_back(full, database_url, seal, tmp_path):
    backup(full, tmp_path / "b.zip")
    with pytest.raises(WrongKey):
        restore(database_url, tmp_path / "b.zip", Seal.from_keys([new_key()]))
    restore(database_url, tmp_path / "b.zip", seal)


def test_half_a_backup_is_refused_and_the_whole_one_still_goes_in(
    full, database_url, seal, tmp_path
):
    whole, half = tmp_path / "whole.zip", tmp_path / "half.zip"
    backup(full, whole)
    with ZipFile(whole) as saved, ZipFile(half, "w") as made:
        for name in saved.namelist():
            made.writestr(name, b"" if name == "journal.jsonl" else saved.read(name))
    broken = whole.read_bytes()
    for body in (half.read_bytes(), broken[: len(broken) // 2], b"", b"PK"):
        half.write_bytes(body)
        with pytest.raises(NotABackup):
            restore(database_url, half, seal)
    restore(database_url, whole, seal)


def test_a_backup_of_a_newer_program_is_refused(full, database_url, seal, tmp_path):
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    backup(full, old)
    with ZipFile(old) as saved, ZipFile(new, "w") as made:
        for name in saved.namelist():
            made.writestr(name, saved.read(name).replace(f'"{HEAD}"'.encode(), b'"9999"'))
    with pytest.raises(WrongVersion):
        restore(database_url, new, seal)


def test_a_backup_is_its_owners_alone_and_replaces_the_last_one_whole(full, tmp_path):
    file = tmp_path / "b.zip"
    backup(full, file)
    first = file.read_bytes()
    with full.write() as tx:
        add_person(tx, "one more", now=NOW)
    backup(full, file)
    assert file.read_bytes() != first
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["b.zip"]


def test_a_backup_that_fails_leaves_the_last_one(full, tmp_path, monkeypatch):
    file = tmp_path / "b.zip"
    backup(full, file)
    first = file.read_bytes()
    monkeypatch.setattr("service.store.backup.dump_row", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup(full, file)
    assert file.read_bytes() == first
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["b.zip"]


def test_no_secret_stands_open_in_a_backup(full, tmp_path):
    backup(full, tmp_path / "b.zip")
    with ZipFile(tmp_path / "b.zip") as saved:
        raw = b"".join(saved.read(name) for name in saved.namelist())
    assert b"looked" in raw
    assert b"private-5f1e9c" not in raw


def _write_pairs(store, thread, over):
    """A person and a line of the journal, always together."""
    for number in count():
        if over.is_set():
            return
        with store.write() as tx:
            me = add_person(tx, f"{thread}.{number}", now=datetime.now(UTC))
            write_line(tx, me, datetime.now(UTC), "looked", None, "")


def _pairs_in(file):
    with ZipFile(file) as saved:
        rows = {name: saved.read(name).count(b"\n") for name in saved.namelist()}
    assert rows["people.jsonl"] == rows["journal.jsonl"]
    return rows["people.jsonl"]


def _everything(store):
    found = {}
    with store.read() as tx:
        for name, table in schema.metadata.tables.items():
            if name != "heartbeats":
                rows = tx.connection.execute(select(table).order_by(*table.primary_key))
                found[name] = [tuple(row) for row in rows]
    return found
