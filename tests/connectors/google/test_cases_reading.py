"""Cases of google-calendar.md section 8 about reading, as far as they are the connector's."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from connectors.contract import (
    AccessLost,
    CalendarId,
    CursorExpired,
    EventId,
    Rejected,
    Span,
    Transient,
)
from connectors.google import reading
from connectors.google.errors import NotFound, ScopeMissing
from connectors.google.listing import EVENT_TYPES
from connectors.google.scopes import OPTIONAL, SCOPES, reads_labels
from connectors.google.wire import event_of
from connectors.ics.read import read
from connectors.ics.recurrence import expand
from tests.connectors.google.conftest import EMAIL, HOME, NOW, Token, google_calendar
from tests.google_fake.access import AUTH
from tests.google_fake.faults import Fault

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 11, 24, 14, tzinfo=NEW_YORK)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def seven(me):
    return [me.create(f"{n}", TUESDAY + n * DAY, TUESDAY + n * DAY + HOUR)["id"] for n in range(7)]


def lists(fake):
    return [seen.query for seen in fake.seen if seen.method == "events.list"]


def test_02_a_410_on_the_second_page_expires_the_cursor_and_tells_nothing(fake, connector, me):
    there = seven(me)
    cursor = connector.pull(HOME, None).cursor
    for event in there:
        me.tag(event)
    me.delete(there.pop())
    fake.manners.page_size = 3
    fake.faults.plan(
        Fault(kind="status", status=410, reason="fullSyncRequired", method="events.list", skip=1)
    )
    with pytest.raises(CursorExpired):
        connector.pull(HOME, cursor)
    whole = connector.pull(HOME, None)
    assert (whole.complete, [one.id for one in whole.items]) == (True, there)


def test_03_a_410_from_the_very_beginning_is_no_reason_to_begin_again(fake, connector):
    cursor = connector.pull(HOME, None).cursor
    gone = Fault(kind="status", status=410, reason="fullSyncRequired", times=9)
    fake.faults.plan(gone)
    with pytest.raises(CursorExpired):
        connector.pull(HOME, cursor)
    with pytest.raises(Transient):
        connector.pull(HOME, None)
    assert fake.faults.left == 7


def test_05_an_empty_page_is_not_the_last_one(fake, connector, me):
    there = seven(me)
    fake.manners.empty_pages, fake.manners.page_size = 2, 4
    changes = connector.pull(HOME, None)
    assert [one.id for one in changes.items] == there
    assert len(lists(fake)) == 4
    assert connector.pull(HOME, changes.cursor).items == ()


def test_06_nothing_new_gives_a_newer_cursor(connector):
    cursor = connector.pull(HOME, None).cursor
    later = connector.pull(HOME, cursor)
    assert (later.items, later.complete, later.cursor != cursor) == ((), False, True)


@pytest.mark.parametrize("kind", ["truncate", "html"])
@pytest.mark.parametrize("page", [0, 1])
def test_07_what_did_not_come_whole_is_transient_and_the_next_look_has_it(
    fake, connector, me, kind, page
):
    cursor = connector.pull(HOME, None).cursor
    there = seven(me)
    fake.manners.page_size = 4
    fake.faults.plan(Fault(kind=kind, method="events.list", skip=page))
    with pytest.raises(Transient):
        connector.pull(HOME, cursor)
    assert [one.id for one in connector.pull(HOME, cursor).items] == there


def test_08_a_last_page_without_a_token_is_an_error(fake, connector):
    fake.manners.stop_sync_token = True
    with pytest.raises(Transient):
        connector.pull(HOME, None)


def test_09_every_page_asks_for_every_type(fake, connector, me):
    seven(me)
    me.create("Focus", TUESDAY, TUESDAY + HOUR, eventType="birthday")
    fake.manners.page_size = 3
    assert len(connector.pull(HOME, None).items) == 7
    assert [query["eventTypes"] for query in lists(fake)] == [list(EVENT_TYPES)] * 3


@pytest.mark.parametrize(
    "broken",
    [
        {"end": {"dateTime": "2026-11-24T13:00:00-05:00"}},
        {"recurrence": ["RDATE:soon"]},
    ],
)
def test_10_one_malformed_event_costs_nobody_else(fake, connector, me, broken):
    for n in range(249):
        me.create(f"{n}", TUESDAY, TUESDAY + HOUR)
    whole = me.create("Secret", TUESDAY, TUESDAY + HOUR)
    me.plant(**{**whole, **broken})
    changes = connector.pull(HOME, None)
    assert len(changes.items) == 249
    (problem,) = changes.problems
    assert (whole["iCalUID"] in problem.where, "Secret" in str(problem)) == (True, False)
    assert connector.pull(HOME, changes.cursor).items == ()


@pytest.mark.parametrize(
    "rules",
    [["RRULE:FREQ=WEEKLY", "EXRULE:FREQ=DAILY"], ["RRULE:FREQ=DAILY;INTERVAL=2000;COUNT=3"]],
)
def test_10_of_a_series_that_is_not_followed_the_first_date_is_as_in_a_published_calendar(
    connector, me, rules
):
    whole = me.create("Secret", TUESDAY, TUESDAY + HOUR)
    me.plant(**{**whole, "recurrence": rules})
    changes = connector.pull(HOME, None)
    assert starts(changes) == [TUESDAY]
    lines = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:x", "DTSTART:20261124T190000Z", *rules)
    published = read("\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR"]).encode(), home=NEW_YORK)
    (told,), (said,) = changes.problems, published.problems
    assert (told.what, "Secret" in str(told)) == (said.what, False)
    (one,), (other,) = changes.items, published.events
    assert (one.event.series, one.event.series.length) == (other.series, None)


def test_10_what_nobody_thought_of_costs_one_event(monkeypatch):
    def breaks(item, **_):
        if item["id"] == "bad":
            raise LookupError("Secret")
        return event_of(item, timezone=NEW_YORK)

    monkeypatch.setattr(reading, "event_of", breaks)
    times = {"start": {"date": "2026-11-24"}, "end": {"date": "2026-11-25"}}
    items = {name: {"id": name, **times} for name in ("good", "bad", "fine")}
    changes, problems = reading.read(items, NEW_YORK, labels={}, tombstones=True)
    assert [one.id for one in changes] == ["good", "fine"]
    assert (len(problems), "Secret" in str(problems)) == (1, False)


def test_11_what_is_gone_is_told_by_its_id_even_if_nobody_knew_it(connector, me):
    known = me.create("Interview", TUESDAY, TUESDAY + HOUR)["id"]
    cursor = connector.pull(HOME, None).cursor
    unknown = me.create("Lunch", TUESDAY, TUESDAY + HOUR)["id"]
    me.delete(unknown)
    me.delete(known)
    told = [(one.id, one.event) for one in connector.pull(HOME, cursor).items]
    assert told == [(unknown, None), (known, None)]


def loop(me):
    return me.create(
        "Interview loop", TUESDAY, TUESDAY + HOUR, recurrence=["RRULE:FREQ=WEEKLY;COUNT=5"]
    )


def instance(series, week):
    return f"{series['id']}_{(TUESDAY + week * WEEK).astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"


def starts(changes):
    """All sessions that the changes give, laid out."""
    span = Span(start=NOW - WEEK, end=NOW + 60 * DAY)
    events = [one.event for one in changes.items if one.event]
    laid_out = [one for event in events for one in expand(event, span)]
    return sorted(one.content.when.start for one in laid_out)


@pytest.mark.parametrize("first", [True, False], ids=["all of it", "a delta"])
def test_12_a_cancelled_instance_goes_and_the_series_stays(connector, me, first):
    series = loop(me)
    cursor = connector.pull(HOME, None).cursor
    me.delete(instance(series, 1))
    changes = connector.pull(HOME, None if first else cursor)
    assert starts(changes) == [TUESDAY + week * WEEK for week in (0, 2, 3, 4)]
    told = {one.id: one.event is None for one in changes.items}
    assert told.get(EventId(instance(series, 1)), False) is not first
    (master,) = [one.event for one in changes.items if one.event]
    assert master.series.length == 4


@pytest.mark.parametrize("first", [True, False], ids=["all of it", "a delta"])
def test_14_a_moved_instance_is_the_same_one_at_another_time(connector, me, first):
    series = loop(me)
    cursor = connector.pull(HOME, None).cursor
    thursday = TUESDAY + 2 * WEEK + 2 * DAY
    me.drag(instance(series, 2), thursday, thursday + HOUR)
    changes = connector.pull(HOME, None if first else cursor)
    weeks = [TUESDAY + week * WEEK for week in (0, 1, 3, 4)]
    assert starts(changes) == sorted([*weeks, thursday])
    moved = next(one.event for one in changes.items if one.id == instance(series, 2))
    assert (moved.recurrence_id, moved.uid) == (TUESDAY + 2 * WEEK, series["iCalUID"])


def test_12_a_master_that_was_changed_still_knows_its_exceptions(connector, me):
    series = loop(me)
    me.delete(instance(series, 1))
    thursday = TUESDAY + 2 * WEEK + 2 * DAY
    me.drag(instance(series, 2), thursday, thursday + HOUR)
    cursor = connector.pull(HOME, None).cursor
    me.tag(series["id"])
    changes = connector.pull(HOME, cursor)
    weeks = [TUESDAY + week * WEEK for week in (0, 3, 4)]
    assert starts(changes) == sorted([*weeks, thursday])


def test_12_exceptions_of_a_later_page_are_exceptions_as_well(fake, connector, me):
    series = loop(me)
    for week in (1, 2, 3):
        me.delete(instance(series, week))
    cursor = connector.pull(HOME, None).cursor
    me.tag(series["id"])
    fake.manners.page_size = 2
    assert starts(connector.pull(HOME, cursor)) == [TUESDAY, TUESDAY + 4 * WEEK]


def test_12_a_series_that_is_deleted_is_gone(connector, me):
    series = loop(me)
    me.delete(instance(series, 1))
    cursor = connector.pull(HOME, None).cursor
    me.delete(series["id"])
    told = {one.id: one.event for one in connector.pull(HOME, cursor).items}
    assert told[EventId(series["id"])] is None
    assert not any(told.values())


def test_12_many_series_at_once_are_read_with_all_the_rest(connector, me):
    cursor = connector.pull(HOME, None).cursor
    for _ in range(11):
        loop(me)
    with pytest.raises(CursorExpired):
        connector.pull(HOME, cursor)
    assert len(connector.pull(HOME, None).items) == 11


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Auckland"])
def test_15_a_day_is_that_day_wherever_the_person_is(fake, zone):
    fake.account("far@gmail.com", timezone=zone)
    fake.person("far@gmail.com").create("Interview", date(2026, 12, 1), date(2026, 12, 2))
    far = google_calendar(fake, access=Token(fake, "far@gmail.com"))
    changes = far.pull(CalendarId("far@gmail.com"), None)
    (one,) = changes.items
    assert (one.event.content.when.start, changes.about.timezone) == (date(2026, 12, 1), zone)


def test_16_nine_o_clock_stays_nine_o_clock_over_the_change_of_the_clocks(connector, me):
    before = datetime(2027, 3, 9, 9, tzinfo=NEW_YORK)
    me.create("Loop", before, before + HOUR, recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"])
    (one,) = connector.pull(HOME, None).items
    first, second = expand(one.event, Span(start=before - DAY, end=before + 30 * DAY))
    offsets = [one.content.when.start.utcoffset() for one in (first, second)]
    assert [one.content.when.start.hour for one in (first, second)] == [9, 9]
    assert offsets == [timedelta(hours=-5), timedelta(hours=-4)]


@pytest.mark.parametrize("lost", ["the share", "the calendar"])
def test_20_a_calendar_out_of_reach_is_told_apart_from_a_lost_grant(fake, connector, lost):
    fake.account("kim@gmail.com")
    shared = fake.world.add_calendar("kim@gmail.com", summary="K", timezone="UTC", name="k@x")
    if lost == "the share":
        shared.roles[EMAIL] = "freeBusyReader"
    with pytest.raises((NotFound, Rejected)) as caught:
        connector.pull(CalendarId("k@x"), None)
    assert not isinstance(caught.value, AccessLost)


class Revoked(Token):
    """The person has taken the access back."""

    def renew(self, bad_token: str) -> str:
        self.renewed.append(bad_token)
        raise AccessLost("Google no longer accepts our access")


def test_36_a_grant_lost_between_two_pages_is_lost_and_the_old_cursor_serves_the_next(fake, me):
    access = Revoked(fake)
    connector = google_calendar(fake, access=access)
    cursor = connector.pull(HOME, None).cursor
    there = seven(me)
    fake.manners.page_size = 4
    fake.faults.plan(
        Fault(kind="status", status=401, reason="authError", method="events.list", skip=1)
    )
    with pytest.raises(AccessLost):
        connector.pull(HOME, cursor)
    assert len(access.renewed) == 1
    assert len(lists(fake)) == 3
    changes = google_calendar(fake).pull(HOME, cursor)
    assert ([one.id for one in changes.items], changes.complete) == (there, False)


def test_36_a_token_that_ran_out_is_renewed_once_and_nobody_notices(fake, me):
    there, access = seven(me), Token(fake)
    fake.faults.plan(Fault(kind="status", status=401, reason="authError"))
    assert len(google_calendar(fake, access=access).pull(HOME, None).items) == len(there)
    assert len(access.renewed) == 1


def test_36_a_token_refused_twice_is_not_asked_for_again(fake):
    access = Token(fake)
    fake.faults.plan(Fault(kind="status", status=401, reason="authError", times=9))
    with pytest.raises(Transient):
        google_calendar(fake, access=access).pull(HOME, None)
    assert (len(access.renewed), fake.faults.left) == (1, 7)


def test_37_an_unticked_box_is_a_missing_scope(fake):
    access = Token(fake, scopes=(AUTH + "calendar.calendarlist.readonly",))
    with pytest.raises(ScopeMissing):
        google_calendar(fake, access=access).pull(HOME, None)


def test_a_cursor_of_another_calendar_or_another_way_of_reading_has_expired(fake, connector):
    cursor = connector.pull(HOME, None).cursor
    asked = len(fake.seen)
    for calendar, told in ((CalendarId("other"), cursor), (HOME, "1" * 16 + ":token"), (HOME, "x")):
        with pytest.raises(CursorExpired):
            connector.pull(calendar, told)
    assert len(fake.seen) == asked


def test_a_token_that_google_does_not_know_has_expired(connector):
    digest = connector.pull(HOME, None).cursor.partition(":")[0]
    with pytest.raises(CursorExpired):
        connector.pull(HOME, f"{digest}:unheard-of")


def test_what_had_ended_is_left_out_of_a_first_listing_only(fake, me):
    connector = google_calendar(fake, since=NOW)
    old = me.create("Old", NOW - 2 * DAY, NOW - DAY)["id"]
    new = me.create("New", NOW + DAY, NOW + 2 * DAY)["id"]
    changes = connector.pull(HOME, None)
    assert [one.id for one in changes.items] == [new]
    me.tag(old)
    assert [one.id for one in connector.pull(HOME, changes.cursor).items] == [old]


# -- event labels ----------------------------------------------------------------------------


OWN = SCOPES["own"]


def labelled(fake, me, name="Interview"):
    label = fake.label(EMAIL, name)
    return me.create("Talk", TUESDAY, TUESDAY + HOUR, eventLabelId=label)


def test_a_label_has_its_name_where_the_consent_lets_us_see_it(fake, me):
    google = google_calendar(fake, access=Token(fake, scopes=OWN), reads_labels=True)
    before = google.pull(HOME, None).cursor
    labelled(fake, me)
    (one,) = google.pull(HOME, before).items
    assert one.event.label == "Interview"
    assert fake.count() == {"events.list": 2, "calendars.get": 1}  # and none without a label


@pytest.mark.parametrize(
    "scopes", [(AUTH + "calendar.events.owned",), tuple(set(OWN) - OPTIONAL)], ids=["one", "own"]
)
def test_a_label_is_passed_over_where_it_does_not(fake, me, scopes):
    labelled(fake, me)
    assert not reads_labels(frozenset(scopes))
    for asks in (False, True):
        google = google_calendar(fake, access=Token(fake, scopes=scopes), reads_labels=asks)
        (one,) = google.pull(HOME, None).items
        assert one.event.label is None
    assert fake.count()["calendars.get"] == 1


def test_a_bad_answer_about_labels_takes_no_interview_for_another(fake, me):
    labelled(fake, me)
    fake.faults.plan(Fault(method="calendars.get", kind="status", status=503))
    google = google_calendar(fake, access=Token(fake, scopes=OWN), reads_labels=True)
    with pytest.raises(Transient):
        google.pull(HOME, None)
    assert google.pull(HOME, None).items[0].event.label == "Interview"
