"""Cases of google-calendar.md section 8 about writing, through the core's pass and the fake."""

from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse

import pytest

from connectors.contract import (
    AccessLost,
    CalendarId,
    Content,
    Create,
    Delete,
    Etag,
    Event,
    EventId,
    PreconditionFailed,
    Rejected,
    Span,
    Transient,
    Update,
)
from connectors.google import writing
from connectors.google.errors import NotFound, QuotaExceeded, ScopeMissing, Throttled
from connectors.google.ids import event_id
from service.domain.ledger import again
from service.domain.model import Key, Standing
from service.domain.reconcile import name
from tests.connectors.google.conftest import EMAIL, Token, google_calendar
from tests.connectors.google.shared import Around, WatchedGoogle
from tests.connectors.laws import FIRST, OTHER, PLAIN, SECOND
from tests.google_fake.access import AUTH
from tests.google_fake.faults import Fault
from tests.sync.household import HOME, T0, Crash, FragileLedger, Household, Visit

HOUR = timedelta(hours=1)
EMAIL_KEY = Key("x/email")
CREATE = Create(name=FIRST, content=PLAIN)


@pytest.fixture
def me(fake):
    """Alex, looking at the calendar that the household calls home."""
    fake.world.add_calendar(EMAIL, summary="H", timezone="Europe/Rome", name=HOME)
    return fake.person(EMAIL, HOME)


@pytest.fixture
def house(fake, me):
    google = WatchedGoogle(fake, Around(fake, me))
    house = Household(connector=google, ledger=FragileLedger())
    google.house = house
    house.visits["x"] = Visit("x", T0 + HOUR)
    return house


@pytest.fixture
def push(connector, me):
    def one(write):
        (outcome,) = connector.push(HOME, [write])
        return outcome

    return one


def inserts(fake):
    return fake.count()["events.insert"]


def test_21_a_lost_answer_is_no_second_event(fake, push, me):
    fake.faults.plan(Fault(kind="lose", method="events.insert"))
    outcome = push(CREATE)
    assert (outcome.content, outcome.name) == (PLAIN, FIRST)
    assert [item["id"] for item in me.events()] == [outcome.id]
    # The client sent it again by itself, found the id taken, and we looked whose it is.
    assert fake.count() == {"events.insert": 2, "events.get": 1}


@pytest.mark.parametrize("kind", ["lose", "truncate", "after"])
def test_21_an_answer_lost_for_good_is_found_by_the_next_pass(fake, house, me, kind):
    fake.faults.plan(Fault(kind=kind, method="events.insert", times=6))
    done = house.sync()
    assert all(isinstance(outcome, Transient) for outcome in done.outcomes)
    fake.faults.clear()
    house.later(minutes=2)
    house.sync()
    assert house.sync().operations == ()
    assert len(me.events()) == 3
    assert house.ledger.placements[EMAIL_KEY].standing is Standing.OURS


@pytest.mark.parametrize("kind", ["drop", "html", "status"])
def test_22_what_did_not_land_is_inserted_once_under_the_same_id(fake, house, me, kind):
    fake.faults.plan(Fault(kind=kind, method="events.insert", times=6))
    house.sync()
    assert me.events() == []
    fake.faults.clear()
    house.later(minutes=2)
    house.sync()
    assert {item["id"] for item in me.events()} == {
        event_id(name(Key(f"x/{kind}"), 0)) for kind in ("prompt", "email", "call")
    }


def test_22_an_answer_that_comes_too_late_is_nobody_elses(fake, me):
    """The connection is every caller's of this thread: none may read what was meant for another."""
    slow = google_calendar(fake, timeout=0.2)
    fake.faults.plan(Fault(kind="hang", seconds=0.4))
    (late,) = slow.push(HOME, [CREATE])
    assert isinstance(late, Transient)
    (other,) = slow.push(HOME, [Create(name=SECOND, content=OTHER)])
    assert (other.name, other.content) == (SECOND, OTHER)
    assert slow.push(HOME, [CREATE])[0].content == PLAIN
    assert len(me.events()) == 2


def test_22_a_call_that_was_interrupted_leaves_no_answer_for_the_next(fake, me, monkeypatch):
    fake.account("kim@gmail.com")
    kim = google_calendar(fake, access=Token(fake, "kim@gmail.com"))
    begin = HTTPResponse.begin

    def interrupted(_response):
        monkeypatch.setattr(HTTPResponse, "begin", begin)
        raise KeyboardInterrupt

    monkeypatch.setattr(HTTPResponse, "begin", interrupted)
    with pytest.raises(KeyboardInterrupt):
        google_calendar(fake).push(HOME, [CREATE])
    assert kim.pull(CalendarId("kim@gmail.com"), None).about.name == "kim@gmail.com"


def test_23_an_echo_that_is_quicker_than_the_answer_is_known_by_its_name(house, me):
    commits = iter([None, Crash()])

    def dies():
        if crash := next(commits):
            raise crash

    house.ledger.before_commit = dies
    with pytest.raises(Crash):
        house.sync()
    house.ledger.before_commit = lambda: None
    assert len(me.events()) == 3
    house.later(minutes=2)
    assert house.sync().operations == ()
    assert len(me.events()) == 3
    assert house.ledger.placements[EMAIL_KEY].event_id == event_id(name(EMAIL_KEY))


def test_24_two_workers_with_one_row_make_one_event(fake, connector, me):
    (first,) = connector.push(HOME, [CREATE])
    (second,) = google_calendar(fake).push(HOME, [CREATE])
    assert (first, len(me.events())) == (second, 1)


@pytest.mark.parametrize("how", ["deletes", "deletes and empties the bin"])
def test_25_what_the_person_threw_away_stays_away(fake, house, me, how):
    house.sync()
    thrown = house.event("x/email").id
    me.delete(thrown)
    if how != "deletes":
        me.purge(thrown)
    for _ in range(3):
        house.later(minutes=5)
        house.visits["x"] = Visit("x", house.now + 3 * HOUR)
        house.sync()
        fake.expire_sync_tokens(HOME)
    assert len(me.events()) == 2
    assert house.ledger.placements[EMAIL_KEY].standing is Standing.THEIRS


def test_26_wanted_again_it_is_made_under_another_id(house, me):
    house.sync()
    thrown = house.event("x/email").id
    me.delete(thrown)
    house.later(minutes=5)
    house.sync()
    rows = house.ledger.placements
    rows[EMAIL_KEY] = again(rows[EMAIL_KEY])
    house.sync()
    assert len(me.events()) == 3
    assert house.event("x/email").id == event_id(name(EMAIL_KEY, 1)) != thrown


def test_27_what_the_person_wrote_is_not_written_over(house, me):
    house.sync()
    mine = house.event("x/email").id
    me.edit(mine, summary="Write to Dana!")
    house.later(minutes=5)
    house.visits["x"] = Visit("x", T0 + 5 * HOUR)
    house.sync()
    assert me.event(mine)["summary"] == "Write to Dana!"
    assert house.event("x/email").content.when.start == T0 + 8 * HOUR


def test_27_an_edit_in_the_middle_of_a_pass_makes_it_read_again(fake, house, me):
    house.sync()
    mine = house.event("x/email").id
    house.visits["x"] = Visit("x", T0 + 5 * HOUR)
    house.connector.manners.before_push = lambda: me.edit(mine, description="my own words")
    done = house.sync()
    assert any(isinstance(outcome, PreconditionFailed) for outcome in done.outcomes)
    assert fake.count()["events.patch"] == 3  # each once: nothing is tried again blindly
    house.connector.manners.before_push = lambda: None
    house.sync()
    assert me.event(mine)["description"] == "my own words"


def test_28_of_two_with_one_key_the_younger_goes(house, me):
    house.sync()
    elder = house.event("x/email").id
    younger = me.duplicate(elder)["id"]
    house.later(minutes=5)
    house.sync()
    assert {item["id"] for item in me.events()} >= {elder}
    assert younger not in {item["id"] for item in me.events()}
    assert len(me.events()) == 3


def test_29_after_a_restore_from_yesterday_what_stands_is_adopted(house, me):
    house.sync()
    house.ledger = FragileLedger()
    house.later(minutes=5)
    house.sync()
    assert house.sync().operations == ()
    assert len(me.events()) == 3


def test_30_markup_emoji_and_length_do_no_harm(push, me):
    words = "<script>alert(1)</script> & 👋🏽 " * 100
    outcome = push(Create(name=FIRST, content=Content(title=words, when=PLAIN.when, notes=words)))
    (item,) = me.events()
    assert "<" not in item["description"]
    assert "&lt;script&gt;" in item["description"]
    assert len(item["description"]) <= 8192
    assert item["extendedProperties"]["private"] == {"afterword_key": FIRST}
    assert "attendees" not in item
    assert outcome.content.notes == Content(title="", when=PLAIN.when, notes=words).notes


def test_30_nobody_is_written_to(fake, push):
    made = push(CREATE)
    changed = push(Update(id=made.id, etag=made.etag, content=OTHER, touched={"title"}))
    push(Delete(id=made.id, etag=changed.etag))
    writes = [seen for seen in fake.seen if seen.method != "events.list"]
    assert [one.query["sendUpdates"] for one in writes] == [["none"]] * 3


def test_36_access_lost_while_writing_is_raised(fake, me):
    class Revoked(Token):
        def renew(self, bad_token):
            raise AccessLost("gone")

    fake.faults.plan(Fault(kind="status", status=401, reason="authError"))
    with pytest.raises(AccessLost):
        google_calendar(fake, access=Revoked(fake)).push(HOME, [CREATE])


def test_37_a_scope_for_reading_alone_writes_nothing(fake, me):
    access = Token(fake, scopes=(AUTH + "calendar.events.readonly",))
    with pytest.raises(ScopeMissing):
        google_calendar(fake, access=access).push(HOME, [CREATE])


@pytest.mark.parametrize(
    ("fault", "reaction"),
    [
        (Fault(kind="status", status=403, reason="quotaExceeded"), QuotaExceeded),
        (Fault(kind="status", status=429, reason="rateLimitExceeded", retry_after=9), Throttled),
    ],
)
def test_after_too_much_the_other_writes_wait_unasked(fake, connector, me, fault, reaction):
    fake.faults.plan(fault)
    writes = [Create(name=f"fu-{n}@afterword", content=PLAIN) for n in range(4)]
    outcomes = connector.push(HOME, writes)
    assert [type(outcome) for outcome in outcomes] == [reaction] * 4
    assert {outcome.retry_after for outcome in outcomes} == {outcomes[0].retry_after}
    assert inserts(fake) == 1


def test_after_a_bad_moment_the_other_writes_are_carried_out(fake, connector, me):
    fake.faults.plan(Fault(kind="status", status=503, method="events.insert"))
    first, second = connector.push(HOME, [CREATE, Create(name=SECOND, content=OTHER)])
    assert isinstance(first, Transient)
    assert second.name == SECOND


def test_a_closed_gate_lets_no_write_out(fake, me):
    class Closed:
        def admit(self, kind):
            raise Transient("the budget is spent", retry_after=HOUR)

    (outcome,) = google_calendar(fake, gate=Closed()).push(HOME, [CREATE])
    assert outcome.retry_after == HOUR
    assert fake.seen == []


def test_an_update_of_what_even_the_bin_has_forgotten_is_decided_again(push, me):
    made = push(CREATE)
    me.delete(made.id)
    me.purge(made.id)
    update = Update(id=made.id, etag=made.etag, content=OTHER, touched={"title"})
    assert isinstance(push(update), PreconditionFailed)


@pytest.mark.parametrize("answer", [{}, {"id": "another"}, {"id": "mine"}])
def test_an_answer_about_something_else_leaves_the_write_open(answer):
    with pytest.raises(Transient):
        writing._event(answer, EventId("mine"))


def test_an_id_taken_by_somebody_else_is_left_to_them(push, me):
    me.plant(id=event_id(FIRST), start={"date": "2026-12-01"}, end={"date": "2026-12-02"})
    assert isinstance(push(CREATE), Rejected)
    assert len(me.events()) == 1


def test_an_insert_that_google_does_not_show_yet_is_asked_for_later(fake, push, me):
    fake.manners.consistency_lag = timedelta(minutes=1)
    assert isinstance(push(CREATE), Event)
    assert isinstance(push(CREATE), NotFound)
    fake.clock.advance(timedelta(minutes=2))
    assert push(CREATE).content == PLAIN


@pytest.mark.parametrize("kind", ["lose", "after", "truncate"])
def test_a_delete_whose_answer_was_lost_is_done(fake, push, me, kind):
    made = push(CREATE)
    fake.faults.plan(Fault(kind=kind, method="events.delete"))
    push(Delete(id=made.id, etag=made.etag))
    assert push(Delete(id=made.id, etag=made.etag)) is None
    assert me.events() == []


def test_a_page_of_somebody_elses_is_no_deletion(fake, push, me):
    made = push(CREATE)
    fake.faults.plan(Fault(kind="html", method="events.delete"))
    assert isinstance(push(Delete(id=made.id, etag=made.etag)), Transient)
    assert len(me.events()) == 1


def test_a_copy_of_ours_may_be_deleted_and_nothing_else_of_that_kind(push, me):
    made = push(CREATE)
    copy, theirs = me.duplicate(made.id), me.create("Lunch", T0, T0 + HOUR)
    assert push(Delete(id=EventId(copy["id"]), etag=Etag(copy["etag"]))) is None
    outcome = push(Delete(id=EventId(theirs["id"]), etag=Etag(theirs["etag"])))
    assert isinstance(outcome, Rejected)
    assert {item["id"] for item in me.events()} == {made.id, theirs["id"]}


def test_an_update_leaves_alone_what_it_does_not_know(push, me):
    made = push(CREATE)
    painted = me.edit(made.id, colorId="4", location="Café", eventLabelId="7")
    update = Update(id=made.id, etag=Etag(painted["etag"]), content=OTHER, touched={"title"})
    push(update)
    there = me.event(made.id)
    kept = [there[key] for key in ("colorId", "location", "eventLabelId", "transparency")]
    assert kept == ["4", "Café", "7", "transparent"]


def test_an_event_the_person_made_a_whole_day_is_dragged_back_to_a_time(push, me):
    made = push(CREATE)
    day = me.edit(
        made.id,
        start={"date": "2026-12-01", "dateTime": None, "timeZone": None},
        end={"date": "2026-12-02", "dateTime": None, "timeZone": None},
    )
    timed = push(Update(id=made.id, etag=Etag(day["etag"]), content=PLAIN, touched={"when"}))
    assert timed.content.when == PLAIN.when
    whole = Content(title="", when=Span(start=T0.date(), end=T0.date() + timedelta(days=2)))
    again = push(Update(id=made.id, etag=timed.etag, content=whole, touched={"when"}))
    assert again.content.when == whole.when


def test_our_address_stands_on_what_we_make(fake, me):
    source = {"title": "Afterword", "url": "https://afterword.example/"}
    google_calendar(fake, source=source).push(HOME, [CREATE])
    assert me.events()[0]["source"] == source


def test_the_time_of_a_span_is_written_in_its_own_zone(push, me):
    push(Create(name=FIRST, content=PLAIN))
    assert me.events()[0]["start"]["timeZone"] == "UTC"
    assert datetime.fromisoformat(me.events()[0]["start"]["dateTime"]) == (
        datetime(2026, 12, 1, 13, tzinfo=UTC)
    )
