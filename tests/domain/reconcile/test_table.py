"""The table at the top of reconcile.py, row by row."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from connectors.contract import Create, Delete, Etag, Event, EventId, Rejected, Span
from service.domain.block import ours_in, outside
from service.domain.ledger import begin, refuse
from service.domain.look import twin
from service.domain.model import Key, Standing
from service.domain.reconcile import (
    DONE,
    LET_GO,
    PIN_DROPPED,
    THROWN_AWAY,
    decide,
    edited,
    moved_on,
    name,
    reconcile,
    settle,
)
from tests.domain.reconcile.rows import (
    LATER,
    MINE,
    NEW_PLAN,
    NOW,
    PLAN,
    SENT,
    SOON,
    at,
    row,
    said,
    wanted,
)

YESTERDAY = NOW - timedelta(days=1)
PAST = replace(SENT, when=at(YESTERDAY))
PASSED = row(seen=PAST, sent=PAST)
ENDS_NOW = replace(SENT, when=Span(start=YESTERDAY, end=NOW))
OVER = replace(PLAN, when=at(YESTERDAY))
FLOOR = SOON + timedelta(hours=1)
TOO_EARLY = replace(SENT, when=at(SOON + timedelta(minutes=15)))
AFTER = replace(PLAN, when=at(LATER))
JUST_NOW = NOW - timedelta(seconds=59)
A_MINUTE_AGO = NOW - timedelta(seconds=60)
SECOND = Event(id=EventId("e2"), etag=Etag("9"), content=SENT, name=name(Key("k")))
ABSENT, OURS, THEIRS = Standing.ABSENT, Standing.OURS, Standing.THEIRS


def given(flag, content=AFTER):
    return replace(wanted(content, YESTERDAY), flags=(flag,))


@pytest.mark.parametrize(
    ("plan", "placed", "then"),
    [
        pytest.param(wanted(), None, "create", id="yes, absent (never seen)"),
        pytest.param(wanted(), row(ABSENT, None), "create", id="yes, absent"),
        pytest.param(wanted(), row(), "rest", id="yes, ours, untouched, same plan"),
        pytest.param(
            wanted(NEW_PLAN), row(), ("update", {"title", "notes"}), id="yes, ours, untouched"
        ),
        pytest.param(
            wanted(NEW_PLAN), row(seen=MINE), ("update", {"notes"}), id="yes, ours, edited"
        ),
        pytest.param(wanted(), row(seen=MINE), "rest", id="yes, ours, edited, same plan"),
        pytest.param(
            wanted(AFTER, FLOOR),
            row(seen=TOO_EARLY),
            ("update", {"when"}),
            id="yes, ours, edited, impossible",
        ),
        pytest.param(wanted(), row(seen=None), THEIRS, id="yes, ours, gone"),
        pytest.param(None, None, "rest", id="no, absent (never seen)"),
        pytest.param(None, row(ABSENT, None), "rest", id="no, absent"),
        pytest.param(None, row(), "delete", id="no, ours, untouched"),
        pytest.param(None, row(seen=MINE), THEIRS, id="no, ours, edited"),
        pytest.param(None, row(seen=None), ABSENT, id="no, ours, gone"),
        pytest.param(wanted(NEW_PLAN), row(THEIRS, MINE), "rest", id="yes, theirs"),
        pytest.param(wanted(), row(THEIRS, None), "rest", id="yes, theirs, gone"),
        pytest.param(None, row(THEIRS), "rest", id="no, theirs"),
        pytest.param(None, twin(row(), SECOND), "delete", id="two with one name: the younger"),
        pytest.param(
            None,
            twin(row(), replace(SECOND, content=MINE)),
            THEIRS,
            id="two with one name: the younger, edited",
        ),
    ],
)
def test_the_table(plan, placed, then):
    assert said(decide(plan, placed, now=NOW)) == then


@pytest.mark.parametrize(
    ("plan", "placed", "then"),
    [
        pytest.param(wanted(OVER), None, "rest", id="not created"),
        pytest.param(
            wanted(replace(NEW_PLAN, when=PAST.when)),
            PASSED,
            "rest",
            id="not updated",
        ),
        pytest.param(None, PASSED, "rest", id="not deleted"),
        pytest.param(None, row(seen=PAST), "rest", id="nobody is asked about it"),
        pytest.param(
            wanted(replace(OVER, title="x")), row(), ("update", {"title"}), id="nothing moves there"
        ),
        pytest.param(wanted(AFTER, FLOOR), PASSED, "rest", id="a visit that moved on"),
        pytest.param(None, row(seen=ENDS_NOW, sent=ENDS_NOW), "rest", id="ends now"),
    ],
)
def test_the_past_is_never_touched(plan, placed, then):
    assert said(decide(plan, placed, now=NOW)) == then


@pytest.mark.parametrize(
    ("plan", "placed", "then"),
    [
        pytest.param(wanted(), row(seen=None, written=JUST_NOW), "rest", id="wanted, just written"),
        pytest.param(None, row(seen=None, written=JUST_NOW), "rest", id="unwanted, just written"),
        pytest.param(wanted(), row(seen=None, written=A_MINUTE_AGO), THEIRS, id="wanted, later"),
        pytest.param(None, row(seen=None, written=A_MINUTE_AGO), ABSENT, id="unwanted, later"),
    ],
)
def test_a_row_written_in_the_last_minute_is_not_called_gone(plan, placed, then):
    assert said(decide(plan, placed, now=NOW)) == then


@pytest.mark.parametrize("title", ["✓ Email Dana", "✔ x", "✅", "☑ a", "done", "Done: Email Dana"])
@pytest.mark.parametrize("plan", [wanted(AFTER), None], ids=["wanted", "unwanted"])
def test_a_title_ticked_by_the_person_is_done(title, plan):
    done = decide(plan, row(seen=replace(SENT, title=title)), now=NOW)
    assert (said(done), done.reason) == (THEIRS, DONE)


@pytest.mark.parametrize("title", ["Donegal Ltd", "almost done"])
def test_other_titles_are_only_edits(title):
    assert said(decide(wanted(AFTER), row(seen=replace(SENT, title=title)), now=NOW)) == (
        "update",
        {"when"},
    )


def test_a_title_of_our_own_never_ticks_itself():
    ours = replace(SENT, title="Done & Dusted: email")
    assert said(decide(None, row(seen=ours, sent=ours), now=NOW)) == "delete"


@pytest.mark.parametrize(
    ("seen", "then"),
    [
        pytest.param(at(FLOOR - timedelta(minutes=1)), ("update", {"when"}), id="a minute before"),
        pytest.param(at(FLOOR), "rest", id="the first possible minute"),
        pytest.param(
            at(FLOOR.astimezone(ZoneInfo("Asia/Tokyo"))), "rest", id="the same in another zone"
        ),
        pytest.param(
            Span(start=date(2026, 12, 1), end=date(2026, 12, 2)), "rest", id="all day, that day"
        ),
        pytest.param(
            Span(start=date(2026, 11, 30), end=date(2026, 12, 2)),
            ("update", {"when"}),
            id="all day, from the day before",
        ),
    ],
)
def test_a_date_of_the_persons_own_before_the_floor_is_impossible(seen, then):
    plan = wanted(replace(PLAN, when=at(LATER)), FLOOR)
    placed = row(seen=replace(SENT, when=seen), sent=replace(SENT, when=at(LATER)))
    assert said(decide(plan, placed, now=NOW)) == then


def test_a_dropped_pin_is_told_and_flagged():
    push = decide(wanted(replace(AFTER, title="New"), FLOOR), row(seen=TOO_EARLY), now=NOW)
    assert push.reason == PIN_DROPPED
    assert push.told == (
        "Your own time for “New” would now be before the interview is over, "
        "so it has been moved to 2026-12-04 09:00."
    )
    assert push.write.content.when == at(LATER)


def test_a_pin_that_is_possible_stays_and_nothing_is_told():
    pinned = replace(SENT, when=at(LATER))
    push = decide(wanted(NEW_PLAN, FLOOR), row(seen=pinned), now=NOW)
    assert (said(push), push.told) == (("update", {"title", "notes"}), None)
    assert push.write.content.when == at(LATER)


def test_letting_go_of_an_edited_one_asks():
    stand = decide(None, row(seen=MINE), now=NOW)
    assert stand.reason == LET_GO
    assert "call mum" in stand.told


def test_the_persons_own_deletion_says_so():
    assert decide(wanted(), row(seen=None), now=NOW).reason == THROWN_AWAY


@pytest.mark.parametrize(
    ("plan", "placed", "second"),
    [
        pytest.param(wanted(AFTER), PASSED, True, id="prompt of a visit that moved on"),
        pytest.param(wanted(AFTER, FLOOR), PASSED, True, id="email of a visit that moved on"),
        pytest.param(wanted(AFTER, YESTERDAY), PASSED, False, id="another delay only"),
        pytest.param(wanted(), row(seen=PAST), False, id="done early by the person"),
        pytest.param(wanted(OVER, FLOOR), PASSED, False, id="over as well"),
        pytest.param(
            wanted(replace(AFTER, when=at(YESTERDAY - timedelta(days=1))), FLOOR),
            PASSED,
            False,
            id="another that is over",
        ),
        pytest.param(wanted(AFTER), row(), False, id="still to come"),
        pytest.param(wanted(AFTER), row(Standing.THEIRS, PAST), False, id="theirs"),
        pytest.param(given("put_off"), PASSED, True, id="put off after it had passed"),
        pytest.param(given("confirmed"), PASSED, True, id="agreed after it had passed"),
        pytest.param(given("late"), PASSED, False, id="another time that nobody gave it"),
        pytest.param(given("put_off", OVER), PASSED, False, id="put off to where it was"),
        pytest.param(
            given("confirmed", replace(PLAN, when=Span(start=YESTERDAY, end=LATER))),
            PASSED,
            False,
            id="agreed for where it was dragged, and shorter",
        ),
    ],
)
def test_only_what_was_moved_on_from_deserves_a_second_slot(plan, placed, second):
    assert moved_on(plan, placed, now=NOW) is second


def test_words_outside_our_block_stay_when_the_plan_changes_the_notes():
    seen = replace(SENT, notes=f"ask about parking\n{SENT.notes}\nroom 4")
    push = decide(wanted(NEW_PLAN), row(seen=seen), now=NOW)
    assert said(push) == ("update", {"title", "notes"})
    assert outside(push.write.content.notes) == "ask about parking\nroom 4"
    assert ours_in(push.write.content.notes) == "thank her for the tour"


def test_words_inside_our_block_make_the_notes_theirs():
    seen = replace(SENT, notes=SENT.notes.replace("bring", "forget"))
    assert said(decide(wanted(NEW_PLAN), row(seen=seen), now=NOW)) == ("update", {"title"})


def test_a_word_outside_our_block_keeps_it_from_being_deleted():
    seen = replace(SENT, notes=f"{SENT.notes}\nroom 4")
    assert edited(row(seen=seen)) == {"notes"}
    assert said(decide(None, row(seen=seen), now=NOW)) == THEIRS


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("heard back", "delete"),
        ("call: 4 Dec", "delete"),
        ("call: Fri 4 Dec 9:30", "delete"),
        ("call: Mon 28 Dec 9:30", "delete"),
        ("decides: 2026-11-30", "delete"),
        ("call: Friday", THEIRS),
        ("call: Thu 4 Dec", THEIRS),
        ("call: Dana said try her mobile 0171 555 after her holiday", THEIRS),
    ],
)
def test_an_answer_that_was_read_goes_with_the_entry_and_what_nobody_could_read_keeps_it(
    line, then
):
    for notes in (f"{SENT.notes}\n{line}", f"{line}\nheard back\n{SENT.notes}"):
        assert said(decide(None, row(seen=replace(SENT, notes=notes)), now=NOW)) == then


def test_notes_go_out_in_our_block():
    assert ours_in(decide(wanted(), None, now=NOW).write.content.notes) == "bring the notes"


def test_what_the_person_settled_is_theirs_and_never_made():
    rows = [row(), row(ABSENT, None, key=Key("a")), row(THEIRS, key=Key("t"))]
    plan = [wanted(NEW_PLAN), replace(wanted(), key=Key("a")), replace(wanted(), key=Key("n"))]
    settled = dict.fromkeys(map(Key, "katn"), "skip")
    assert reconcile(plan, rows, now=NOW, settled=settled) == (settle(row(), "skip"),)


def test_a_rejected_write_is_not_tried_again_until_it_is_another():
    push = decide(wanted(NEW_PLAN), row(), now=NOW)
    refused = refuse(begin(row(), push, now=NOW), Rejected("too long"))
    other_etag = replace(refused, etag=Etag("2"))
    assert decide(wanted(NEW_PLAN), other_etag, now=NOW) is None
    assert said(decide(wanted(replace(NEW_PLAN, title="Short")), refused, now=NOW)) != "rest"
    assert said(decide(None, refused, now=NOW)) == "delete"


def test_the_order_is_that_of_the_keys_and_each_key_speaks_once():
    plan = [replace(wanted(), key=Key(key)) for key in "cab"]
    operations = reconcile(plan, [row(key=Key("d"))], now=NOW)
    assert [operation.key for operation in operations] == ["a", "b", "c", "d"]
    assert [type(push.write) for push in operations] == [Create, Create, Create, Delete]


def test_the_name_is_a_uid_of_the_contract():
    assert name(Key("v/email")) == (
        "fu-n5epethrkhrottcdltnf2bk0kndl46oqqjra0jn2g8b350tu2o30@afterword"
    )
    assert len({name(Key("v"), 0), name(Key("v"), 1), name(Key("w"), 0)}) == 3
