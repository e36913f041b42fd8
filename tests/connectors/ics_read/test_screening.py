import re
from datetime import timedelta

import pytest

from connectors.contract import Span
from connectors.ics.read import read
from tests.connectors.ics_read.calendars import HOME, utc, vcalendar, vevent

SCREEN = re.compile("interview|phone screen")
WINDOW = Span(start=utc("2026-11-01 00:00"), end=utc("2026-12-01 00:00"))


def kept(*parts, screen=SCREEN, window=None):
    found = read(vcalendar(*parts), home=HOME, screen=screen, window=window)
    assert len(found.events) + found.skipped == len(parts)
    return [event.uid for event in found.events]


@pytest.mark.parametrize(
    "line",
    [
        "SUMMARY:INTERVIEW",
        "SUMMARY:a title that is long enough to be folded right in the middle of inter\r\n view",
        "SUMMARY:\uff29\uff4e\uff54\uff45\uff52\uff56\uff49\uff45\uff57",
        "DESCRIPTION:first line\\nInterview",
        "DESCRIPTION:phone   screen",
        "DESCRIPTION:phone\\nscreen",
        "DESCRIPTION:phone\u00a0screen",
        "DESCRIPTION:<p>phone <b>screen</b></p>",
        "DESCRIPTION:phone&nbsp;screen",
        "CATEGORIES:Holiday,Interview",
        "X-AFTERWORD-TAG:interview",
        "ORGANIZER:mailto:interviews@acme.com",
    ],
)
def test_a_word_is_found_however_it_is_written(line):
    assert kept(vevent(line), vevent("SUMMARY:Lunch", uid="b@x")) == ["a@x"]


def test_times_and_attachments_are_not_searched():
    assert kept(vevent("ATTACH:https://interview.example/file")) == []


def test_the_host_of_a_uid_is_searched_and_the_rest_of_it_is_not():
    hiring = re.compile(r"ashbyhq\.com")
    assert kept(vevent(uid="1@AshbyHQ.com"), vevent(uid="ashbyhq.com-2@x"), screen=hiring) == [
        "1@AshbyHQ.com"
    ]


def test_relatives_of_a_match_are_read_with_it():
    start = "DTSTART:20261102T150000Z"
    assert kept(
        vevent("SUMMARY:Interview", "RRULE:FREQ=DAILY", uid="m@x", start=start),
        vevent("SUMMARY:Moved", "RECURRENCE-ID:20261103T150000Z", uid="m@x"),
        vevent("SUMMARY:Weekly", "RRULE:FREQ=WEEKLY", uid="n@x", start=start),
        vevent("SUMMARY:Interview", "RECURRENCE-ID:20261109T150000Z", uid="n@x"),
        vevent("SUMMARY:Other", uid="o@x"),
    ) == ["m@x", "m@x", "n@x", "n@x"]


def test_a_cancelled_override_far_away_counts():
    master = vevent("SUMMARY:Interview", "RRULE:FREQ=DAILY;COUNT=3", uid="m@x")
    moved = vevent("RECURRENCE-ID:20261126T150000Z", uid="m@x", start="DTSTART:20290101T000000Z")
    found = read(vcalendar(master, moved), home=HOME, screen=SCREEN, window=WINDOW)
    assert found.skipped == 0
    assert found.events[0].series.exdates == (utc("2026-11-26 15:00"),)


@pytest.mark.parametrize(
    ("start", "lines", "expected"),
    [
        ("DTSTART:20261115T100000Z", [], True),
        ("DTSTART:20261030T100000Z", [], True),  # within the margin
        ("DTSTART:20261202T100000Z", [], True),
        ("DTSTART:20261001T100000Z", [], False),
        ("DTSTART:20270101T100000Z", [], False),
        ("DTSTART;VALUE=DATE:20261001", [], False),
        ('DTSTART;TZID="(UTC+01:00) Bern":20261001T100000', [], False),
        ('DTSTART;TZID="(UTC+01:00) Bern":20261115T100000', [], True),
        ("DTSTART:20200101T100000Z", ["RRULE:FREQ=WEEKLY"], True),
        ("DTSTART:20200101T100000Z", ["RRULE:FREQ=WEEKLY;UNTIL=20261001T000000Z"], False),
        ("DTSTART:20200101T100000Z", ["RRULE:FREQ=WEEKLY;UNTIL=20261101"], True),
        ("DTSTART:20200101T100000Z", ["RRULE:FREQ=WEEKLY;UNTIL=20201\r\n 001"], True),
        (
            "DTSTART:20200101T100000Z",
            ["RRULE:FREQ=WEEKLY;UNTIL=20201001", "RRULE:FREQ=DAILY"],
            True,
        ),
        ("DTSTART:20200101T100000Z", ["RDATE:20261115T100000Z"], True),
        ("DTSTART:20270101T100000Z", ["RRULE:FREQ=WEEKLY"], False),
    ],
)
def test_what_lies_clearly_outside_the_window_is_skipped(start, lines, expected):
    assert kept(vevent(*lines, start=start), screen=None, window=WINDOW) == ["a@x"] * expected


def test_an_event_whose_start_cannot_be_told_is_looked_at():
    found = read(vcalendar(vevent(start="DTSTART:soon")), home=HOME, window=WINDOW)
    assert (found.skipped, len(found.problems)) == (0, 1)


def test_without_screen_and_window_everything_is_read():
    assert kept(*(vevent(uid=f"{n}@x") for n in range(3)), screen=None) == ["0@x", "1@x", "2@x"]


def test_the_margin_is_wider_than_the_world():
    from connectors.ics.screening import MARGIN  # noqa: PLC0415 - one use

    assert timedelta(hours=26) < MARGIN


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (["DTEND:20261105T150000Z"], True),
        (["DTEND;TZID=Europe/Berlin:20261105T150000"], True),
        (["DURATION:P1W"], True),
        (["DURATION:PT2H"], False),
        (["DTEND:20261025T170000Z"], False),
        ([], False),
    ],
    ids=["end", "end in a zone", "weeks", "hours", "over before", "no end"],
)
def test_what_began_before_the_window_counts_if_it_may_last_until_it(lines, read):
    event = vevent("SUMMARY:Interview", *lines, start="DTSTART:20261025T150000Z")
    assert kept(event, window=WINDOW) == (["a@x"] if read else [])
