"""Bytes are kept in the web process; what is served is what the database says now."""

import gzip
import hashlib
from datetime import timedelta

import pytest

from service.store.feed_bodies import body_by_hash
from service.store.feeds import issue_feed, keep_body, revoke_feed, rotate_feed
from service.store.seal import hash_token, new_token
from service.web.bodies import Bodies
from tests.web.running import NOW

ZIPPED = {"Accept-Encoding": "gzip"}
ONE, TWO = (b"BEGIN:VCALENDAR\r\n%s\r\nEND:VCALENDAR\r\n" % (word * 600) for word in (b"1", b"2"))


def keep(store, person, body, modified=NOW):
    with store.write() as tx:
        keep_body(tx, person, body, hashlib.sha256(body).hexdigest(), modified)


@pytest.fixture
def token(store, me):
    made = new_token()
    with store.write() as tx:
        issue_feed(tx, me.id, token_hash=hash_token(made), now=NOW - timedelta(hours=1))
    keep(store, me.id, ONE)
    return made


@pytest.fixture
def feed(token):
    return f"/cal/{token}/followups.ics"


@pytest.fixture
def read(monkeypatch):
    """The versions whose bytes were read from the database."""
    versions = []

    def reading(tx, token_hash, etag):
        versions.append(etag)
        return body_by_hash(tx, token_hash, etag)

    monkeypatch.setattr("service.web.feeds.body_by_hash", reading)
    return versions


def unpacked(answer):
    zipped = answer.headers["Content-Encoding"] == "gzip"
    return gzip.decompress(answer.body) if zipped else answer.body


@pytest.mark.parametrize("asked", [{}, ZIPPED])
def test_the_bytes_of_a_version_are_read_once(service, feed, read, asked):
    answers = [service.ask(feed, headers=asked) for _ in range(3)]
    assert [unpacked(one) for one in answers] == [ONE] * 3
    assert len(read) == 1


def test_for_a_304_no_bytes_are_read(service, feed, read):
    asked = {"If-None-Match": f'"{hashlib.sha256(ONE).hexdigest()}"'}
    assert service.ask(feed, headers=asked).status == 304
    assert read == []


@pytest.mark.parametrize("asked", [{}, ZIPPED])
def test_new_bytes_are_served_at_the_very_next_fetch(service, store, me, feed, asked):
    before = service.ask(feed, headers=asked)
    keep(store, me.id, TWO)
    held = {"If-None-Match": before.headers["ETag"], **asked}
    after = service.ask(feed, headers=held)
    assert (after.status, unpacked(after)) == (200, TWO)
    keep(store, me.id, ONE)
    assert unpacked(service.ask(feed, headers=asked)) == ONE


@pytest.mark.parametrize("asked", [{}, ZIPPED])
def test_an_address_whose_bytes_are_at_hand_is_withdrawn_no_later(service, store, me, feed, asked):
    assert service.ask(feed, headers=asked).status == 200
    new = new_token()
    with store.write() as tx:
        rotate_feed(tx, me.id, hash_token(new), now=NOW)
    second = f"/cal/{new}/followups.ics"
    assert [service.ask(one, headers=asked).status for one in (feed, second)] == [410, 200]
    with store.write() as tx:
        revoke_feed(tx, me.id)
    assert service.ask(second, headers=asked).status == 410


def test_bytes_that_are_replaced_during_a_fetch_come_whole_with_their_own_tag(
    service, store, me, feed, monkeypatch
):
    replacements = [TWO]

    def replaced(tx, token_hash, etag):
        while replacements:
            keep(store, me.id, replacements.pop())
        return body_by_hash(tx, token_hash, etag)

    monkeypatch.setattr("service.web.feeds.body_by_hash", replaced)
    answer = service.ask(feed)
    assert (answer.status, answer.body) == (200, TWO)
    assert answer.headers["ETag"] == f'"{hashlib.sha256(TWO).hexdigest()}"'


def test_an_address_that_is_withdrawn_during_a_fetch_gives_no_empty_calendar(
    service, store, me, feed, monkeypatch
):
    def withdrawn(tx, token_hash, etag):
        with store.write() as other:
            revoke_feed(other, me.id)
        keep(store, me.id, TWO)
        return body_by_hash(tx, token_hash, etag)

    monkeypatch.setattr("service.web.feeds.body_by_hash", withdrawn)
    assert service.ask(feed).status == 410


def test_two_people_with_equal_bytes_are_told_apart(service, store, me, feed, newcomer):
    other, theirs = newcomer("other"), new_token()
    with store.write() as tx:
        issue_feed(tx, other.id, token_hash=hash_token(theirs), now=NOW)
    keep(store, other.id, ONE)
    addresses = (feed, f"/cal/{theirs}/followups.ics")
    assert [service.ask(one).body for one in addresses] == [ONE, ONE]
    keep(store, other.id, TWO)
    assert [service.ask(one).body for one in addresses] == [ONE, TWO]


def test_who_asks_only_by_date_misses_no_change_within_a_second(service, store, me, feed):
    """And not the first one either: the empty calendar before it has a date too."""
    asked = {}
    for number, after in enumerate((0.2, 0.4, 0.4, 0.9)):
        body = ONE + b"%d" % number
        keep(store, me.id, body, NOW + timedelta(seconds=after))
        answer = service.ask(feed, headers=asked)
        assert (answer.status, answer.body) == (200, body)
        asked = {"If-Modified-Since": answer.headers["Last-Modified"]}
        assert service.ask(feed, headers=asked).status == 304


def test_the_first_bytes_in_the_second_of_the_empty_calendar_are_not_missed(service, store, me):
    token = new_token()
    with store.write() as tx:
        issue_feed(tx, me.id, token_hash=hash_token(token), now=NOW)
    path = f"/cal/{token}/followups.ics"
    empty = service.ask(path)
    keep(store, me.id, ONE, NOW + timedelta(seconds=0.3))
    asked = {"If-Modified-Since": empty.headers["Last-Modified"]}
    assert service.ask(path, headers=asked).body == ONE


def test_only_so_many_bytes_are_held_and_the_least_asked_for_go():
    bodies = Bodies(most_bytes=10)
    for name in ("a", "b"):
        bodies.keep((b"", name), name.encode() * 4)
    assert bodies.get((b"", "a")) == b"aaaa"
    bodies.keep((b"", "c"), b"cccc")
    assert [bodies.get((b"", name)) for name in "abc"] == [b"aaaa", None, b"cccc"]


def test_keeping_the_same_again_takes_no_more_room():
    bodies = Bodies(most_bytes=10)
    for _ in range(5):
        bodies.keep((b"", "a"), b"aaaa")
    bodies.keep((b"", "b"), b"bbbb")
    assert bodies.get((b"", "a")) == b"aaaa"


def test_what_alone_is_too_large_drives_nothing_else_out():
    bodies = Bodies(most_bytes=10)
    bodies.keep((b"", "a"), b"aaaa")
    bodies.keep((b"", "b"), b"b" * 11)
    assert bodies.get((b"", "b")) is None
    assert bodies.get((b"", "a")) == b"aaaa"
