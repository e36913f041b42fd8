"""Links that work once, and sessions that end when they should, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from service.store.access import (
    BrowserSession,
    add_link,
    anybody_signed_in,
    end_session,
    end_sessions,
    link_person,
    open_session,
    session_by_hash,
    sessions_of,
    touch_session,
    use_link,
)
from service.store.people import add_person, remove_person

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
ONE, TWO, THREE = b"1" * 32, b"2" * 32, b"3" * 32


@pytest.fixture
def me(store):
    with store.write() as tx:
        return add_person(tx, "me", now=NOW)


@pytest.fixture
def other(store):
    with store.write() as tx:
        return add_person(tx, "other", now=NOW)


def session(person, token_hash, *, created=NOW, lasts=90 * DAY):
    return BrowserSession(
        person=person,
        token_hash=token_hash,
        created=created,
        seen=created,
        expires=created + lasts,
        browser="Firefox \x00 \ud800",
    )


def test_a_link_tells_whose_it_is_as_often_as_asked_and_works_once(store, me):
    with store.write() as tx:
        add_link(tx, me, ONE, now=NOW, lasts=DAY)
    with store.read() as tx:
        assert [link_person(tx, ONE, now=NOW) for _ in range(2)] == [me, me]
        assert link_person(tx, TWO, now=NOW) is None
    with store.write() as tx:
        assert [use_link(tx, one, now=NOW) for one in (TWO, ONE, ONE)] == [None, me, None]
        assert link_person(tx, ONE, now=NOW) is None


def test_a_link_is_over_at_its_end_and_not_before(store, me):
    with store.write() as tx:
        add_link(tx, me, ONE, now=NOW, lasts=DAY)
        end = NOW + DAY
        assert link_person(tx, ONE, now=end - timedelta(seconds=1)) == me
        assert link_person(tx, ONE, now=end) is None
        assert use_link(tx, ONE, now=end) is None


def test_a_link_that_nobody_used_is_replaced_by_the_next_and_nobody_elses_is(store, me, other):
    with store.write() as tx:
        add_link(tx, other, THREE, now=NOW, lasts=DAY)
        add_link(tx, me, ONE, now=NOW, lasts=DAY)
        add_link(tx, me, TWO, now=NOW, lasts=DAY)
    with store.read() as tx:
        found = [link_person(tx, one, now=NOW) for one in (ONE, TWO, THREE)]
    assert found == [None, me, other]


def test_of_many_who_use_one_link_at_once_one_gets_in(store, me):
    for number in range(5):
        token_hash = bytes([number]) * 32
        with store.write() as tx:
            add_link(tx, me, token_hash, now=NOW, lasts=DAY)
        assert sorted(at_once(store, token_hash), key=bool) == [None, None, None, me]


def at_once(store, token_hash, threads=4):
    together = Barrier(threads)

    def enter(_):
        together.wait(5)
        with store.write() as tx:
            return use_link(tx, token_hash, now=NOW)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(enter, range(threads)))


def test_a_session_is_what_was_opened(store, me):
    opened = session(me, ONE)
    with store.write() as tx:
        open_session(tx, opened)
        assert session_by_hash(tx, ONE) == opened
        assert session_by_hash(tx, TWO) is None
        touch_session(tx, ONE, now=NOW + DAY)
        touch_session(tx, TWO, now=NOW + DAY)
        assert session_by_hash(tx, ONE) == replace(opened, seen=NOW + DAY)


def test_nobody_ends_another_s_session(store, me, other):
    with store.write() as tx:
        open_session(tx, session(me, ONE))
        assert not end_session(tx, other, ONE)
        assert end_sessions(tx, other) == 0
        assert session_by_hash(tx, ONE)
        assert end_session(tx, me, ONE)
        assert not end_session(tx, me, ONE)


def test_signing_out_everywhere_ends_every_session_but_the_one_and_all_links(store, me, other):
    with store.write() as tx:
        for person, token_hash in ((me, ONE), (me, TWO), (other, THREE)):
            open_session(tx, session(person, token_hash))
        add_link(tx, me, ONE, now=NOW, lasts=DAY)
        add_link(tx, other, TWO, now=NOW, lasts=DAY)
        assert end_sessions(tx, me, but=TWO) == 1
        assert [one.token_hash for one in sessions_of(tx, me)] == [TWO]
        assert [one.token_hash for one in sessions_of(tx, other)] == [THREE]
        assert link_person(tx, ONE, now=NOW) is None
        assert link_person(tx, TWO, now=NOW) == other
        assert end_sessions(tx, me) == 1
        assert sessions_of(tx, me) == ()


def test_the_browser_seen_last_comes_first(store, me):
    with store.write() as tx:
        for number, token_hash in enumerate((ONE, TWO, THREE)):
            open_session(tx, session(me, token_hash))
            touch_session(tx, token_hash, now=NOW + DAY * (number % 2))
        assert sessions_of(tx, me)[0].token_hash == TWO


def test_what_is_over_is_forgotten_when_the_next_one_begins(store, me):
    with store.write() as tx:
        open_session(tx, session(me, ONE, lasts=DAY))
        open_session(tx, session(me, TWO, created=NOW + DAY))
        assert [one.token_hash for one in sessions_of(tx, me)] == [TWO]
        add_link(tx, me, ONE, now=NOW, lasts=DAY)
        add_link(tx, me, TWO, now=NOW + DAY, lasts=DAY)
        assert link_person(tx, ONE, now=NOW) is None


def test_whether_anybody_is_signed_in(store, me):
    with store.write() as tx:
        assert not anybody_signed_in(tx, now=NOW)
        open_session(tx, session(me, ONE, lasts=DAY))
        assert anybody_signed_in(tx, now=NOW)
        assert not anybody_signed_in(tx, now=NOW + DAY)


def test_who_is_deleted_is_signed_out(store, me):
    with store.write() as tx:
        open_session(tx, session(me, ONE))
        add_link(tx, me, TWO, now=NOW, lasts=DAY)
        remove_person(tx, me)
        assert session_by_hash(tx, ONE) is None
        assert use_link(tx, TWO, now=NOW) is None


def test_no_hash_is_shown_by_repr(me):
    assert "1111" not in repr(session(me, ONE))
