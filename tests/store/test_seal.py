"""Secrets: what is sealed opens with its key only, and no raw byte of the database tells them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.store.feeds import issue_feed
from service.store.people import add_person
from service.store.reseal import reseal
from service.store.seal import Seal, WrongKey, embedded_key, hash_token, new_key, new_token
from service.store.sources import add_source, sources
from service.store.store import open_store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ADDRESS = "https://calendar.example/private-5f1e9c/basic.ics"


def test_what_is_sealed_opens_with_its_key_and_no_other():
    seal = Seal.from_keys([new_key()])
    assert seal.open(seal.seal("\x00ü\udcff")) == "\x00ü\udcff"
    with pytest.raises(WrongKey):
        Seal.from_keys([new_key()]).open(seal.seal("x"))


@pytest.mark.parametrize("keys", [[], ["short"], ["ü" * 44]])
def test_what_is_no_key_is_refused_and_not_shown(keys):
    with pytest.raises(WrongKey) as caught:
        Seal.from_keys(keys)
    assert not any(key in str(caught.value) for key in keys)


def test_a_key_is_changed_in_two_steps_and_nothing_is_lost(store_url):
    old, new = new_key(), new_key()
    for keys in ([old], [new, old], [new]):
        store = open_store(store_url, seal=Seal.from_keys(keys))
        with store.write() as tx:
            if keys == [old]:
                me = add_person(tx, "me", now=NOW)
                add_source(tx, me, ADDRESS, name="A", host="h", now=NOW)
            assert [one.address for one in sources(tx, me)] == [ADDRESS]
            assert reseal(tx) == 1
        store.close()


def test_the_embedded_key_is_made_once_and_is_its_owners_alone(tmp_path):
    file = tmp_path / "new" / "key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(embedded_key, [file] * 16))
    assert len(keys) == 1
    Seal.from_keys([*keys])
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["key"]


def test_tokens_are_long_and_their_hashes_are_all_that_is_kept():
    assert len({new_token() for _ in range(100)}) == 100
    assert len(new_token()) == 43
    assert len(hash_token(new_token())) == 32


def test_no_raw_byte_of_an_embedded_database_tells_a_secret(sqlite_url, seal):
    token = _secrets_in(sqlite_url, seal)
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    raw = b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"Job interviews" in raw, "the search would find nothing anyway"
    for secret in (ADDRESS, "private-5f1e9c", token):
        assert secret.encode() not in raw


def test_no_raw_byte_of_a_postgresql_dump_tells_a_secret(postgresql_database, seal):
    import psycopg  # noqa: PLC0415 - an extra

    token = _secrets_in(postgresql_database, seal)
    raw = b""
    with psycopg.connect(postgresql_database) as connection:
        for table in ("people", "sources", "feeds"):
            rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own names
            raw += b"".join(
                value if isinstance(value, bytes) else str(value).encode()
                for row in rows
                for value in row
            )
    assert b"Job interviews" in raw, "the search would find nothing anyway"
    for secret in (ADDRESS, "private-5f1e9c", token):
        assert secret.encode() not in raw


def _secrets_in(url, seal):
    token = new_token()
    store = open_store(url, seal=seal)
    with store.write() as tx:
        me = add_person(tx, "me", now=NOW)
        add_source(tx, me, ADDRESS, name="Job interviews", host="calendar.example", now=NOW)
        issue_feed(tx, me, token_hash=hash_token(token), now=NOW)
    with store.read() as tx:
        assert ADDRESS not in repr(sources(tx, me))
    store.close()
    return token
