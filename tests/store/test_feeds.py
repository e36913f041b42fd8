"""A feed is one indexed read under the hash of its token."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

import pytest
from sqlalchemy import event, text

from service.store.feed_bodies import FeedVersion, body_by_hash, version_by_hash
from service.store.feeds import (
    feed,
    feed_by_hash,
    issue_feed,
    keep_body,
    record_fetch,
    revoke_feed,
    rotate_feed,
)
from service.store.people import add_person
from service.store.values import FeedState
from service.web.conditional import http_date

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture
def me(store):
    with store.write() as tx:
        person = add_person(tx, "me", now=NOW)
        issue_feed(tx, person, token_hash=OLD, now=NOW)
        return person


def test_nobody_had_an_unknown_address(store, me):
    with store.read() as tx:
        assert feed_by_hash(tx, NEW) is None


def test_before_the_first_pass_a_feed_has_no_body(store, me):
    with store.read() as tx:
        assert feed_by_hash(tx, OLD) == FeedState(person=me, body=b"", etag="", modified=NOW)


def test_a_feed_serves_the_bytes_that_were_kept_last(store, me):
    with store.write() as tx:
        keep_body(tx, me, b"ONE", '"1"', NOW)
        keep_body(tx, me, b"\x00TWO\xff", '"2"', LATER)
        record_fetch(tx, OLD, "khal", LATER)
        expected = FeedState(
            person=me,
            body=b"\x00TWO\xff",
            etag='"2"',
            modified=LATER,
            last_fetch=LATER,
            last_client="khal",
        )
        assert feed_by_hash(tx, OLD) == feed(tx, me) == expected


def test_a_rotated_address_is_remembered_as_revoked(store, me):
    with store.write() as tx:
        keep_body(tx, me, b"ONE", '"1"', NOW)
        rotate_feed(tx, me, NEW, LATER)
        assert feed_by_hash(tx, OLD).revoked
        assert not feed_by_hash(tx, NEW).revoked
        assert feed_by_hash(tx, NEW).body == b"ONE"


def test_after_a_revocation_no_address_works_and_the_newest_says_so(store, me):
    with store.write() as tx:
        rotate_feed(tx, me, NEW, LATER)
        assert not feed(tx, me).revoked
        revoke_feed(tx, me)
        assert feed_by_hash(tx, OLD).revoked
        assert (feed(tx, me).revoked, feed(tx, me).modified) == (True, LATER)


def test_the_clock_does_not_decide_between_an_address_that_works_and_one_withdrawn(store, me):
    with store.write() as tx:
        rotate_feed(tx, me, NEW, NOW - timedelta(seconds=1))
        assert not feed(tx, me).revoked


def test_who_never_had_an_address_has_no_feed(store, me):
    with store.write() as tx:
        assert feed(tx, add_person(tx, "newcomer", now=NOW)) is None


def test_a_version_tells_all_but_the_bytes(store, me):
    with store.write() as tx:
        assert version_by_hash(tx, NEW) is None
        before = version_by_hash(tx, OLD)
        keep_body(tx, me, b"\x00TWO\xff", "2", LATER)
        after = version_by_hash(tx, OLD)
        revoke_feed(tx, me)
        assert before == FeedVersion(etag="", modified=NOW, size=0, revoked=False)
        assert after == FeedVersion(etag="2", modified=LATER, size=5, revoked=False)
        assert version_by_hash(tx, OLD) == replace(after, revoked=True)


def test_bytes_are_given_out_only_as_the_version_they_are(store, me):
    with store.write() as tx:
        keep_body(tx, me, b"\x00ONE\xff", "1", NOW)
        assert body_by_hash(tx, OLD, "1") == b"\x00ONE\xff"
        assert body_by_hash(tx, NEW, "1") is None
        keep_body(tx, me, b"TWO", "2", LATER)
        assert body_by_hash(tx, OLD, "1") is None


MOMENTS = [NOW + timedelta(seconds=one) for one in (0.1, 0.1, 0.9, 0.95, 1.2, 7.5, -3600, 9)]


def test_every_change_is_of_a_later_second_than_the_one_before(store, me):
    with store.write() as tx:
        shown = [http_date(version_by_hash(tx, OLD).modified)]
        for number, moment in enumerate(MOMENTS):
            keep_body(tx, me, b"%d" % number, f"{number}", moment)
            found = version_by_hash(tx, OLD)
            assert found.modified >= moment
            shown.append(http_date(found.modified))
    seconds = [parsedate_to_datetime(one) for one in shown]
    assert all(one < another for one, another in pairwise(seconds)), shown


def test_a_change_long_after_the_last_is_of_its_own_moment(store, me):
    with store.write() as tx:
        keep_body(tx, me, b"ONE", "1", LATER)
        assert version_by_hash(tx, OLD).modified == LATER


def test_bytes_that_are_served_already_keep_their_time(store, me):
    with store.write() as tx:
        keep_body(tx, me, b"ONE", "1", NOW + timedelta(seconds=5))
        keep_body(tx, me, b"ONE", "1", LATER)
        assert version_by_hash(tx, OLD).modified == NOW + timedelta(seconds=5)


@pytest.mark.parametrize("read", [feed_by_hash, version_by_hash])
def test_a_fetch_is_one_statement_and_every_table_of_it_is_reached_by_an_index(store, me, read):
    with store.write() as tx:
        for number in range(200):
            one = add_person(tx, f"{number}", now=NOW)
            issue_feed(tx, one, token_hash=number.to_bytes(32, "big"), now=NOW)
            keep_body(tx, one, b"BODY", '"e"', NOW)
    with store.write() as tx:
        tx.connection.exec_driver_sql("ANALYZE")
    statements = []
    with store.read() as tx:
        event.listen(tx.connection, "before_cursor_execute", lambda *a: statements.append(a[2:4]))
        read(tx, OLD)
    ((statement, parameters),) = statements
    plan = _explain(store, statement, parameters)
    assert "SCAN" not in plan.upper().replace("INDEX SCAN", "INDEX"), plan
    assert len(re.findall(r"SEARCH|Index Scan", plan)) == 2, plan


def _explain(store, statement, parameters):
    if store.dialect == "sqlite":
        with store.read() as tx:
            rows = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            return "\n".join(str(row) for row in rows)
    with store.read() as tx:
        tx.connection.execute(text("SET LOCAL enable_seqscan = off"))
        rows = tx.connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        return "\n".join(row[0] for row in rows)
