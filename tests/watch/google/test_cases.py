"""The numbered cases of the facts (google-calendar 8) that a pass decides."""

from datetime import timedelta

import pytest

from service.domain.model import Standing
from service.store.grants import stored_grant
from service.watch import LeaseLost
from service.watch.grace import GRACE
from tests.google_fake.faults import Fault
from tests.watch.google.conftest import EMAIL, HOUR, KINDS, THURSDAY

DAY, WEEK = timedelta(days=1), timedelta(days=7)


class Crash(BaseException):
    """The process is gone."""


def dies_at(home, nth: int):
    """A store that lets a pass get as far as its nth transaction."""
    real, left = home.store.write, [nth]

    def write():
        if not left[0]:
            raise Crash
        left[0] -= 1
        return real()

    return write


@pytest.mark.parametrize("nth", range(3))
def test_01_wherever_a_pass_breaks_off_nothing_is_lost_or_doubled(home, me, acme, monkeypatch, nth):
    """A drag of ours and a move of the interview in one delta, and the process dies in it."""
    to = THURSDAY + timedelta(days=9)
    me.drag(home.ours()["call"]["id"], to, to + HOUR)
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)
    me.delete(home.ours()["card"]["id"])
    with monkeypatch.context() as patch:
        patch.setattr(home.store, "write", dies_at(home, nth), raising=False)
        with pytest.raises(Crash):
            home.settle()
    home.settle(2)
    ours = home.ours()
    assert set(ours) == KINDS - {"card"}
    card = [row.standing for key, row in home.rows().items() if key.endswith("/card")]
    assert card == [Standing.THEIRS]
    assert ours["call"]["start"]["dateTime"].startswith("2026-12-12T15")
    assert ours["debrief"]["start"]["dateTime"].startswith("2026-12-04T16")


def test_24_of_two_workers_the_slower_one_writes_nothing_and_nothing_is_doubled(home, interview):
    """The lease runs out in the middle: the second does all of it while the first is writing."""
    home.connect()
    interview()
    home.watch()
    other = interview("Interview with Globex - Engineer #interview", THURSDAY + WEEK)
    lost = []

    def second():
        home.before_push = None
        lost.append(True)
        home.watch()

    home.before_push = second
    home.now += timedelta(minutes=20)
    with pytest.raises(LeaseLost):
        home.watch(held=lambda _: not lost)
    home.settle(2)
    assert len(home.fake.person(EMAIL).events()) == 12
    assert other


def test_21_a_lost_answer_is_no_second_entry(home, me, interview):
    home.connect()
    interview()
    home.fake.faults.plan(Fault(kind="lose", method="events.insert", times=2))
    home.watch()
    home.settle(2)
    assert home.fake.faults.left == 0
    assert set(home.ours()) == KINDS
    assert len(me.events()) == 6


def test_21_a_lost_answer_to_a_change_is_no_edit_of_the_persons(home, me, acme):
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)
    home.fake.faults.plan(Fault(kind="truncate", method="events.patch", times=4))
    home.settle()
    home.settle(2)
    me.drag(acme["id"], THURSDAY + WEEK, THURSDAY + WEEK + HOUR)
    home.settle(2)
    starts = {one["start"]["dateTime"][:10] for one in home.ours().values()}
    assert min(starts) >= "2026-12-10"


def test_04_what_was_deleted_while_tokens_expired_is_swept(home, me, acme):
    keeps = me.create("Interview with Globex #interview", THURSDAY + WEEK, THURSDAY + WEEK + HOUR)
    home.settle()
    me.delete(acme["id"])
    home.fake.expire_sync_tokens(EMAIL)
    home.settle()
    assert len(me.events()) == 6
    assert me.event(keeps["id"])["status"] == "confirmed"


def test_11_a_tombstone_of_nothing_but_an_id_takes_its_follow_ups_along(home, me, acme):
    other = me.create("Lunch", THURSDAY, THURSDAY + HOUR)
    home.settle()
    me.delete(other["id"])  # never seen as anything
    me.delete(acme["id"])
    home.settle()
    assert me.events() == []
    assert home.actions().count("visit_gone") == 1


SERIES = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"]}


def test_12_of_a_series_only_the_cancelled_instance_goes(home, me, interview):
    home.connect()
    master = interview("Interview with Acme - Panel #interview", **SERIES)
    home.watch()
    assert len(me.events()) == 1 + 13  # one call: the others are followed by a next round
    me.delete(f"{master['id']}_20261210T200000Z")
    home.settle()
    assert len(me.events()) == 1 + 9


def test_13_this_and_following_gives_no_instance_two(home, me, interview):
    home.connect()
    master = interview("Interview with Acme - Panel #interview", **SERIES)
    home.watch()
    me.split(master["id"], THURSDAY + WEEK)
    home.settle(2)
    assert len(me.events()) == 2 + 13
    emails = [one["start"]["dateTime"] for one in home_emails(home, me)]
    assert len(set(emails)) == 3


def home_emails(home, me):
    names = {row.event_id for key, row in home.rows().items() if "/email" in key}
    return [one for one in me.events() if one["id"] in names]


def test_14_a_moved_instance_takes_its_follow_ups_along(home, me, interview):
    home.connect()
    master = interview("Interview with Acme - Panel #interview", **SERIES)
    home.watch()
    before = {one["id"] for one in me.events()}
    slot = f"{master['id']}_20261210T200000Z"
    me.drag(slot, THURSDAY + WEEK - 2 * DAY, THURSDAY + WEEK - 2 * DAY + HOUR)
    home.settle()
    assert {one["id"] for one in me.events()} - {slot} == before
    home.requests()
    home.settle()
    assert home.requests() == {"events.list": 1}
    me.delete(master["id"])  # and all of it goes with the series
    home.settle(2)
    assert me.events() == []


@pytest.mark.parametrize("order", ["stub first", "live first", "both"])
def test_17_moved_to_another_calendar_one_set_remains_and_is_never_gone(home, me, acme, order):
    work = home.fake.calendar(EMAIL, "Second")
    home.connect(work, name="Second")
    home.settle()
    before = {one["id"] for one in home.ours().values()}
    home.requests()
    me.move(acme["id"], work)
    from service.store.sources import ask_for_look, sources  # noqa: PLC0415

    with home.store.write() as tx:
        first, second = sources(tx, home.person)
        due = {"stub first": [first], "live first": [second], "both": [first, second]}[order]
        for one in due:
            ask_for_look(tx, one.id, now=home.now)
    home.later(minutes=1)
    assert {one["id"] for one in home.ours().values()} == before
    home.later(seconds=61)
    home.settle(2)
    assert {one["id"] for one in home.ours().values()} == before
    made = home.requests()
    assert {"events.delete", "events.insert"}.isdisjoint(made)
    assert "visit_gone" not in home.actions()


def test_17_deleted_for_good_it_is_believed_after_the_grace(home, me, acme):
    home.connect(home.fake.calendar(EMAIL, "Second"), name="Second")
    home.settle()
    me.delete(acme["id"])
    home.settle()
    assert set(home.ours()) == KINDS
    due = home.source().next_read
    assert due - home.now <= GRACE
    home.later(minutes=1)
    assert home.ours() == {}
    home.requests()
    home.settle(2)
    assert home.requests() == {"events.list": 4}  # the cursors go on


def test_18_on_two_calendars_it_has_one_set(home, me, acme):
    second = home.fake.calendar(EMAIL, "Second")
    copy = {key: acme[key] for key in ("iCalUID", "summary", "start", "end")}
    home.fake.person(EMAIL, second).plant(**copy)
    home.connect(second, name="Second")
    home.settle(2)
    assert set(home.ours()) == KINDS
    assert home.ours(second) == {}


@pytest.mark.parametrize("status", [403, 404])
def test_20_a_calendar_nobody_lets_us_read_loses_nothing_and_the_others_go_on(
    home, me, acme, status
):
    second = home.fake.calendar(EMAIL, "Second")
    home.connect(second, name="Second")
    home.settle()
    reason = {403: "forbidden", 404: "notFound"}[status]
    fault = Fault(kind="status", method="events.list", status=status, reason=reason)
    other = home.fake.person(EMAIL, second)
    other.create("Interview with Globex #interview", THURSDAY + DAY, THURSDAY + DAY + HOUR)
    for _ in range(4):
        home.fake.faults.plan(fault)  # the first that is asked is the first calendar
        home.now = max(home.now, home.source().next_read)
        home.later(minutes=1)
    assert home.source().failures
    assert set(home.ours()) == KINDS
    assert set(home.ours(second)) == KINDS


def test_29_from_yesterdays_backup_the_entries_are_ours_again(home, me, acme):
    """The ledger and the plan of before the interview, and Google as it is now."""
    before = {one["id"] for one in me.events()}
    with home.store.write() as tx:
        for table in ("placements", "follow_ups", "visits", "sessions"):
            tx.connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
        tx.connection.exec_driver_sql("UPDATE sources SET cursor = NULL")
    home.settle(2)
    assert {one["id"] for one in me.events()} == before
    assert set(home.ours()) == KINDS


def test_36_a_revoked_account_pauses_and_goes_on_from_the_old_cursor(home, me, acme):
    cursor = home.source().cursor
    home.revoked = True
    home.settle()
    with home.store.read() as tx:
        assert stored_grant(tx, home.grant).state == "paused"
    assert "no longer connected" in home.source().problem.what
    assert home.source().cursor == cursor
    assert [str(one["SUMMARY"]) for one in home.entries().values()] == ["Reconnect Google"]
    home.requests()
    assert home.later(hours=1) is None  # waits for the person, not for a time
    assert home.requests() == {}
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)
    home.revoked = False
    home.connect_account()
    home.settle()
    made = home.requests()
    assert (made["events.list"], made["events.patch"]) == (1, 5)
    assert home.source().problem is None
    assert home.entries() == {}


def test_36_each_loss_of_an_account_is_told_on_the_feed(home, acme):
    def shown():
        return [str(one["SUMMARY"]) for one in home.entries().values()]

    home.revoked = True
    home.settle()
    home.later(days=10)  # the first entry is over
    home.revoked = False
    home.connect_account()
    home.settle()
    home.later(days=30)
    assert shown() == []
    home.revoked = True
    home.settle()
    assert shown() == ["Reconnect Google"]
    begins = {one["DTSTART"].dt for one in home.entries().values()}
    home.later(days=1)
    assert {one["DTSTART"].dt for one in home.entries().values()} == begins
    assert begins == {home.now.date() - DAY}


def test_36_lost_while_writing_it_pauses_as_well(home, me, acme):
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)

    def revoke():
        home.revoked = True

    home.before_push = revoke
    home.settle()
    with home.store.read() as tx:
        assert stored_grant(tx, home.grant).state == "paused"
    home.before_push, home.revoked = None, False
    home.connect_account()
    home.settle()
    assert home.ours()["debrief"]["start"]["dateTime"].startswith("2026-12-04T16")


def test_40_a_used_up_quota_parks_the_writes_and_reading_goes_on(home, me, acme):
    quota = Fault(kind="status", method="events.*", status=403, reason="quotaExceeded", skip=1)
    home.fake.faults.plan(quota)
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)
    home.settle()
    assert home.source().writes_after - home.now == 3 * HOUR
    home.requests()
    me.delete(home.ours()["card"]["id"])
    home.settle()
    assert home.requests() == {"events.list": 1}
    gone = [row for key, row in home.rows().items() if key.endswith("/card")]
    assert [row.standing for row in gone] == [Standing.THEIRS]
    home.later(hours=3)
    assert home.requests()["events.patch"] == 4  # all but the card
    assert home.source().writes_after is None
    assert home.ours()["debrief"]["start"]["dateTime"].startswith("2026-12-04T16")
