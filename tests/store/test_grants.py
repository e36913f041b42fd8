"""An account is one row for ever, through pauses, new consents and removal."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from service.desk.leaving import leave
from service.store.channels import Channel, add_channel, channels_of
from service.store.grants import (
    grants_of,
    keep_grant,
    pause_grant,
    people_with_account,
    remove_grant,
    revoke_grant,
    stored_grant,
)
from service.store.leases import claim, release
from service.store.people import add_person
from service.store.renewals import kept_token
from service.store.reseal import reseal
from service.store.seal import Seal, new_key
from service.store.sources import add_source, sources
from service.store.store import open_store
from tests.store.consents import HOUR, NOW, fresh, grant


@pytest.fixture
def me(store):
    with store.write() as tx:
        return add_person(tx, "me", now=NOW)


def connect(store, person, *, now=NOW, **how):
    with store.write() as tx:
        return keep_grant(tx, person, "google", grant(**how), now=now)


def found(store, account):
    with store.read() as tx:
        return stored_grant(tx, account)


def test_what_was_granted_is_kept_and_told_without_tokens(store, me):
    kept = found(store, connect(store, me, ends=NOW + timedelta(days=7)))
    assert (kept.person, kept.provider, kept.subject) == (me, "google", "1")
    assert (kept.email, kept.scopes) == ("alex@gmail.example", frozenset("ab"))
    assert (kept.state, kept.why, kept.consented) == ("active", None, NOW)
    assert kept.ends == NOW + timedelta(days=7)
    assert "alex" not in repr(kept)


def test_no_token_and_no_address_is_readable_in_the_database(sqlite_url, seal):
    embedded = open_store(sqlite_url, seal=seal)
    with embedded.write() as tx:
        person = add_person(tx, "me", now=NOW)
        keep_grant(tx, person, "google", grant(access="ACCESS1", refresh="REFRESH1"), now=NOW)
    embedded.close()
    raw = b"".join(
        file.read_bytes() for file in Path(sqlite_url.removeprefix("sqlite:///")).parent.iterdir()
    )
    assert b"grants" in raw
    assert not [secret for secret in (b"ACCESS1", b"REFRESH1", b"alex@") if secret in raw]


def test_several_accounts_of_one_person_and_one_account_of_several(store, me):
    with store.write() as tx:
        bo = add_person(tx, "bo", now=NOW)
    mine = [connect(store, me, subject=subject) for subject in "12"]
    theirs = connect(store, bo, subject="1")
    with store.read() as tx:
        assert [one.id for one in grants_of(tx, me)] == mine
        assert people_with_account(tx, "google", "1") == [me, bo]
        assert people_with_account(tx, "google", "2") == [me]
        assert people_with_account(tx, "elsewhere", "1") == []
    with store.write() as tx:
        revoke_grant(tx, theirs, why="they asked")
        assert people_with_account(tx, "google", "1") == [me]
        pause_grant(tx, mine[0], why="x")
        assert people_with_account(tx, "google", "1") == [me], "who is paused may still come in"


def test_connecting_again_is_the_same_account_with_what_is_granted_now(store, me):
    first = connect(store, me)
    with store.write() as tx:
        pause_grant(tx, first, why="refused")
    second = connect(store, me, now=NOW + HOUR, scopes="c", email="new@x.example", access="other")
    kept = found(store, second)
    assert second == first
    assert (kept.state, kept.why, kept.scopes) == ("active", None, frozenset("c"))
    assert (kept.email, kept.consented, kept.ends) == ("new@x.example", NOW + HOUR, None)
    with store.read() as tx:
        assert kept_token(tx, second).access_token == "other"


def test_a_consent_without_a_refresh_token_keeps_the_old_one_and_is_none_without(store, me):
    with pytest.raises(ValueError, match="an hour"):
        connect(store, me, refresh=None)
    account = connect(store, me)
    connect(store, me, refresh=None)
    with store.write() as tx:
        pause_grant(tx, account, why="refused")
    with pytest.raises(ValueError, match="an hour"):
        connect(store, me, refresh=None)
    assert found(store, account).state == "paused"


def test_two_callbacks_at_once_are_one_account(store, store_url, seal, me):
    stores = [open_store(store_url, seal=seal) for _ in range(4)]
    together, ids = threading.Barrier(4), []

    def both(one):
        together.wait(10)
        ids.append(connect(one, me))

    threads = [threading.Thread(target=both, args=(one,)) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    for one in stores:
        one.close()
    assert len(ids) == 4
    assert len(set(ids)) == 1


def test_a_pause_forgets_the_tokens_and_happens_once(store, me):
    account = connect(store, me)
    with store.write() as tx:
        assert pause_grant(tx, account, why="refused")
        assert not pause_grant(tx, account, why="again")
        assert kept_token(tx, account) is None
        row = tx.connection.execute(text("SELECT * FROM grants")).mappings().one()
    assert {name for name, value in row.items() if value is None} >= {
        "sealed_refresh_token",
        "sealed_access_token",
    }
    assert (found(store, account).state, found(store, account).why) == ("paused", "refused")


@pytest.mark.parametrize("end", [pause_grant, revoke_grant])
def test_an_end_retires_the_channels_of_this_account_only(store, me, end):
    one, other = (connect(store, me, subject=subject) for subject in "12")
    with store.write() as tx:
        for account in (one, other):
            add_channel(tx, _channel(me, account))
        end(tx, one, why="over")
        assert channels_of(tx, one) == []
        assert [channel.state for channel in channels_of(tx, other)] == ["pending"]


def test_what_was_given_back_is_not_paused_afterwards(store, me):
    account = connect(store, me)
    with store.write() as tx:
        assert revoke_grant(tx, account, why="they asked")
        assert not pause_grant(tx, account, why="refused")
        assert not revoke_grant(tx, account, why="again")
    assert found(store, account).why == "they asked"


def test_a_removed_account_takes_its_calendars_along_and_no_others(store, me):
    account = connect(store, me)
    with store.write() as tx:
        add_source(tx, me, "a", name="A", host="x", now=NOW, kind="google", grant=account)
        plain = add_source(tx, me, "b", name="B", host="x", now=NOW)
        add_channel(tx, _channel(me, account))
        assert [(one.kind, one.grant) for one in sources(tx, me)] == [
            ("google", account),
            ("published", None),
        ]
        remove_grant(tx, account)
        assert [one.id for one in sources(tx, me)] == [plain]
        assert stored_grant(tx, account) is None
        assert tx.connection.execute(text("SELECT count(*) FROM channels")).scalar() == 0


def test_who_leaves_takes_accounts_calendars_and_channels_along(store, me):
    account = connect(store, me)
    with store.write() as tx:
        add_source(tx, me, "a", name="A", host="x", now=NOW, kind="google", grant=account)
        add_channel(tx, _channel(me, account))
    leave(store, me, name="me", hands=None, now=NOW)
    with store.write() as tx:
        for table in ("grants", "channels", "sources"):
            assert tx.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0  # noqa: S608


def test_connecting_makes_the_next_pass_come_at_once(store, me):
    with store.write() as tx:
        held = claim(tx, me, now=NOW, lease=HOUR, token="t")
        release(tx, held, now=NOW, due_at=None)
        assert claim(tx, me, now=NOW, lease=HOUR, token="u") is None
    connect(store, me)
    with store.write() as tx:
        assert claim(tx, me, now=NOW, lease=HOUR, token="v") is not None


def test_a_key_that_is_changed_opens_the_tokens_still(store_url):
    old, new = new_key(), new_key()
    for keys in ([old], [new, old], [new]):
        opened = open_store(store_url, seal=Seal.from_keys(keys))
        if keys == [old]:
            with opened.write() as tx:
                account = keep_grant(tx, add_person(tx, "me", now=NOW), "g", grant(), now=NOW)
        with opened.write() as tx:
            assert kept_token(tx, account) == fresh(refresh=None)
            assert reseal(tx) == 3
        opened.close()


def _channel(person, account) -> Channel:
    return Channel(
        id=f"channel-{account}", person=person, grant=account, calendar="c", token_hash=b"h"
    )
