"""Files that are odd in one way each, named after it (facts: icalendar section 6)."""

import time
from datetime import timedelta

import pytest

from connectors.ics.read import NotACalendar, read
from connectors.ics.recurrence import expand
from tests.connectors.ics_read.calendars import BERLIN, GOLDEN, HOME, golden, starts, utc, window


@pytest.mark.parametrize(
    ("name", "expected", "guessed"),
    [
        ("windows-zone-without-vtimezone", ["2026-11-25 09:00"], False),
        ("windows-zone-poisoned-by-its-own-vtimezone", ["2026-11-25 15:00"], False),
        ("customized-time-zone-that-means-one", ["2026-06-25 08:00", "2026-11-25 09:00"], False),
        (
            "customized-time-zone-that-means-another",
            ["2026-06-25 15:00", "2026-11-25 16:00"],
            False,
        ),
        ("unknown-zone-with-x-wr-timezone", ["2026-11-25 01:00"], True),
        ("unknown-zone-alone", ["2026-11-25 15:00"], True),
    ],
)
def test_a_time_is_in_the_first_zone_that_answers(name, expected, guessed):
    found = golden(f"{name}.ics")
    assert starts(found.events) == expected
    assert {event.zone_guessed for event in found.events} == {guessed}


def test_one_file_does_not_lend_its_zones_to_another():
    for name in (
        "customized-time-zone-that-means-one",
        "windows-zone-poisoned-by-its-own-vtimezone",
    ):
        golden(f"{name}.ics")
    assert starts(golden("customized-time-zone-that-means-another.ics").events)[0].endswith("15:00")
    assert starts(golden("windows-zone-without-vtimezone.ics").events) == ["2026-11-25 09:00"]


def test_a_zone_that_is_a_folder_costs_nobody_anything_but_a_flag():
    found = golden("zone-that-is-a-folder.ics")
    assert {event.uid: event.zone_guessed for event in found.events} == {
        "folder@x": True,
        "good@x": False,
    }
    (problem,) = found.problems
    assert problem.where == "line 4, UID folder@x"
    assert "Europe" in problem.what


def test_broken_parts_cost_only_what_is_broken():
    found = golden("one-of-each-broken-part.ics")
    assert {event.uid for event in found.events} == {
        *("alarm@x", "folder@x", "junk@x", "good@x", "last@x")
    }
    assert [problem.where for problem in found.problems] == [
        "line 21, UID folder@x",
        "line 27, UID start@x",
    ]
    by_uid = {event.uid: event for event in found.events}
    assert by_uid["alarm@x"].location == "Room 4"
    assert by_uid["alarm@x"].content.title == "Interview with an alarm"


def test_problems_do_not_repeat_titles():
    told = " ".join(
        f"{p.where} {p.what} {p.next_step}" for p in golden("one-of-each-broken-part.ics").problems
    )
    assert "Interview" not in told
    assert "tomorrow" not in told


@pytest.mark.parametrize(
    "name",
    [
        "byte-order-mark",
        "line-feeds-only",
        "carriage-returns-only",
        "two-carriage-returns",
        "lower-case",
        "trailing-spaces",
    ],
)
def test_line_ends_case_and_marks_do_not_matter(name):
    (event,) = golden(f"{name}.ics").events
    assert event.uid == "a@x"
    assert event.content.title == "Interview with Acme"
    assert event.content.when.start == utc("2026-11-25 15:00")
    expected = "Bring a pen and a copy of everything, and do not be late, be early"
    assert event.content.notes == expected


def test_an_event_in_latin_1_leaves_the_utf_8_of_another_alone():
    titles = [event.content.title for event in golden("latin-1-in-one-event.ics").events]
    assert titles == ["Vorstellungsgespräch Köln", "Gespräch in Zürich"]


def test_two_calendars_in_one_file_keep_their_own_zones():
    found = golden("two-calendars.ics")
    assert starts(found.events) == ["2026-11-25 01:00", "2026-11-25 09:00"]
    assert (found.name, found.timezone) == ("First", "Europe/Berlin")


def test_an_event_that_breaks_off_leaves_its_neighbours():
    found = golden("event-that-breaks-off.ics")
    assert [event.uid for event in found.events] == ["good@x", "last@x"]
    assert [problem.where for problem in found.problems] == ["line 4"]


def test_a_lone_event_is_read():
    assert [event.uid for event in golden("lone-event.ics").events] == ["good@x"]


def test_exceptions_and_overrides_leave_exactly_the_right_instances():
    found = golden("daily-series-with-every-kind-of-exception.ics")
    (master,) = (event for event in found.events if event.series)
    assert starts(expand(master, window("2026-10-01", "2026-12-01"))) == [
        "2026-10-19 08:00",  # 20, 21, 22: EXDATE; 23-25: moved; 26: cancelled
        *(f"2026-10-{day} 09:00" for day in (27, 28, 29, 30)),
    ]
    assert master.series.length == 12 - 3 - 1
    overrides = [event for event in found.events if event.recurrence_id]
    assert [event.recurrence_id for event in overrides] == [
        utc("2026-10-23 08:00"),
        utc("2026-10-24 08:00"),
        utc("2026-10-25 09:00"),
        utc("2026-10-26 09:00"),
    ]
    assert {event.recurrence_id.tzinfo for event in overrides} == {BERLIN}
    assert [event.status for event in overrides].count("cancelled") == 1


def test_until_as_a_date_includes_that_day():
    (event,) = golden("until-is-a-date.ics").events
    assert len(expand(event, window("2026-09-01", "2026-12-01"))) == 3
    assert event.series.length == 3


def test_of_two_revisions_the_higher_sequence_counts():
    (event,) = golden("one-uid-twice-same-start.ics").events
    assert event.content.title == "Interview, new title"


def test_two_events_with_one_uid_are_both_seen_under_different_ids():
    events = golden("one-uid-twice-other-start.ics").events
    assert [event.content.title for event in events] == ["First interview", "Second interview"]
    assert {event.uid for event in events} == {"s@x"}
    assert len({event.id for event in events}) == 2


def test_an_all_day_event_lasts_its_day_however_that_is_written():
    for event in golden("all-day-in-four-ways.ics").events:
        span = event.content.when
        assert (f"{span.start}", span.end - span.start) == ("2026-11-25", timedelta(days=1)), event
        assert event.end_given
        assert not event.zone_guessed


def test_exchange_tells_a_cancellation_in_the_title_only():
    events = golden("exchange-cancelled-in-the-title.ics").events
    assert [event.status for event in events] == ["cancelled", "cancelled", "confirmed"]


def test_a_colon_without_quotes_in_a_tzid_is_read():
    custom, universal = golden("unquoted-colon-in-tzid.ics").events
    assert (custom.content.when.start, custom.zone_guessed) == (utc("2026-11-25 09:00"), True)
    assert (universal.content.when.start, universal.zone_guessed) == (
        utc("2026-11-25 10:00"),
        False,
    )


def test_folds_escapes_and_several_lines_are_undone():
    (event,) = golden("folded-words-and-two-categories.ics").events
    assert "phone interview with Acme" in event.content.title
    assert event.categories == ("Holiday", "Work, Interview", "Other")
    assert event.content.notes == "one\ntwo, three; four \\ five"


def test_bombs_end_within_a_second():
    began = time.process_time()
    found = golden("bombs.ics")
    for event in found.events:
        expand(event, window())
    assert time.process_time() - began < 1
    assert len(found.events) == 11  # all but the one in the year 1
    assert len(found.problems) == 8


def test_our_own_follow_ups_carry_their_name():
    ours, named, tagged = golden("our-own-follow-ups.ics").events
    assert ours.name == ours.uid
    assert named.name == "visit/card"
    assert (tagged.name, tagged.tag) == (None, "interview")


WITH_AN_END_INSIDE = {"lone-event", "two-calendars"}


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(GOLDEN.glob("*.ics")) if path.stem not in WITH_AN_END_INSIDE],
    ids=lambda path: path.stem,
)
def test_every_odd_file_is_refused_wherever_it_is_cut(path):
    body = path.read_bytes()
    assert read(body, home=HOME)
    for cut in range(30, len(body) - 20, 97):
        with pytest.raises(NotACalendar):
            read(body[:cut], home=HOME)
