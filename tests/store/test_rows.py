"""What is kept comes back, unchanged rows are not written, and all of it belongs to a person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, insert, select

from connectors.contract import CalendarId, Content, Create, Cursor, Problem, Span
from service.domain.debrief import Debrief
from service.domain.model import FollowUp, Key, Placement, Session, Standing, VisitKey
from service.domain.supplies import Supplies
from service.store import schema
from service.store.answers import give_answer
from service.store.channels import Channel, add_channel
from service.store.debriefs import keep_debrief
from service.store.devices import Device, add_device
from service.store.feeds import issue_feed, keep_body
from service.store.forgotten import bury
from service.store.grants import keep_grant
from service.store.heartbeats import beat, beats, forget_beats
from service.store.journal import journal, write_line
from service.store.leases import claim, release
from service.store.ledger import StoredLedger, entries, keep_rows, raise_sequence
from service.store.oauth_states import Asked, add_state
from service.store.people import (
    NameTaken,
    add_person,
    people,
    person,
    person_named,
    remove_person,
    set_settings,
)
from service.store.plan_rows import follow_ups, keep_follow_ups, keep_visits, visits
from service.store.sessions import keep_sessions, keep_visit_names, sessions, visit_names
from service.store.sources import (
    add_source,
    next_read,
    record_look,
    remove_source,
    source,
    sources,
)
from service.store.suggestions import Suggestion, keep_suggestions
from service.store.supplies import keep_supplies
from service.store.tokens import add_token, person_of_token, remove_tokens, tokens
from service.store.values import Beat, Person, StoredVisit
from tests.store import values
from tests.store.consents import grant

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
FEED = CalendarId("feed")
CONTENT = Content(title="Write to Acme", when=Span(start=LATER, end=LATER + timedelta(minutes=30)))
SESSION = Session(uid="1@x", title="Interview", start=NOW, end=LATER, first_seen=NOW)
FOLLOW_UP = FollowUp(key=Key("1@x/email"), calendar=FEED, content=CONTENT)
PLACED = Placement(key=Key("1@x/email"), calendar=FEED, standing=Standing.OURS, sent=CONTENT)
SUGGESTION = Suggestion(
    uid="2@x",
    title="A chat",
    start=NOW,
    end=LATER,
    all_day=False,
    organizer="ada@acme.example",
    calendar="A",
    rule="H:strong",
    because="It says so.",
)
STORED_VISIT = StoredVisit(
    key=VisitKey("1@x"), company="Acme", role=None, start=NOW, end=LATER, people=("Ada", "Bob")
)
slow = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def me(store):
    with store.write() as tx:
        return add_person(tx, "me", now=NOW)


@pytest.fixture
def calendar(store, me):
    with store.write() as tx:
        return add_source(tx, me, "https://x.example/secret.ics", name="A", host="x", now=NOW)


@pytest.fixture
def written(store):
    """The statements that change something, as they are sent."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(store.engine, "before_cursor_execute", note)


def test_people_come_and_go_by_name(store, me):
    with store.write() as tx:
        other = add_person(tx, "you", now=NOW)
        with pytest.raises(NameTaken):
            add_person(tx, "me", now=NOW)
        assert [one.name for one in people(tx)] == ["me", "you"]
        assert person_named(tx, "you") == person(tx, other)
        assert person(tx, other) == Person(id=other, name="you", started=NOW)
        remove_person(tx, other)
        assert person(tx, other) is None
        assert person_named(tx, "you") is None


def test_new_settings_are_followed_at_once(store, me):
    with store.write() as tx:
        held = claim(tx, me, now=NOW, lease=timedelta(seconds=9), token="a")
        release(tx, held, now=NOW, due_at=None)
        set_settings(tx, me, "[email]\ndelay_minutes = 30\n", now=NOW)
        assert person(tx, me).settings == "[email]\ndelay_minutes = 30\n"
        assert claim(tx, me, now=NOW, lease=timedelta(seconds=9), token="b") is not None


def test_a_source_comes_back_with_all_a_look_changed(store, me, calendar):
    with store.write() as tx:
        new = source(tx, calendar)
        assert (new.address, new.host, new.next_read) == ("https://x.example/secret.ics", "x", NOW)
        looked = replace(
            new,
            cursor=Cursor("{}"),
            timezone="Europe/Rome",
            size=7,
            suspect=True,
            last_read=NOW,
            last_change=NOW,
            next_read=LATER,
            failures=3,
            problem=Problem(where="x", what="It is gone.", next_step="Look."),
            active=False,
        )
        record_look(tx, looked)
        assert sources(tx, me) == [looked]
        assert next_read(tx, me) is None, "a source that rests is not read"
        record_look(tx, replace(looked, active=True))
        assert next_read(tx, me) == LATER
        remove_source(tx, calendar)
        assert sources(tx, me) == []


def test_a_removed_source_takes_its_sessions_along(store, me, calendar):
    with store.write() as tx:
        keep_sessions(tx, me, calendar, [SESSION])
        remove_source(tx, calendar)
        assert sessions(tx, me) == {}


@slow
@given(kept=st.lists(st.lists(values.sessions, max_size=4, unique_by=lambda s: s.key), max_size=3))
def test_a_source_holds_the_sessions_it_was_last_seen_to_hold(store, kept):
    with store.write() as tx:
        me = add_person(tx, "somebody", now=NOW)
        one = add_source(tx, me, "a", name="", host="", now=NOW)
        two = add_source(tx, me, "b", name="", host="", now=NOW)
        keep_sessions(tx, me, two, [SESSION])
        for held in kept:
            keep_sessions(tx, me, one, held)
            found = sessions(tx, me)
            assert {s.key: s for s in found.get(one, ())} == {s.key: s for s in held}
            assert found[two] == (SESSION,)
        remove_person(tx, me)


def test_names_of_visits_are_added_and_changed_and_never_forgotten(store, me):
    a, b, c = map(VisitKey, "abc")
    with store.write() as tx:
        keep_visit_names(tx, me, {a: a, b: a})
        keep_visit_names(tx, me, {b: b, c: c})
        assert visit_names(tx, me) == {a: a, b: b, c: c}


def test_the_plan_is_what_was_kept_last_by_start(store, me):
    day = replace(
        FOLLOW_UP,
        key=Key("day"),
        content=replace(CONTENT, when=Span(start=NOW.date(), end=LATER.date())),
    )
    with store.write() as tx:
        keep_follow_ups(tx, me, [FOLLOW_UP, replace(FOLLOW_UP, key=Key("gone"))])
        keep_follow_ups(tx, me, [FOLLOW_UP, day])
        assert follow_ups(tx, me) == (day, FOLLOW_UP)
        keep_visits(tx, me, [STORED_VISIT])
        assert visits(tx, me) == (STORED_VISIT,)
        keep_visits(tx, me, [])
        assert visits(tx, me) == ()


def test_what_has_not_changed_is_not_written(store, me, calendar, written):
    ledger = StoredLedger(store, me, NOW)
    for _ in range(2):
        written.clear()
        with store.write() as tx:
            keep_sessions(tx, me, calendar, [SESSION])
            keep_visit_names(tx, me, {SESSION.key: SESSION.key})
            keep_follow_ups(tx, me, [FOLLOW_UP])
            keep_visits(tx, me, [STORED_VISIT])
        ledger.commit(FEED, {PLACED.key: PLACED}, Cursor("c"))
    assert written == []


def test_a_key_of_any_length_and_any_characters_is_a_key(store, me):
    awkward = Key("\x00\udcff\\" + "k" * 100_000)
    with store.write() as tx:
        keep_rows(tx, me, [replace(PLACED, key=awkward)], now=NOW)
        keep_rows(tx, me, [replace(PLACED, key=awkward, reason="x")], now=NOW)
        assert [entry.placement.key for entry in entries(tx, me, FEED)] == [awkward]


def test_the_ledger_keeps_rows_and_cursors_by_calendar(store, me):
    ledger = StoredLedger(store, me, NOW)
    assert (ledger.rows(), ledger.cursor(FEED)) == ({}, None)
    ledger.commit(FEED, {PLACED.key: PLACED}, Cursor("c"))
    assert (ledger.rows(), ledger.cursor(FEED)) == ({PLACED.key: PLACED}, "c")
    assert ledger.cursor(CalendarId("other")) is None
    ledger.commit(CalendarId("other"), {}, Cursor("o"))
    assert (ledger.cursor(CalendarId("other")), ledger.cursor(FEED)) == ("o", "c")
    ledger.commit(FEED, {}, None)
    assert (ledger.rows(), ledger.cursor(FEED)) == ({PLACED.key: PLACED}, None)


def test_a_failed_commit_saves_nothing(store, me):
    ledger = StoredLedger(store, me, NOW)
    naive = replace(PLACED, key=Key("zz"))
    with pytest.raises(AttributeError):
        ledger.commit(FEED, {PLACED.key: PLACED, naive.key: None}, Cursor("c"))
    assert (ledger.rows(), ledger.cursor(FEED)) == ({}, None)


def test_the_sequence_rises_when_what_we_sent_changes_and_only_then(store, me):
    create = Create(name="fu-1@afterword", content=CONTENT)
    begun = replace(PLACED, standing=Standing.ABSENT, intent=create)
    moved = replace(PLACED, sent=replace(CONTENT, title="Write to Acme today"))
    gone = replace(moved, standing=Standing.ABSENT, generation=1)
    again = replace(PLACED, generation=1)
    story = [
        (begun, 0, 0, 0),
        (PLACED, 0, 1, 1),
        (replace(PLACED, reason="looked", seen=CONTENT), 0, 1, 1),
        (moved, 1, 1, 3),
        (moved, 1, 1, 3),
        (gone, 0, 5, 5),
        (again, 0, 6, 6),
    ]
    for hour, (row, *stamps) in enumerate(story):
        with store.write() as tx:
            keep_rows(tx, me, [row], now=NOW + timedelta(hours=hour))
            (entry,) = entries(tx, me, FEED)
        hours = [(at - NOW) // timedelta(hours=1) for at in (entry.created, entry.modified)]
        assert [entry.sequence, *hours] == stamps, f"after step {hour}"


def test_the_sequence_can_rise_for_what_is_not_in_the_ledger(store, me):
    with store.write() as tx:
        keep_rows(tx, me, [PLACED, replace(PLACED, key=Key("zz"))], now=NOW)
        raise_sequence(tx, me, [PLACED.key], now=LATER)
        stamps = [(entry.sequence, entry.modified) for entry in entries(tx, me, FEED)]
    assert stamps == [(1, LATER), (0, NOW)]


def test_the_journal_is_read_from_its_end_page_by_page(store, me):
    with store.write() as tx:
        for number in range(5):
            write_line(tx, me, NOW, "looked", None if number else "k", f"line {number}")
        first = journal(tx, me, limit=2)
        rest = journal(tx, me, before=first[-1].id, limit=9)
    assert [line.text for line in [*first, *rest]] == [f"line {n}" for n in (4, 3, 2, 1, 0)]
    assert (rest[-1].key, rest[-1].at, rest[-1].action) == ("k", NOW, "looked")


def test_a_token_leads_to_its_person_until_it_is_removed(store, me):
    with store.write() as tx:
        add_token(tx, me, "laptop", b"1" * 32, NOW)
        assert person_of_token(tx, b"1" * 32) == me
        assert person_of_token(tx, b"2" * 32) is None
        assert [one.name for one in tokens(tx, me)] == ["laptop"]
        assert remove_tokens(tx, me, "laptop") == 1
        assert person_of_token(tx, b"1" * 32) is None


def test_workers_are_alive_while_they_beat(store):
    with store.write() as tx:
        beat(tx, "a", NOW)
        beat(tx, "b", NOW)
        beat(tx, "a", LATER)
        assert beats(tx) == [Beat(worker="a", at=LATER), Beat(worker="b", at=NOW)]
        forget_beats(tx, before=LATER)
        assert [one.worker for one in beats(tx)] == ["a"]


def _let_in(tx, person):
    way = {"token_hash": b"2" * 32, "person": person, "created": NOW, "expires": LATER}
    tx.connection.execute(insert(schema.sign_in_links).values(**way))
    seen = {"seen": NOW, "browser": "Firefox"}
    tx.connection.execute(insert(schema.browser_sessions).values(**way, **seen))


def _after_an_interview(tx, person):
    keep_debrief(tx, person, Debrief(visit=STORED_VISIT.key, at=NOW))
    keep_supplies(tx, person, Supplies(sheets=5, envelopes=5, stamps=3), now=NOW)
    bury(tx, person, [b"5" * 32], now=NOW)
    told = {"person": person, "digest": "daily", "at": NOW}
    tx.connection.execute(insert(schema.messages).values(**told))
    known = {"created": NOW, "seen": NOW, "expires": LATER, "browser": "Firefox"}
    add_device(tx, Device(person=person, token_hash=b"6" * 32, **known))


def _account(tx, person):
    account = keep_grant(tx, person, "google", grant(), now=NOW)
    asked = Asked(person=person, provider="google", reach="own", verifier="v", return_path="/")
    add_state(tx, b"3" * 32, asked, now=NOW)
    owner = {"person": person, "grant": account, "calendar": CalendarId("c")}
    add_channel(tx, Channel(id="4", token_hash=b"4" * 32, **owner))


def test_everything_of_a_person_goes_with_the_person(store, me, calendar):
    with store.write() as tx:
        keep_sessions(tx, me, calendar, [SESSION])
        keep_visit_names(tx, me, {SESSION.key: SESSION.key})
        keep_follow_ups(tx, me, [FOLLOW_UP])
        keep_visits(tx, me, [STORED_VISIT])
        issue_feed(tx, me, token_hash=b"t" * 32, now=NOW)
        keep_body(tx, me, b"BODY", '"e"', NOW)
        add_token(tx, me, "laptop", b"1" * 32, NOW)
        write_line(tx, me, NOW, "looked", None, "")
        give_answer(tx, me, "done", PLACED.key, now=NOW)
        keep_suggestions(tx, me, calendar, [SUGGESTION])
        _let_in(tx, me)
        _account(tx, me)
        _after_an_interview(tx, me)
    StoredLedger(store, me, NOW).commit(FEED, {PLACED.key: PLACED}, Cursor("c"))
    nobodys = {"heartbeats", "budgets", "retired_feeds"}
    owned = [table for table in schema.metadata.sorted_tables if table.name not in nobodys]
    assert {table.name: _count(store, table) for table in owned} == {
        table.name: 1 for table in owned
    }
    with store.write() as tx:
        remove_person(tx, me)
    assert all(_count(store, table) == 0 for table in owned)


def test_one_person_sees_nothing_of_another(store, me, calendar):
    with store.write() as tx:
        keep_sessions(tx, me, calendar, [SESSION])
        keep_visit_names(tx, me, {SESSION.key: SESSION.key})
        keep_follow_ups(tx, me, [FOLLOW_UP])
        keep_visits(tx, me, [STORED_VISIT])
        write_line(tx, me, NOW, "looked", None, "")
        keep_rows(tx, me, [PLACED], now=NOW)
        other = add_person(tx, "you", now=NOW)
        for ask in (sources, sessions, visit_names, follow_ups, visits, journal, tokens):
            assert len(ask(tx, other)) == 0, ask.__name__
        assert entries(tx, other, FEED) == ()
        assert next_read(tx, other) is None


def _count(store, table):
    with store.read() as tx:
        return tx.connection.execute(select(func.count()).select_from(table)).scalar_one()
