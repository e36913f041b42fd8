"""What happens to one visit's follow-ups, told as stories."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract import (
    AccessLost,
    CalendarId,
    Create,
    CursorExpired,
    PreconditionFailed,
    Rejected,
    Transient,
)
from service.domain.block import outside
from service.domain.model import Key, Standing
from service.domain.reconcile import PIN_DROPPED
from service.sync import sync
from tests.sync.household import HOME, T0, Crash, Household, Visit, shown, span

ACME = Visit("acme", T0 + timedelta(hours=1))
EMAIL, CALL, PROMPT = Key("acme/email"), Key("acme/call"), Key("acme/prompt")
ALL = ["Email acme", "call acme", "prompt acme"]


@pytest.fixture
def home():
    """A visit whose three follow-ups stand on the calendar, written ten minutes ago."""
    house = Household(visits={"acme": ACME})
    house.sync()
    house.later(minutes=10)
    return house


def move(house, **by):
    visit = house.visits["acme"]
    house.visits["acme"] = replace(visit, start=visit.start + timedelta(**by))


def fields(house):
    return {one.key: house.event(one.key).content for one in house.wanted()}


def test_the_whole_set_stands_as_soon_as_the_visit_is_seen(home):
    assert fields(home) == {one.key: shown(one) for one in home.wanted()}


def test_a_second_pass_changes_nothing(home):
    before = home.calendar.tick
    assert home.sync().operations == ()
    assert home.calendar.tick == before


def test_a_preview_says_the_same_and_does_nothing(home):
    move(home, days=1)
    rows, tick = home.ledger.rows(), home.calendar.tick
    preview = home.sync(preview=True)
    assert (home.ledger.rows(), home.calendar.tick) == (rows, tick)
    assert preview.outcomes == ()
    assert home.sync().operations == preview.operations


def test_everything_follows_a_visit_that_moves(home):
    move(home, days=2)
    home.sync()
    assert fields(home) == {one.key: shown(one) for one in home.wanted()}


def test_a_pin_that_became_impossible_is_dropped_and_told(home):
    home.edit(home.event(EMAIL).id, when=span(ACME.end + timedelta(hours=4)))
    assert home.sync().operations == ()
    move(home, days=2)
    done = home.sync()
    assert PIN_DROPPED in {one.reason for one in done.operations}
    assert len(done.told) == 1
    assert home.event(EMAIL).content.when == home.wanted()[1].content.when
    assert home.sync().operations == ()


def test_a_pin_that_is_still_possible_stays(home):
    pinned = span(ACME.end + timedelta(days=3))
    home.edit(home.event(EMAIL).id, when=pinned)
    move(home, days=2)
    assert home.sync().told == ()
    assert home.event(EMAIL).content.when == pinned


def test_what_the_person_deleted_stays_deleted_when_the_visit_moves(home):
    home.calendar.drop(home.event(EMAIL).id)
    home.sync()
    move(home, days=2)
    home.sync()
    assert home.titles() == ["call acme", "prompt acme"]


def test_what_is_ticked_off_on_the_page_never_moves(home):
    before = home.event(EMAIL).content
    home.settled[EMAIL] = "done"
    move(home, days=2)
    home.sync()
    assert home.event(EMAIL).content == before
    assert home.ledger.placements[EMAIL].reason == "done"
    assert home.event(CALL).content == shown(home.wanted()[2])


def test_a_cancelled_visit_takes_its_untouched_follow_ups_along(home):
    home.visits.clear()
    home.sync()
    assert home.titles() == []


def test_a_tag_that_comes_back_brings_the_follow_ups_back(home):
    home.visits.clear()
    home.sync()
    home.visits["acme"] = ACME
    home.sync()
    assert home.titles() == ALL
    assert home.sync().operations == ()


def test_an_edited_one_survives_the_visit_and_the_person_is_asked(home):
    home.edit(home.event(CALL).id, title="ring Dana")
    home.visits.clear()
    done = home.sync()
    assert home.titles() == ["ring Dana"]
    assert "ring Dana" in done.told[0]
    home.visits["acme"] = ACME
    home.sync()
    assert home.titles() == ["Email acme", "prompt acme", "ring Dana"]


def test_own_words_stay_beside_notes_that_change(home):
    event = home.event(EMAIL)
    home.edit(event.id, notes=f"platform 4\n{event.content.notes}")
    home.settings = replace(home.settings, notes="bring two pens")
    home.sync()
    notes = home.event(EMAIL).content.notes
    assert "two pens" in notes
    assert outside(notes) == "platform 4"
    home.visits.clear()
    home.sync()
    assert home.titles() == ["Email acme"]


def test_what_has_passed_stays_whatever_happens(home):
    home.later(hours=1, minutes=10)
    before = home.event(PROMPT).content
    home.settings = replace(home.settings, notes="other notes")
    home.visits.clear()
    home.sync()
    assert home.titles() == ["prompt acme"]
    assert home.event(PROMPT).content == before


def test_a_visit_that_moves_after_its_time_gets_a_new_set_and_history_stays(home):
    home.later(days=1)
    old = {key: home.event(key) for key in (PROMPT, EMAIL)}
    move(home, days=3)
    home.sync()
    home.sync()
    for key, event in old.items():
        assert home.calendar.events[event.id] == event
        assert home.event(key).content == event.content
        second = f"{key}~2"
        assert home.event(second).content == {f.key: shown(f) for f in home.wanted()}[second]
    assert len(home.calendar.events) == 5
    assert home.sync().operations == ()


# -- the provider has a bad day


def test_silence_stops_the_pass_and_asks(home):
    home.calendar.expire()
    home.connector.manners.silent = True
    rows = home.ledger.rows()
    done = home.sync()
    assert (done.halted, done.operations, len(done.told)) == (True, (), 1)
    assert (home.ledger.rows(), home.titles()) == (rows, ALL)
    home.connector.manners.silent = False
    assert home.sync().operations == ()


def test_a_calendar_emptied_on_purpose_stays_empty(home):
    for event_id in list(home.calendar.events):
        home.calendar.drop(event_id)
    home.calendar.expire()
    assert home.sync().halted
    assert not home.sync(emptied_on_purpose=True).halted
    home.sync()
    assert home.titles() == []


def test_a_list_that_lags_behind_our_write_is_not_a_deletion():
    house = Household(visits={"acme": ACME})
    house.sync()
    (first, *_) = house.calendar.events
    house.connector.manners.hidden.add(first)
    house.calendar.expire()
    house.later(seconds=20)
    assert house.sync().look_again
    house.connector.manners.hidden.clear()
    house.later(minutes=5)
    assert house.sync().operations == ()
    assert house.titles() == ALL


def test_a_refused_pass_is_made_up_for():
    house = Household(visits={"acme": ACME})
    house.connector.manners.refusing = True
    done = house.sync()
    assert (len(done.outcomes), done.look_again, house.titles()) == (3, True, [])
    house.connector.manners.refusing = False
    house.sync()
    assert house.titles() == ALL


def test_lost_answers_make_no_second_event():
    house = Household(visits={"acme": ACME})
    house.connector.manners.losing_answers = True
    house.sync()
    house.connector.manners.losing_answers = False
    assert house.sync().operations == ()
    assert house.titles() == ALL


def test_one_made_unknown_to_us_and_thrown_away_stays_away():
    house = Household(visits={"acme": ACME})
    house.connector.manners.losing_answers = True
    house.sync()
    house.connector.manners.losing_answers = False
    for event_id in list(house.calendar.events):
        house.calendar.drop(event_id)
    house.sync()
    house.later(minutes=5)
    house.sync()
    assert house.titles() == []
    assert {row.standing for row in house.ledger.rows().values()} == {Standing.THEIRS}


def test_the_longest_wait_that_was_asked_for_is_passed_on(home):
    home.visits.clear()
    waits = iter([timedelta(seconds=5), None, timedelta(seconds=90)])
    home.connector.push = lambda _, writes: [
        Transient("later", retry_after=next(waits)) for _ in writes
    ]
    assert home.sync().retry_after == timedelta(seconds=90)


def test_a_rejected_write_costs_no_other_and_is_not_tried_again():
    house = Household(visits={"acme": ACME})
    house.connector.manners.rejects = lambda write: write.content.title.startswith("call")
    done = house.sync()
    assert house.titles() == ["Email acme", "prompt acme"]
    assert [problem.where for problem in done.problems] == [CALL]
    assert not done.look_again
    assert house.sync().operations == ()
    house.connector.manners.rejects = lambda _: False
    move(house, days=1)
    house.sync()
    assert house.titles() == ALL


def test_lost_access_goes_through(home):
    home.connector.manners.access_lost = True
    with pytest.raises(AccessLost):
        home.sync()


def test_access_lost_in_the_middle_is_taken_up_again():
    house = Household(visits={"acme": ACME})

    def taken_back():
        raise AccessLost

    house.connector.manners.before_push = taken_back
    with pytest.raises(AccessLost):
        house.sync()
    house.connector.manners.before_push = lambda: None
    house.sync()
    assert house.titles() == ALL


def test_a_provider_whose_every_cursor_is_expired_is_not_asked_for_ever(home):
    asked = []

    def expired(calendar, cursor):
        asked.append(cursor)
        raise CursorExpired

    home.connector.pull = expired
    with pytest.raises(CursorExpired):
        home.sync()
    assert asked == [home.ledger.cursor(HOME), None]


@pytest.mark.parametrize("forgets", [True, False], ids=["complete list", "tombstones"])
def test_a_deletion_whose_record_was_lost_is_still_ours(home, forgets):
    home.visits.clear()
    crash_on_commit(home, 2)
    with pytest.raises(Crash):
        home.sync()
    assert home.titles() == []
    if forgets:
        home.calendar.add(shown(plan_of(ACME)), "someone else's")
        home.calendar.expire()
        home.sync(emptied_on_purpose=True)
    home.visits["acme"] = ACME
    home.sync()
    home.sync()
    assert len(home.calendar.events) == 3 + forgets


def test_an_old_intent_does_not_excuse_a_later_deletion(home):
    home.visits.clear()

    def dies():
        raise Crash

    home.connector.manners.before_push = dies
    with pytest.raises(Crash):
        home.sync()  # meant to delete, and never did
    home.connector.manners.before_push = lambda: None
    home.visits["acme"] = ACME
    home.sync()  # and now they are wanted again
    home.calendar.drop(home.event(EMAIL).id)
    home.later(minutes=5)
    for _ in range(3):
        home.sync()
    assert home.titles() == ["call acme", "prompt acme"]


def test_an_edit_in_the_middle_of_a_pass_wins(home):
    event = home.event(EMAIL)
    home.connector.manners.before_push = lambda: home.edit(event.id, title="mine")
    home.settings = replace(home.settings, title="Write to {visit}", notes="new")
    outcomes = home.sync().outcomes
    assert [type(one) for one in outcomes].count(PreconditionFailed) == 1
    home.connector.manners.before_push = lambda: None
    home.sync()
    content = home.event(EMAIL).content
    assert content.title == "mine"
    assert "new" in content.notes


@pytest.mark.parametrize("refused_first", [False, True], ids=["at once", "after a refusal"])
def test_a_duplicate_of_another_device_goes(home, refused_first):
    elder = home.event(EMAIL)
    home.calendar.add(elder.content, elder.name)
    if refused_first:
        home.connector.manners.refusing = True
        home.sync()
        home.connector.manners.refusing = False
    home.sync()
    assert home.titles() == ALL
    assert home.event(EMAIL) == elder
    assert home.sync().operations == ()


def test_a_duplicate_the_person_works_on_is_their_own(home):
    elder = home.event(EMAIL)
    home.calendar.add(replace(elder.content, title="my copy"), elder.name)
    assert len(home.sync().told) == 1
    assert home.titles() == sorted([*ALL, "my copy"])
    assert home.sync().operations == ()


def test_a_follow_up_moves_to_another_calendar_without_being_there_twice(home):
    work = CalendarId("work")
    wanted = [replace(one, calendar=work) for one in home.wanted()]

    def turn(calendar):
        return sync(home.ledger, home.connector, calendar, wanted, now=home.now)

    assert turn(work).operations == ()
    turn(HOME)
    turn(work)
    assert home.titles() == []
    assert len(home.connector.at(work).events) == 3
    assert (turn(HOME).operations, turn(work).operations) == ((), ())


def test_nothing_is_pushed_before_it_is_written_down(home):
    move(home, days=1)
    crash_on_commit(home, 1)
    tick = home.calendar.tick
    with pytest.raises(Crash):
        home.sync()
    assert home.calendar.tick == tick


def test_what_is_about_to_be_done_is_written_down():
    house = Household(visits={"acme": ACME})
    crash_on_commit(house, 2)
    with pytest.raises(Crash):
        house.sync()
    rows = house.ledger.rows().values()
    assert {type(one.intent) for one in rows} == {Create}
    assert {one.standing for one in rows} == {Standing.ABSENT}


def test_a_rejection_is_a_value_beside_the_others(home):
    home.connector.manners.rejects = lambda write: write.content.title == "call acme"
    move(home, days=1)
    assert [type(one) for one in home.sync().outcomes].count(Rejected) == 1


def plan_of(visit):
    return Household(visits={visit.key: visit}).wanted()[0]


def crash_on_commit(house, number):
    left = [number]

    def dies():
        left[0] -= 1
        if left[0] == 0:
            raise Crash

    house.ledger.before_commit = dies
