from datetime import UTC, datetime, timedelta

import pytest

from connectors.contract import Attendee, Organizer
from connectors.ics.parse import LARGEST_EVENT
from tests.connectors.ics_read.calendars import (
    BERLIN,
    HOME,
    fixed_zone,
    only,
    reading,
    utc,
    vevent,
)


@pytest.mark.parametrize(
    ("lines", "minutes", "given", "problems"),
    [
        (["DTEND:20261125T160000Z"], 60, True, 0),
        (["DURATION:PT45M"], 45, True, 0),
        (["DURATION:P1DT1H"], 25 * 60, True, 0),
        (["DTEND;VALUE=DATE:20261126"], 9 * 60, True, 0),
        ([], 0, False, 0),
        (["DTEND:20261125T150000Z"], 0, False, 0),
        (["DURATION:PT0S"], 0, False, 0),
        (["DTEND:20261125T140000Z"], 0, False, 1),
        (["DURATION:-PT1H"], 0, False, 1),
        (["DURATION:P99999999999D"], 0, False, 1),
        (["DURATION:P999999999D"], 0, False, 1),
        (["DURATION:"], 0, False, 1),
        (["DTEND:later"], 0, False, 1),
        (["DTEND:20261125T250000Z"], 0, False, 1),
    ],
)
def test_an_end_is_read_or_said_to_be_missing(lines, minutes, given, problems):
    found = reading(vevent(*lines))
    (event,) = found.events
    span = event.content.when
    assert (span.end - span.start, event.end_given) == (timedelta(minutes=minutes), given)
    assert len(found.problems) == problems


@pytest.mark.parametrize(
    ("start", "expected", "guessed"),
    [
        ("DTSTART:20261125T100000Z", utc("2026-11-25 10:00"), False),
        ("DTSTART:20261125T1000Z", utc("2026-11-25 10:00"), False),
        ("dtstart:20261125t100060z", utc("2026-11-25 10:00") + timedelta(seconds=59), False),
        ("DTSTART:20261125T100000", utc("2026-11-25 15:00"), True),
        ("DTSTART;TZID=Europe/Berlin:20261125T100000", utc("2026-11-25 09:00"), False),
        ("DTSTART;TZID=Europe/Berlin:20261125T100000Z", utc("2026-11-25 09:00"), False),
        (
            'DTSTART;VALUE=DATE-TIME;TZID="Europe/Berlin":20261125T100000',
            utc("2026-11-25 09:00"),
            False,
        ),
        ("DTSTART;TZID=Pacific Standard Time:20261125T100000", utc("2026-11-25 18:00"), False),
        ("DTSTART;TZID=UTC:20261125T100000", utc("2026-11-25 10:00"), False),
        (
            "DTSTART;TZID=Coordinated Universal Time:20261125T100000",
            utc("2026-11-25 10:00"),
            False,
        ),
        ("DTSTART;TZID=europe/BERLIN:20261125T100000", utc("2026-11-25 09:00"), False),
        ("DTSTART;TZID=America/Los Angeles:20261125T100000", utc("2026-11-25 18:00"), False),
        ("DTSTART;TZID=w. europe standard time:20261125T100000", utc("2026-11-25 09:00"), False),
        ("DTSTART;TZID=UTC+01:00:20261125T100000", utc("2026-11-25 09:00"), False),
        ("DTSTART;TZID=GMT-0530:20261125T100000", utc("2026-11-25 15:30"), False),
        ("DTSTART;TZID=Etc/GMT+5:20261125T100000", utc("2026-11-25 15:00"), False),
        ("DTSTART;TZID=UTC+24:20261125T100000", utc("2026-11-25 15:00"), True),
        (
            "DTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Berlin:20261125T100000",
            utc("2026-11-25 09:00"),
            False,
        ),
        (
            "DTSTART;TZID=/citadel.org/20190914_1/America/Argentina/Buenos_Aires:20261125T100000",
            utc("2026-11-25 13:00"),
            False,
        ),
        (
            'DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Rome":20261125T100000',
            utc("2026-11-25 09:00"),
            False,
        ),
        (
            'DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20261125T100000',
            utc("2026-11-25 15:00"),
            False,
        ),
        (
            'DTSTART;TZID="(GMT+01.00) Sarajevo/Warsaw/Zagreb":20261125T100000',
            utc("2026-11-25 09:00"),
            False,
        ),
        ('DTSTART;TZID="(UTC+07:00) Berlin":20261125T100000', utc("2026-11-25 15:00"), True),
        ("DTSTART;TZID=localtime:20261125T100000", utc("2026-11-25 15:00"), True),
        ("DTSTART;TZID=right/Europe/London:20261125T100000", utc("2026-11-25 10:00"), False),
        ("DTSTART;TZID=../../etc/passwd:20261125T100000", utc("2026-11-25 15:00"), True),
        (f"DTSTART;TZID={'x' * 5000}:20261125T100000", utc("2026-11-25 15:00"), True),
    ],
)
def test_a_start_is_located(start, expected, guessed):
    event = only(start=start)
    assert event.content.when.start == expected
    assert event.zone_guessed is guessed


def test_the_zone_an_event_is_written_in_is_kept():
    assert (
        only(start="DTSTART;TZID=W. Europe Standard Time:20261125T100000").content.when.timezone
        == "Europe/Berlin"
    )
    assert only(start="DTSTART;TZID=Etc/UTC:20261125T100000").content.when.timezone == "UTC"


def test_a_zone_of_the_file_is_found_in_another_case_and_before_a_plain_offset():
    for declared, used in (("My Zone", "MY ZONE"), ("GMT+01:00", "gmt+01:00")):
        zone = fixed_zone(declared, "+0900")
        (event,) = reading(zone, vevent(start=f"DTSTART;TZID={used}:20261125T100000")).events
        assert event.content.when.start == utc("2026-11-25 01:00")
        assert not event.zone_guessed


def test_an_offset_says_nothing_about_where_anybody_is():
    assert only(start="DTSTART;TZID=UTC+01:00:20261125T100000").content.when.timezone is None


ALARM = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\nTRIGGER:-PT5M"


@pytest.mark.parametrize(
    "lines",
    [
        ("SUMMARY:Chat", "DESCRIPTION:Mine", ALARM, "DTEND:20261125T160000Z"),
        (f"{ALARM}\r\nEND:VALARM", "SUMMARY:Chat", "DESCRIPTION:Mine", "DTEND:20261125T160000Z"),
        (
            *("SUMMARY:Chat", "DESCRIPTION:Mine", ALARM, "DTEND:20261125T160000Z"),
            f"{ALARM}\r\nEND:VALARM",
        ),
        ("END:VALARM", "SUMMARY:Chat", "DESCRIPTION:Mine", "DTEND:20261125T160000Z"),
        (
            *("BEGIN:X-A", "BEGIN:X-B", "SUMMARY:No", "END:X-A", "END:X-B", "SUMMARY:Chat"),
            *("DESCRIPTION:Mine", "DTEND:20261125T160000Z"),
        ),
    ],
    ids=["never closed", "closed", "one of each", "never begun", "crossed"],
)
def test_what_is_inside_an_event_hides_nothing_of_it(lines):
    event = only(*lines)
    assert (event.content.title, event.content.notes) == ("Chat", "Mine")
    assert event.content.when.end == utc("2026-11-25 16:00")


def test_a_floating_time_is_in_the_calendars_zone_and_guessed():
    event = only(start="DTSTART:20261125T100000", head=("X-WR-TIMEZONE:Europe/Berlin",))
    assert event.content.when.start == datetime(2026, 11, 25, 10, tzinfo=BERLIN)
    assert event.zone_guessed


@pytest.mark.parametrize("zone", ["Nowhere/Land", "Europe", ""])
def test_a_calendar_zone_that_is_none_is_no_zone(zone):
    found = reading(vevent(start="DTSTART:20261125T100000"), head=(f"X-WR-TIMEZONE:{zone}",))
    assert found.timezone is None
    assert found.events[0].content.when.start == datetime(2026, 11, 25, 10, tzinfo=HOME)


@pytest.mark.parametrize(
    "start",
    [
        "X-NONE:1",
        "DTSTART:",
        "DTSTART:20261325T100000Z",
        "DTSTART:20260230",
        "DTSTART:00010101",
        "DTSTART:99991231T235959Z",
    ],
)
def test_an_event_without_a_start_is_left_out_and_said_so(start):
    found = reading(vevent(start=start, uid="bad@x"), vevent(uid="good@x"))
    assert [event.uid for event in found.events] == ["good@x"]
    (problem,) = found.problems
    assert problem.where == "line 4, UID bad@x"


def test_people_are_read_with_what_they_answered():
    event = only(
        'ORGANIZER;CN="Ruiz, Dana":MAILTO:Dana@Initech.com',
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Alex:mailto:ALEX@x.com",
        "ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=DELEGATED:mailto:b@x.com",
        "ATTENDEE;CUTYPE=ROOM;CN=Room 4;PARTSTAT=declined:mailto:room@x.com",
        "ATTENDEE;CN=Apple;EMAIL=c@x.com:urn:uuid:1",
        'ATTENDEE;CN=Bad "Quote" Name:mailto:d@x.com',
        "ATTENDEE;CUTYPE=ROBOT;CN=No Address:invalid:nomail",
        "ATTENDEE:",
    )
    assert event.organizer == Organizer(email="dana@initech.com", name="Ruiz, Dana")
    assert event.attendees == (
        Attendee(email="alex@x.com", name="Alex", response="accepted"),
        Attendee(email="b@x.com", optional=True),
        Attendee(email="room@x.com", name="Room 4", response="declined", user_type="room"),
        Attendee(email="c@x.com", name="Apple"),
        Attendee(email="d@x.com"),
        Attendee(name="No Address", user_type="unknown"),
    )


def test_the_first_of_a_doubled_property_counts():
    event = only("SUMMARY:One", "SUMMARY:Two", "UID:b@x", "DTSTART:20270101")
    assert (event.content.title, event.uid) == ("One", "a@x")
    assert event.content.when.start == utc("2026-11-25 15:00")


def test_plain_facts():
    event = only(
        *("COLOR:tomato", "URL:https://x.com/a,b;c", "LOCATION:Room\\, 4", "STATUS:tentative"),
        *("SEQUENCE:3", "X-ALT-DESC;FMTTYPE=text/html:<p>no</p>", "DESCRIPTION:<b>as it is</b>"),
    )
    assert (event.colour, event.url, event.location) == ("tomato", "https://x.com/a,b;c", "Room, 4")
    assert (event.status, event.sequence) == ("tentative", 3)
    assert event.content.notes == "<b>as it is</b>"


def test_an_event_without_a_uid_gets_one_that_stays():
    block = "BEGIN:VEVENT\r\nDTSTART:20261125T150000Z\r\nSUMMARY:{}\r\nEND:VEVENT"
    one, two = reading(block.format("One"), block.format("Two")).events
    assert one.uid
    assert one.uid != two.uid
    assert reading(block.format("One")).events[0].uid == one.uid


def test_a_cancelled_calendar_cancels_its_events():
    assert only(head=("METHOD:CANCEL",)).status == "cancelled"
    assert only("STATUS:CANCELLED").status == "cancelled"
    assert only("SUMMARY:Canceled: Lunch").status == "confirmed"


def test_a_large_attachment_is_dropped_and_a_large_event_left_out():
    big = "x" * LARGEST_EVENT
    found = reading(
        vevent(f"ATTACH;ENCODING=BASE64;VALUE=BINARY:{big}", uid="file@x"),
        vevent(f"DESCRIPTION:{big}", uid="big@x"),
    )
    assert [event.uid for event in found.events] == ["file@x"]
    assert len(found.problems) == 1


def test_what_the_calendar_says_about_itself():
    found = reading(vevent(), head=("X-WR-CALNAME:Old\\, name", "X-PUBLISHED-TTL:PT2H"))
    assert (found.name, found.refresh) == ("Old, name", timedelta(hours=2))
    found = reading(
        head=(
            "X-WR-CALNAME:Old",
            "NAME:New",
            "REFRESH-INTERVAL;VALUE=DURATION:P1D",
            "X-PUBLISHED-TTL:PT2H",
            "TIMEZONE-ID:Tokyo Standard Time",
        )
    )
    assert (found.name, found.refresh) == ("New", timedelta(days=1))
    assert found.timezone == "Asia/Tokyo"


def test_range_this_and_future_changes_one_and_says_so():
    found = reading(vevent("RECURRENCE-ID;RANGE=THISANDFUTURE:20261125T140000Z"))
    assert found.events[0].recurrence_id == datetime(2026, 11, 25, 14, tzinfo=UTC)
    assert len(found.problems) == 1
