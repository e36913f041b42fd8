"""The merge table, row by row, against the fake and through a pass."""

from datetime import timedelta

from service.domain.model import Standing
from service.store.sources import remove_source, set_writes
from tests.watch.google.conftest import EMAIL, HOUR, KINDS, THURSDAY
from tests.watch.home import interview

DAY = timedelta(days=1)


def test_untouched_they_follow_the_interview(home, me, acme):
    before = {kind: one["id"] for kind, one in home.ours().items()}
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)
    home.settle()
    assert home.requests() == {"events.list": 1, "events.patch": 5}
    assert {kind: one["id"] for kind, one in home.ours().items()} == before
    assert home.ours()["debrief"]["start"]["dateTime"].startswith("2026-12-04T16")


def test_what_had_passed_when_the_interview_moved_stays_beside_a_second_one(home, me, acme):
    home.settle(1, days=10, hours=3, minutes=30)
    first = home.ours()["prompt"]
    me.drag(acme["id"], THURSDAY + 7 * DAY, THURSDAY + 7 * DAY + HOUR)
    home.settle(2)
    assert home.ours()["prompt"] == first
    assert home.ours()["prompt~2"]["start"]["dateTime"].startswith("2026-12-10T14:45")
    assert set(home.ours()) == {*KINDS, "prompt~2"}


def test_one_that_was_dragged_stays_where_it_was_put(home, me, acme):
    mine = home.ours()["call"]
    to = THURSDAY + timedelta(days=9)
    me.drag(mine["id"], to, to + HOUR)
    home.settle()
    assert home.requests() == {"events.list": 1}
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)
    home.settle()
    assert home.ours()["call"]["start"]["dateTime"].startswith("2026-12-12T15")
    assert home.ours()["debrief"]["start"]["dateTime"].startswith("2026-12-04T16")


def test_of_one_that_was_renamed_only_the_title_stays(home, me, acme):
    me.edit(home.ours()["debrief"]["id"], summary="Write it all down")
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)
    home.settle()
    assert home.ours()["debrief"]["summary"] == "Write it all down"
    assert home.ours()["debrief"]["start"]["dateTime"].startswith("2026-12-04T16")


def test_27_a_drag_to_an_impossible_time_is_put_right_and_told(home, me, acme):
    before = home.ours()["email"]["start"]
    me.drag(home.ours()["email"]["id"], THURSDAY - DAY, THURSDAY - DAY + HOUR)
    home.settle()
    assert home.ours()["email"]["start"] == before
    assert "follow_up_told" in home.actions()


def test_25_one_that_was_deleted_never_comes_back(home, me, acme):
    me.delete(home.ours()["card"]["id"])
    home.settle()
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)
    home.settle()
    home.fake.expire_sync_tokens(home.source().address)
    home.settle()
    assert set(home.ours()) == KINDS - {"card"}
    assert "events.insert" not in home.requests()


def test_an_edit_that_was_undone_is_no_edit(home, me, acme):
    mine = home.ours()["call"]
    me.edit(mine["id"], summary="Other")
    home.settle()
    me.edit(mine["id"], summary=mine["summary"])
    home.settle()
    me.delete(acme["id"])
    home.settle()
    assert home.ours() == {}


def test_19_without_the_tag_the_untouched_go_and_the_edited_stay(home, me, acme):
    me.edit(home.ours()["card"]["id"], summary="My own card")
    me.edit(acme["id"], summary="Coffee with Acme")
    home.settle()
    assert set(home.ours()) == {"card"}
    assert "follow_up_told" in home.actions()
    me.edit(acme["id"], summary="Interview with Acme - Engineer #interview")
    home.settle()
    assert set(home.ours()) == KINDS
    assert home.ours()["card"]["summary"] == "My own card"


def test_a_title_that_begins_with_a_tick_is_done(home, me, acme):
    mine = home.ours()["email"]
    me.edit(mine["id"], summary="\u2713 " + mine["summary"])
    home.settle()
    done = [row for key, row in home.rows().items() if key.endswith("/email")]
    assert [(row.standing, row.reason) for row in done] == [(Standing.THEIRS, "done")]


def test_28_of_two_with_one_name_the_younger_goes(home, me, acme):
    copy = me.duplicate(home.ours()["card"]["id"])
    home.settle(2)
    assert copy["id"] not in {one["id"] for one in me.events()}
    assert set(home.ours()) == KINDS


def test_what_is_not_recognised_is_never_stored(home, me, acme):
    me.create("Dentist Dr. Secretive", THURSDAY, THURSDAY + HOUR)
    home.settle()
    with home.store.read() as tx:
        rows = tx.connection.exec_driver_sql("select body from sessions").scalars().all()
    assert len(rows) == 1
    assert "Secretive" not in repr(rows)


def test_switched_to_the_feed_they_leave_the_calendar_within_one_pass(home, acme):
    with home.store.write() as tx:
        set_writes(tx, home.source().id, "feed", now=home.now)
    home.settle()
    assert home.ours() == {}
    assert {key.split("/")[-1] for key in home.kinds()} == KINDS
    with home.store.write() as tx:
        set_writes(tx, home.source().id, "there", now=home.now)
    home.settle()
    assert home.kinds() == []
    assert set(home.ours()) == KINDS


def test_removed_and_connected_again_the_entries_left_there_are_ours_again(home, me, acme):
    to = THURSDAY + timedelta(days=9)
    me.drag(home.ours()["call"]["id"], to, to + HOUR)
    with home.store.write() as tx:
        remove_source(tx, home.source().id, now=home.now)
    home.calendar("Other")
    home.settle()
    assert len(me.events()) == 6
    home.connect()
    home.settle()
    assert len(me.events()) == 6
    assert set(home.ours()) == KINDS
    assert home.ours()["call"]["start"]["dateTime"].startswith("2026-12-12T15")


def test_connected_again_what_was_on_the_feed_meanwhile_is_not_there_twice(home, me, acme):
    """Another calendar, which is only read, holds the same interview."""
    to = THURSDAY + timedelta(days=9)
    me.drag(home.ours()["call"]["id"], to, to + HOUR)
    home.settle()
    before = {kind: one["id"] for kind, one in home.ours().items()}
    home.calendar("Other").put(interview(acme["iCalUID"], THURSDAY))
    home.settle()
    with home.store.write() as tx:
        remove_source(tx, home.source().id, now=home.now)
    home.settle()
    assert {key.split("/")[-1] for key in home.kinds()} == KINDS
    home.connect()
    home.settle(2)
    assert home.kinds() == []
    assert {kind: one["id"] for kind, one in home.ours().items()} == before
    assert len(me.events()) == 6
    assert home.ours()["call"]["start"]["dateTime"].startswith("2026-12-12T15")


def test_connected_again_what_stands_on_another_calendar_now_is_not_there_twice(home, me, acme):
    second = home.fake.calendar(EMAIL, "Second")
    copy = {key: acme[key] for key in ("iCalUID", "summary", "start", "end")}
    home.fake.person(EMAIL, second).plant(**copy)
    home.connect(second, name="Second")
    home.settle(2)
    with home.store.write() as tx:
        remove_source(tx, home.source().id, now=home.now)
    home.settle(2)
    assert set(home.ours(second)) == KINDS
    assert len(me.events()) == 6
    home.connect()
    home.settle(3)
    assert [one["id"] for one in me.events()] == [acme["id"]]
    assert set(home.ours(second)) == KINDS
