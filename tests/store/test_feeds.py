"""A feed is one indexed read under the hash of its token."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, text

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


def test_after_a_revocation_no_address_works(store, me):
    with store.write() as tx:
        revoke_feed(tx, me)
        assert feed_by_hash(tx, OLD).revoked
        assert feed(tx, me) is None


def test_a_fetch_is_one_statement_and_every_table_of_it_is_reached_by_an_index(store, me):
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
        feed_by_hash(tx, OLD)
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
