"""What a calendar tells, fitted to the rows."""

from dataclasses import replace

import pytest

from connectors.contract import CalendarId, Change, Changes, Create, Cursor, Etag, Event, EventId
from service.domain import look as looking
from service.domain.look import BROUGHT, emptied, unsure, within
from service.domain.model import Key, Standing
from service.domain.reconcile import name
from tests.domain.reconcile.rows import HOME, MINE, NOW, SENT, row, wanted

K = Key("k")
NAME = name(K)


def event(id_, content=SENT, called=NAME):
    return Event(id=EventId(id_), etag=Etag(f"tag {id_}"), content=content, name=called)


def told(*events, gone=(), complete=False):
    items = [Change(id=one.id, event=one) for one in events]
    items += [Change(id=EventId(id_), event=None) for id_ in gone]
    return Changes(items=tuple(items), cursor=Cursor("c"), complete=complete)


def rows_of(*rows):
    return {one.key: one for one in rows}


def look(rows, changes, *elsewhere):
    return looking.look(HOME, rows, changes, elsewhere=rows_of(*elsewhere))


def test_what_is_not_mentioned_stays_as_it_was():
    assert look(rows_of(row()), told()) == rows_of(row())


def test_an_event_is_known_by_its_id_even_without_its_name():
    assert look(rows_of(row()), told(event("e", MINE, None)))[K].seen == MINE


def test_a_tombstone_and_a_complete_list_without_it_both_mean_gone():
    assert look(rows_of(row()), told(gone=["e"]))[K].seen is None
    assert look(rows_of(row()), told(complete=True))[K].seen is None


@pytest.mark.parametrize("changes", [told(gone=["e"]), told(complete=True)], ids=["told", "listed"])
def test_what_is_theirs_is_known_to_be_gone_as_well(changes):
    looked = look(rows_of(row(Standing.THEIRS)), changes)[K]
    assert (looked.standing, looked.seen) == (Standing.THEIRS, None)


def test_a_stranger_without_a_name_of_ours_is_nobodys():
    looked = look(rows_of(row()), told(event("x", called=None), event("y", called="fu-x@other")))
    assert looked == rows_of(row())


def test_a_create_whose_answer_was_lost_is_found_by_its_name():
    intent = Create(name=NAME, content=SENT)
    lost = row(Standing.ABSENT, None, intent=intent)
    found = look(rows_of(lost), told(event("new")))[K]
    assert (found.standing, found.event_id, found.intent) == (Standing.OURS, "new", None)


def test_an_intent_that_did_not_show_lapses():
    waiting = row(Standing.ABSENT, None, intent=Create(name=NAME, content=SENT))
    assert look(rows_of(waiting), told())[K].intent is None


def test_a_second_event_with_one_name_gets_a_row_of_its_own():
    looked = look(rows_of(row()), told(event("e2")))
    younger = looked.pop(Key("k#e2"))
    assert looked == rows_of(row())
    assert (younger.event_id, younger.standing, younger.sent) == ("e2", Standing.OURS, SENT)


def test_of_two_that_appear_at_once_the_first_is_the_elder():
    lost = row(Standing.ABSENT, None, intent=Create(name=NAME, content=SENT))
    looked = look(rows_of(lost), told(event("e1"), event("e2")))
    assert {key: one.event_id for key, one in looked.items()} == {"k": "e1", "k#e2": "e2"}


def test_one_event_told_twice_is_not_two():
    lost = row(Standing.ABSENT, None)
    assert look(rows_of(lost), told(event("e1"), event("e1"))).keys() == {K}


def test_one_that_lives_on_under_another_id_is_the_same():
    looked = look(rows_of(row()), told(event("e2"), gone=["e"]))
    assert {key: one.event_id for key, one in looked.items()} == {"k": "e2"}


def test_a_copy_of_what_is_theirs_is_theirs_too():
    theirs = rows_of(row(Standing.THEIRS, None, event_id=EventId("e")))
    assert look(theirs, told(event("e2"))) == theirs


WORK = CalendarId("work")


@pytest.mark.parametrize("generation", [0, 2])
def test_what_was_left_by_an_older_generation_is_the_rows_again(generation):
    """Its calendar was disconnected, and in between it has stood on the feed."""
    absent = row(Standing.ABSENT, None, generation=3, calendar=WORK)
    left = event("e", called=name(K, generation))
    looked = look(rows_of(absent), told(left, complete=True))[K]
    assert (looked.standing, looked.event_id, looked.calendar) == (Standing.OURS, "e", HOME)
    assert looked.generation == 3


def test_what_was_left_while_it_stands_here_or_elsewhere_is_a_twin():
    here = row(generation=1)
    left = event("old")
    shown = told(event("e", called=name(K, 1)), left, complete=True)
    for looked in (
        look(rows_of(here), shown),
        look({}, told(left, complete=True), replace(here, calendar=WORK)),
        look({}, told(left, complete=True), row(calendar=WORK)),
    ):
        younger = looked[Key("k#old")]
        assert (younger.standing, younger.calendar) == (Standing.OURS, HOME)


@pytest.mark.parametrize("standing", [Standing.OURS, Standing.ABSENT])
def test_an_event_of_an_older_generation_that_the_person_brings_back_is_theirs(standing):
    before = row(standing, SENT if standing is Standing.OURS else None, generation=1)
    looked = look(rows_of(before), told(event("old")))
    brought = looked.pop(Key("k#old"))
    assert looked == rows_of(before)
    assert (brought.standing, brought.reason) == (Standing.THEIRS, BROUGHT)
    again = look({**looked, brought.key: brought}, told(event("old"), complete=True))
    assert again[brought.key].standing is Standing.THEIRS


def test_one_that_the_person_moves_here_from_another_calendar_is_theirs():
    looked = look({}, told(event("e")), row(calendar=WORK))
    assert {one.standing for one in looked.values()} == {Standing.THEIRS}


def test_what_is_theirs_elsewhere_is_not_sorted_here():
    shown = told(event("e"), complete=True)
    assert look({}, shown, row(Standing.THEIRS, calendar=WORK)) == {}


def ours(count, **values):
    ids = [f"e{number}" for number in range(count)]
    return rows_of(*(row(key=Key(id_), **{"event_id": EventId(id_), **values}) for id_ in ids))


@pytest.mark.parametrize(
    ("rows", "changes", "stops"),
    [
        pytest.param(ours(3), told(complete=True), True, id="three of three missing"),
        pytest.param(ours(2), told(complete=True), False, id="two may well be gone"),
        pytest.param(ours(3), told(), False, id="no news is no list"),
        pytest.param(ours(4), told(event("e2"), complete=True), False, id="one is there"),
        pytest.param(
            ours(3),
            told(event("new", called=name(Key("e1"))), complete=True),
            False,
            id="one is there under another id",
        ),
        pytest.param(
            ours(3), told(event("x", called=None), complete=True), True, id="only others' are there"
        ),
        pytest.param(ours(3, standing=Standing.THEIRS), told(complete=True), False, id="theirs"),
        pytest.param(ours(3, seen=None), told(complete=True), False, id="gone before"),
    ],
)
def test_sudden_emptiness_is_distrusted(rows, changes, stops):
    assert emptied(rows, changes) is stops


def test_a_missing_row_just_written_makes_the_next_look_a_complete_one():
    assert unsure(rows_of(row(seen=None, written=NOW)), now=NOW)
    assert not unsure(rows_of(row(written=NOW), row(seen=None, key=Key("j"))), now=NOW)


def test_a_follow_up_leaves_its_old_calendar_before_it_enters_the_new():
    plan = replace(wanted(), calendar="work")
    assert within("home", [plan], rows_of(row())) == ()
    assert within("work", [plan], rows_of(row())) == ()
    assert within("work", [plan], rows_of(row(Standing.ABSENT, None))) == (plan,)
    assert within("work", [plan], rows_of(row(Standing.THEIRS, None))) == ()
