"""The feed: equal bytes, strictly right, nobody invited, and nothing breeds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import icalendar
import pytest
from ical.calendar_stream import IcsCalendarStream

from tests.cli.command import EXAMPLE, NOW, THE_EXAMPLE, calendar, document, plan, spawn, vevent

WORDS = (*THE_EXAMPLE, "--accept", "all", "--format", "ics")


@pytest.fixture(scope="module")
def feed() -> bytes:
    result = plan(*WORDS)
    assert result.exit_code == 0
    return result.stdout_bytes


def test_equal_bytes_on_two_runs_and_other_machines(feed: bytes) -> None:
    assert plan(*WORDS).stdout_bytes == feed
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC")):
        result = spawn(*WORDS, cwd="/", env={"PYTHONHASHSEED": seed, "TZ": zone})
        assert result.stdout == feed


def test_later_in_the_day_nothing_has_changed(feed: bytes) -> None:
    later = [word.replace("T12:00", "T12:07") for word in map(str, WORDS)]
    assert plan(*later).stdout_bytes == feed


def test_strict_readers_take_it(feed: bytes) -> None:
    strict = IcsCalendarStream.calendar_from_ics(feed.decode())
    lenient = icalendar.Calendar.from_ical(feed)
    follow_ups = [one for v in document(*WORDS[:-2])["visits"] for one in v["follow_ups"]]
    assert len(follow_ups) == len(strict.events) == len(lenient.events) >= 15
    planned = sorted(one["title"] for one in follow_ups)
    assert sorted(event.summary for event in strict.events) == planned
    assert sorted(event["SUMMARY"] for event in lenient.events) == planned
    assert not any(event.errors for event in lenient.events)


def test_each_has_a_uid_of_its_own_and_nobody_is_invited(feed: bytes) -> None:
    events = icalendar.Calendar.from_ical(feed).events
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids)
    assert all(uid.startswith("fu-") and uid.endswith("@afterword") for uid in uids)
    for event in events:
        assert not {"ATTENDEE", "ORGANIZER", "RRULE"} & set(event)
        assert event["SEQUENCE"] == 0
        assert event["DTSTAMP"].dt == event["CREATED"].dt == event["LAST-MODIFIED"].dt
        assert not event.subcomponents
    assert b"ATTENDEE" not in feed
    assert b"#interview" not in feed.lower()


def test_only_a_call_that_is_not_agreed_is_tentative(feed: bytes) -> None:
    events = icalendar.Calendar.from_ical(feed).events
    open_ = [str(e["SUMMARY"]) for e in events if e["STATUS"] == "TENTATIVE"]
    assert open_
    assert all(title.startswith("Call") and "not agreed" in title for title in open_)


def test_our_own_output_breeds_nothing(feed: bytes, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[recognise]\ncalendars = ["Interview follow-ups"]\n')
    for more in ((), ("--settings", tmp_path / "mine.toml"), ("--calendar-name", "Job interviews")):
        found = document("-", "--now", NOW, "--explain", "--accept", "all", *more, stdin=feed)
        assert {event["rule"] for event in found["events"]} == {"S0:own"}
        assert len(found["events"]) == feed.count(b"BEGIN:VEVENT")
        assert found["visits"] == found["problems"] == []


def test_a_copy_under_another_uid_breeds_nothing_either(feed: bytes) -> None:
    copied = re.sub(rb"UID:fu-\w+@afterword", rb"UID:copy@google.com", feed)
    assert copied != feed
    found = document("-", "--now", NOW, "--explain", "--accept", "all", stdin=copied)
    assert {event["rule"] for event in found["events"]} == {"S0:own"}


def test_both_together_give_what_the_first_gave(feed: bytes, tmp_path: Path) -> None:
    (tmp_path / "follow-ups.ics").write_bytes(feed)
    again = plan(tmp_path / "follow-ups.ics", *WORDS)
    assert again.stdout_bytes == feed


def test_an_empty_plan_is_a_calendar_all_the_same() -> None:
    result = plan("-", "--now", NOW, "--format", "ics", stdin=calendar(vevent(title="Lunch")))
    assert result.exit_code == 0
    assert icalendar.Calendar.from_ical(result.stdout_bytes).events == []
    assert "No interview was found" in result.stderr


def test_the_form_follows_the_name_of_the_file(tmp_path: Path, feed: bytes) -> None:
    words = WORDS[:-2]
    for name in ("plan.ics", "plan.ICS", "plan.json", "plan.txt", "plan"):
        result = plan(*words, "-o", tmp_path / name)
        assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "plan.ics").read_bytes() == (tmp_path / "plan.ICS").read_bytes() == feed
    assert json.loads((tmp_path / "plan.json").read_bytes()) == document(*words)
    table = (tmp_path / "plan.txt").read_text("utf-8")
    assert table == (tmp_path / "plan").read_text("utf-8")
    assert table.startswith("Is this an interview?")
    assert plan(*words, "-o", tmp_path / "x.txt", "--format", "ics").exit_code == 0
    assert (tmp_path / "x.txt").read_bytes() == feed


def test_what_was_set_aside_is_told_where_the_form_has_no_place_for_it(tmp_path: Path) -> None:
    for words in (("--format", "ics"), ("-o", tmp_path / "plan.json")):
        result = plan(EXAMPLE / "outlook.ics", "--now", NOW, *words)
        (line,) = [line for line in result.stderr.splitlines() if "line 81" in line]
        assert line.startswith("outlook.ics, line 81")


def test_standard_input_is_a_calendar() -> None:
    body = (EXAMPLE / "personal.ics").read_bytes()
    words = ("--now", NOW, "--format", "ics")
    expected = plan(EXAMPLE / "personal.ics", *words)
    assert plan("-", *words, stdin=body).stdout_bytes == expected.stdout_bytes
    twice = plan("-", "-", *words, stdin=body)
    assert (twice.stdout_bytes, twice.stderr) == (expected.stdout_bytes, expected.stderr)
