"""Series: masters and exceptions in the feed, instances by id, splits, and their ends."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.google_fake.instances import slot

OSLO = ZoneInfo("Europe/Oslo")
NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 11, 24, 14, tzinfo=NEW_YORK)
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@pytest.fixture
def series(me):
    rule = ["RRULE:FREQ=WEEKLY;COUNT=5"]
    return me.create("Interview loop", TUESDAY, TUESDAY + HOUR, recurrence=rule)


def instance_id(series, week):
    return f"{series['id']}_{slot(TUESDAY + week * WEEK)}"


def test_a_listing_has_the_master_and_not_its_instances(google, series):
    (only,) = google.list()["items"]
    assert (only["id"], only["recurrence"]) == (series["id"], ["RRULE:FREQ=WEEKLY;COUNT=5"])


def test_single_events_are_the_instances(google, series):
    items = google.list(singleEvents=True, orderBy="startTime")["items"]
    assert [item["id"] for item in items] == [instance_id(series, week) for week in range(5)]
    assert {item["recurringEventId"] for item in items} == {series["id"]}
    assert items[1]["originalStartTime"] == items[1]["start"]
    listed = google.events.instances(calendarId="primary", eventId=series["id"]).execute()["items"]
    assert listed == items


def test_a_moved_instance_keeps_its_original_start_and_its_id(google, me, series):
    token = google.list()["nextSyncToken"]
    thursday = TUESDAY + 2 * WEEK + timedelta(days=2)
    me.drag(instance_id(series, 2), thursday, thursday + HOUR)
    (moved,) = google.list(syncToken=token)["items"]
    assert (moved["id"], moved["recurringEventId"]) == (instance_id(series, 2), series["id"])
    assert moved["originalStartTime"]["dateTime"] == "2026-12-08T14:00:00-05:00"
    assert moved["start"]["dateTime"] == "2026-12-10T14:00:00-05:00"
    assert len(google.list(singleEvents=True)["items"]) == 5


def test_a_cancelled_instance_is_listed_without_being_asked_for(google, me, series):
    me.delete(instance_id(series, 1))
    master, gone = google.list()["items"]
    assert master["id"] == series["id"]
    assert set(gone) - {"kind"} == {"id", "status", "recurringEventId", "originalStartTime"}
    assert gone["originalStartTime"]["dateTime"] == "2026-12-01T14:00:00-05:00"
    assert len(google.list(singleEvents=True)["items"]) == 4


@pytest.mark.parametrize("cancels", [False, True])
def test_a_deleted_series_is_its_masters_tombstone_and_maybe_those_of_exceptions(
    fake, google, me, series, cancels
):
    fake.manners.cancels_exceptions = cancels
    me.edit(instance_id(series, 1), location="Oslo")
    token = google.list()["nextSyncToken"]
    me.delete(series["id"])
    gone = {item["id"]: item["status"] for item in google.list(syncToken=token)["items"]}
    also = {instance_id(series, 1): "cancelled"} if cancels else {}
    assert gone == {series["id"]: "cancelled", **also}
    assert google.list()["items"] == []


def test_a_series_out_of_the_bin_has_lost_its_exceptions(google, me, series):
    moved = instance_id(series, 1)
    me.edit(moved, location="Oslo")
    me.delete(series["id"])
    me.undelete(series["id"])
    assert len(google.list()["items"]) == 1
    assert "location" not in google.get(moved)
    items = google.list(singleEvents=True)["items"]
    assert (len(items), [item for item in items if "location" in item]) == (5, [])


def test_this_and_following_are_a_shorter_series_and_a_new_one(google, me, series):
    me.edit(instance_id(series, 3), location="Oslo")
    token = google.list()["nextSyncToken"]
    rest = me.split(series["id"], TUESDAY + 2 * WEEK, summary="Interview loop, moved")
    changed = google.list(syncToken=token)["items"]
    assert {item["id"] for item in changed} >= {series["id"], rest["id"]}
    assert rest["id"].startswith(f"{series['id']}_R")
    items = google.list(singleEvents=True, orderBy="startTime")["items"]
    assert [item["recurringEventId"] for item in items] == [series["id"]] * 2 + [rest["id"]] * 3
    assert not any("location" in item for item in items), "exceptions after a split are reset"


def test_a_series_keeps_its_wall_clock_when_summer_time_ends(google, me):
    start = datetime(2026, 10, 21, 9, tzinfo=OSLO)
    me.create("Oslo", start, start + HOUR, recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"])
    items = google.list(singleEvents=True, timeZone="Europe/Oslo")["items"]
    shown = [item["start"]["dateTime"] for item in items]
    assert shown == ["2026-10-21T09:00:00+02:00", "2026-10-28T09:00:00+01:00"]


def test_an_until_an_exdate_and_an_rdate_count(google, me):
    start = datetime(2026, 11, 24, 15, tzinfo=UTC).astimezone(NEW_YORK)
    lines = [
        "RRULE:FREQ=DAILY;UNTIL=20261127T150000Z",
        "EXDATE;TZID=America/New_York:20261125T100000",
        "RDATE;TZID=America/New_York:20261205T100000",
    ]
    me.create("Daily", start, start + HOUR, recurrence=lines)
    days = [item["start"]["dateTime"][8:10] for item in google.list(singleEvents=True)["items"]]
    assert days == ["24", "26", "27", "05"]


def test_an_endless_series_has_an_end_in_a_listing_of_instances(google, me):
    me.create("Daily", TUESDAY, TUESDAY + HOUR, recurrence=["RRULE:FREQ=DAILY"])
    assert len(google.pages(singleEvents=True)[0]["items"]) == 250
    until = (TUESDAY + WEEK).isoformat()
    assert len(google.list(singleEvents=True, timeMax=until)["items"]) == 7


def test_the_window_is_bounded_by_the_end_and_the_start(google, me, series):
    def count(**window):
        texts = {key: moment.isoformat() for key, moment in window.items()}
        return len(google.list(singleEvents=True, **texts)["items"])

    assert count(timeMin=TUESDAY + HOUR) == 4
    assert count(timeMin=TUESDAY + HOUR - timedelta(seconds=1)) == 5
    assert count(timeMax=TUESDAY) == 0
    assert len(google.list(timeMin=(TUESDAY + 3 * WEEK).isoformat())["items"]) == 1
    assert google.list(timeMin=(TUESDAY + 6 * WEEK).isoformat())["items"] == []
