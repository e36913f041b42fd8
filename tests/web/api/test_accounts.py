"""Google accounts by the API: what is watched, where follow-ups go, and a calendar made again."""

from dataclasses import replace

import pytest

from connectors.contract import Problem
from service.desk.connecting import await_own
from service.store.grants import keep_grant, pause_grant
from service.store.sources import record_trouble, set_address, source, sources
from tests.security.everything import grant
from tests.web.running import NOW


@pytest.fixture
def account(store, me):
    with store.write() as tx:
        return keep_grant(tx, me.id, "google", grant(), now=NOW)


@pytest.fixture
def apart(store, me, account):
    """The consent lets us write into a calendar of our own alone."""
    with store.write() as tx:
        await_own(tx, me.id, account, now=NOW)
    return account


def change(service, me, number, **given):
    return service.call(f"/accounts/{number}", me.token, method="PATCH", given=given)


def own_of(store, me):
    with store.read() as tx:
        return next(one for one in sources(tx, me.id) if one.writes == "ours")


def test_an_account_says_what_its_consent_allows(service, store, me, account):
    (shown,) = service.call("/accounts", me.token).json["accounts"]
    assert (shown["email"], shown["state"]) == ("alex.morgan@gmail.com", "active")
    assert (shown["writes"], shown["possible"], shown["own"]) == ("there", ["there", "feed"], None)
    with store.write() as tx:
        pause_grant(tx, account, why="it ended")
    again = service.call(f"/accounts/{account}", me.token).json
    assert (again["state"], again["why"]) == ("paused", "it ended")


def test_follow_ups_go_apart_where_that_was_allowed_and_nowhere_else(service, store, me, apart):
    shown = change(service, me, apart, calendars=["primary"], writes="apart").json
    assert (shown["writes"], shown["possible"]) == ("apart", ["apart", "feed"])
    assert shown["own"]["made"] is False
    assert service.woken[-1] == me.id
    with store.read() as tx:
        assert sorted(one.writes for one in sources(tx, me.id)) == ["apart", "ours"]
    refused = change(service, me, apart, writes="there")
    assert refused.status == 409
    assert "write into none but one that we make" in refused.json["detail"]
    assert change(service, me, apart, writes="feed").json["writes"] == "feed"


def test_nothing_is_put_apart_where_that_was_not_allowed(service, me, account):
    refused = change(service, me, account, calendars=["primary"], writes="apart")
    assert refused.status == 409
    assert change(service, me, account, calendars=["x"], writes="there").status == 422
    again = service.call(f"/accounts/{account}/calendar", me.token, method="POST")
    assert again.status == 409


def test_the_calendar_of_our_own_is_none_of_those_that_are_read(service, store, me, apart):
    own = own_of(store, me)
    assert service.call("/sources", me.token).json["sources"] == []
    for way, method in (("", "GET"), ("", "DELETE"), ("/check", "POST")):
        assert service.call(f"/sources/{own.id}{way}", me.token, method=method).status == 404


def test_one_that_is_gone_is_made_again_at_a_word(service, store, me, apart):
    own = own_of(store, me)
    problem = Problem(where="x", what="It is gone.", next_step="Say so.")
    with store.write() as tx:
        set_address(tx, own.id, "made@group.calendar.google.com", now=NOW)
        one = source(tx, own.id)
        record_trouble(tx, replace(one, failures=3, problem=problem))
    shown = service.call(f"/accounts/{apart}", me.token).json["own"]
    assert (shown["made"], shown["problem"]["what"]) == (True, "It is gone.")
    again = service.call(f"/accounts/{apart}/calendar", me.token, method="POST")
    assert again.status == 202
    assert again.json["own"]["made"] is False
    assert again.json["own"]["problem"] is None
    assert own_of(store, me).unmade
