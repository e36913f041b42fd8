"""The numbers of a household, on both databases."""

from dataclasses import replace
from datetime import timedelta

from connectors.contract import Problem
from service.store.access import BrowserSession, open_session
from service.store.grants import keep_grant
from service.store.heartbeats import beat, beats
from service.store.leases import claim, fail, release
from service.store.people import add_person
from service.store.seal import Seal, new_key
from service.store.sources import add_source, record_look, source
from service.store.store import Reader
from service.store.vitals import clock_of, sealed_with_another_key, try_to_write, vitals
from tests.store.consents import grant
from tests.store.test_rows import NOW

MINUTE = timedelta(minutes=1)


def look(store):
    with store.read() as tx:
        return vitals(tx, now=NOW)


def test_an_empty_house_has_nothing_to_count(store):
    found = look(store)
    assert (found.people, found.due, found.late, found.oldest) == (0, 0, 0, timedelta())
    assert (found.beats, found.kinds, found.signed_in) == ((), (), 0)


def test_who_is_due_late_held_rested_or_backing_off(store):
    with store.write() as tx:
        add_person(tx, "just due", now=NOW)
        add_person(tx, "late", now=NOW - 9 * MINUTE)
        held, rested, failed = (add_person(tx, n, now=NOW - 60 * MINUTE) for n in ("h", "r", "f"))
        lease = {"now": NOW - MINUTE, "lease": 5 * MINUTE}
        claim(tx, held, token="h", **lease)
        release(tx, claim(tx, rested, token="r", **lease), now=NOW, due_at=NOW + MINUTE)
        fail(tx, claim(tx, failed, token="f", **lease), now=NOW, not_before=NOW + MINUTE)
    found = look(store)
    assert (found.people, found.due, found.late, found.backing_off) == (5, 2, 1, 1)
    assert found.oldest == 9 * MINUTE


def test_calendars_are_counted_by_kind_and_age_and_paused_ones_are_not(store):
    with store.write() as tx:
        me = add_person(tx, "me", now=NOW)
        for minutes, active in ((4, True), (59, True), (None, True), (1, False)):
            number = add_source(tx, me, "https://a.example/x", name="", host="a", now=NOW)
            read = None if minutes is None else NOW - minutes * MINUTE
            due = NOW - 7 * MINUTE if minutes is None else NOW + MINUTE
            kept = source(tx, number)
            record_look(tx, replace(kept, last_read=read, active=active, next_read=due))
    (kind,) = look(store).kinds
    assert (kind.kind, kind.watched, kind.never_read, kind.in_trouble) == ("published", 3, 1, 0)
    assert kind.aged == (1, 1, 2, 2, 2)
    assert kind.overdue == 7 * MINUTE


def test_a_calendar_read_with_a_remark_is_in_no_trouble(store):
    odd = Problem(where="x", what="One was odd.", next_step="Look.")
    told = (
        {},
        {"problem": odd},
        {"problem": odd, "failures": 2},
        {"problem": odd, "suspect": True},
    )
    with store.write() as tx:
        me = add_person(tx, "me", now=NOW)
        for how in told:
            number = add_source(tx, me, "https://a.example/x", name="", host="a", now=NOW)
            record_look(tx, replace(source(tx, number), **how))
    (kind,) = look(store).kinds
    assert (kind.watched, kind.in_trouble) == (4, 2)


def test_secrets_that_another_key_sealed_are_counted_in_every_table(store):
    with store.write() as tx:
        me = add_person(tx, "me", now=NOW)
        add_source(tx, me, "https://a.example/x", name="", host="a", now=NOW)
        keep_grant(tx, me, "google", grant(), now=NOW)
    with store.read() as tx:
        assert sealed_with_another_key(tx) == 0
        other = Reader(tx.connection, Seal.from_keys([new_key()]), tx.dialect)
        assert sealed_with_another_key(other) == 4  # an address; email, refresh and access token


def test_workers_and_browsers_are_counted(store):
    with store.write() as tx:
        me = add_person(tx, "me", now=NOW)
        beat(tx, "a", NOW - MINUTE)
        for token, until in ((b"s", NOW + MINUTE), (b"t", NOW)):
            session = BrowserSession(
                person=me,
                token_hash=token * 32,
                created=NOW - MINUTE,
                seen=NOW,
                expires=until,
                browser="b",
            )
            open_session(tx, session)
    assert look(store).beats == (MINUTE,)
    assert look(store).signed_in == 1


def test_a_trial_write_leaves_nothing_behind(store):
    try_to_write(store, now=NOW)
    with store.read() as tx:
        assert beats(tx) == []


def test_only_a_server_has_a_clock_of_its_own(store):
    with store.read() as tx:
        told = clock_of(tx)
    assert (told is None) == (store.dialect == "sqlite")
    assert told is None or told.tzinfo is not None
