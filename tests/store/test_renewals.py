"""One renews at a time, and what comes of it counts only for the consent it came from."""

import threading
from datetime import timedelta

import pytest

from connectors.contract import AccessLost
from service.store.grants import keep_grant, pause_grant, stored_grant
from service.store.people import add_person
from service.store.renewals import (
    LEASE,
    TokenShelf,
    claim_renewal,
    keep_fresh,
    kept_token,
    let_go,
    lose_grant,
)
from service.store.store import open_store
from tests.store.consents import HOUR, NOW, fresh, grant


@pytest.fixture
def me(store):
    with store.write() as tx:
        return add_person(tx, "me", now=NOW)


@pytest.fixture
def account(store, me):
    return connect(store, me)


def connect(store, me, **tokens):
    with store.write() as tx:
        return keep_grant(tx, me, "google", grant(**tokens), now=NOW)


def claimed(store, account, token, now=NOW):
    with store.write() as tx:
        return claim_renewal(tx, account, now=now, token=token)


def kept(store, account):
    with store.read() as tx:
        found = kept_token(tx, account)
        return found and found.access_token


def state(store, account):
    with store.read() as tx:
        return stored_grant(tx, account).state


def test_one_has_the_right_until_the_lease_is_over(store, account):
    renewal = claimed(store, account, "a")
    assert (renewal.refresh_token, renewal.scopes) == ("refresh", frozenset("ab"))
    assert claimed(store, account, "b", NOW + LEASE - timedelta(seconds=1)) is None
    assert claimed(store, account, "b", NOW + LEASE).lease == "b"
    assert "refresh'" not in repr(renewal)


def test_of_many_processes_one_has_it(account, store_url, seal):
    stores = [open_store(store_url, seal=seal) for _ in range(4)]
    together, won = threading.Barrier(8), []

    def come(number):
        together.wait(10)
        won.append(claimed(stores[number % 4], account, str(number)))

    threads = [threading.Thread(target=come, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    for one in stores:
        one.close()
    assert len(won) == 8
    assert len([one for one in won if one is not None]) == 1


def test_what_is_kept_frees_the_lease_in_the_same_moment(store, account):
    renewal = claimed(store, account, "a")
    with store.write() as tx:
        assert keep_fresh(tx, account, renewal, fresh("new", None, expires=NOW + 2 * HOUR))
    assert kept(store, account) == "new"
    assert claimed(store, account, "b").refresh_token == "refresh"


def test_a_changed_refresh_token_is_the_next_to_be_used(store, account):
    with store.write() as tx:
        keep_fresh(tx, account, claim_renewal(tx, account, now=NOW, token="a"), fresh("n", "other"))
    assert claimed(store, account, "b").refresh_token == "other"


def test_who_lets_go_gives_the_turn_to_the_next_and_takes_nobody_elses(store, account):
    first = claimed(store, account, "a")
    second = claimed(store, account, "b", NOW + LEASE)
    with store.write() as tx:
        let_go(tx, account, first)
    assert claimed(store, account, "c", NOW + LEASE) is None
    with store.write() as tx:
        let_go(tx, account, second)
    assert claimed(store, account, "c", NOW + LEASE) is not None


def test_a_late_answer_is_kept_though_its_lease_is_over(store, account):
    late = claimed(store, account, "a")
    claimed(store, account, "b", NOW + LEASE)
    with store.write() as tx:
        assert keep_fresh(tx, account, late, fresh("late", "rotated"))
    assert kept(store, account) == "late"
    assert claimed(store, account, "c", NOW + LEASE) is None, "the lease is still the other's"


def test_an_answer_to_a_former_consent_changes_nothing(store, me, account):
    renewal = claimed(store, account, "a")
    connect(store, me, access="access 2", refresh="refresh 2")
    with store.write() as tx:
        assert not keep_fresh(tx, account, renewal, fresh("old", None))
        assert not lose_grant(tx, account, renewal, why="invalid_grant")
    assert (kept(store, account), state(store, account)) == ("access 2", "active")
    assert claimed(store, account, "b").refresh_token == "refresh 2", "and it is free at once"


def test_a_refusal_of_the_consent_that_stands_pauses_it_once(store, account):
    renewal = claimed(store, account, "a")
    with store.write() as tx:
        assert lose_grant(tx, account, renewal, why="invalid_grant")
        assert not lose_grant(tx, account, renewal, why="invalid_grant")
    assert (kept(store, account), state(store, account)) == (None, "paused")
    assert claimed(store, account, "b", NOW + LEASE) is None


def test_a_paused_account_takes_no_late_token(store, account):
    renewal = claimed(store, account, "a")
    with store.write() as tx:
        pause_grant(tx, account, why="x")
        assert not keep_fresh(tx, account, renewal, fresh("late", "late"))
    assert kept(store, account) is None


def test_the_shelf_tells_the_busy_from_the_lost(store, account):
    shelf = TokenShelf(store, account, lambda: NOW)
    renewal = shelf.claim()
    assert shelf.claim() is None
    shelf.let_go(renewal)
    renewal = shelf.claim()
    assert shelf.lose(renewal, "invalid_grant")
    assert shelf.lose(renewal, "invalid_grant"), "another was quicker: lost all the same"
    with pytest.raises(AccessLost):
        shelf.claim()


def test_the_shelf_says_when_another_consent_stands_by_now(store, me, account):
    shelf = TokenShelf(store, account, lambda: NOW)
    renewal = shelf.claim()
    connect(store, me, refresh="refresh 2")
    assert not shelf.lose(renewal, "invalid_grant")
    assert shelf.kept().access_token == "access"
