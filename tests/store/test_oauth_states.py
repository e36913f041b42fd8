"""A state is used once, soon, by whom it was made for, in whatever process."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from service.store.oauth_states import LIFE, Asked, add_state, use_state
from service.store.people import add_person
from service.store.seal import hash_token
from service.store.store import open_store
from tests.store.consents import NOW

STATE = hash_token("the state")
SECOND = timedelta(seconds=1)


@pytest.fixture
def me(store):
    with store.write() as tx:
        return add_person(tx, "me", now=NOW)


def asked(person, **changed) -> Asked:
    how = {
        "provider": "google",
        "reach": "own",
        "verifier": "the verifier",
        "return_path": "/x?y=1",
    }
    return Asked(person=person, **{**how, **changed})


def used(store, person, *, state=STATE, provider="google", now=NOW):
    with store.write() as tx:
        return use_state(tx, state, person=person, provider=provider, now=now)


@pytest.fixture
def begun(store, me):
    with store.write() as tx:
        add_state(tx, STATE, asked(me), now=NOW)
    return me


def test_what_was_asked_comes_back_once(store, begun):
    assert used(store, begun) == asked(begun)
    assert used(store, begun) is None


def test_begun_in_one_process_it_is_completed_in_another(store, begun, store_url, seal):
    other = open_store(store_url, seal=seal)
    assert used(other, begun) == asked(begun)
    assert used(store, begun) is None
    other.close()


@pytest.mark.parametrize(
    "changed", [{"state": hash_token("another")}, {"provider": "elsewhere"}, {"now": NOW + LIFE}]
)
def test_another_one_or_too_late_is_nothing(store, begun, changed):
    assert used(store, begun, **changed) is None
    assert used(store, begun, now=NOW + LIFE - SECOND) == asked(begun)


def test_only_whom_it_was_made_for_uses_it_and_nobody_uses_it_up(store, begun):
    with store.write() as tx:
        other = add_person(tx, "other", now=NOW)
    assert used(store, other) is None
    assert used(store, None) is None
    assert used(store, begun) == asked(begun)


def test_who_is_to_be_signed_in_is_nobody_yet(store, me):
    with store.write() as tx:
        add_state(tx, STATE, asked(None, reach="identity"), now=NOW)
    assert used(store, me) is None
    assert used(store, None) == asked(None, reach="identity")
    assert used(store, None) is None


def test_of_many_who_come_back_at_once_one_is_let_in(store, begun, store_url, seal):
    stores = [open_store(store_url, seal=seal) for _ in range(4)]
    together, seen = threading.Barrier(8), []

    def come(number):
        together.wait(10)
        seen.append(used(stores[number % 4], begun))

    threads = [threading.Thread(target=come, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    for one in stores:
        one.close()
    assert len(seen) == 8
    assert [one for one in seen if one is not None] == [asked(begun)]


def test_old_ones_go_when_the_next_begins(store, begun):
    with store.write() as tx:
        add_state(tx, hash_token("next"), asked(begun), now=NOW + LIFE)
        assert tx.connection.execute(text("SELECT count(*) FROM oauth_states")).scalar() == 1


def test_neither_state_nor_verifier_can_be_read(store, begun):
    with store.read() as tx:
        (row,) = tx.connection.execute(text("SELECT * FROM oauth_states")).all()
    cells = " ".join(
        bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)
        for cell in row
    )
    assert "/x?y=1" in cells
    assert "the verifier" not in cells + repr(asked(begun))
    assert "the state" not in cells
