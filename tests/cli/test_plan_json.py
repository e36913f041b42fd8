"""The JSON is a contract: the schema, the nulls and lists, the offsets, the same bytes always."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.command import NOW, ROOT, THE_EXAMPLE, calendar, document, plan, spawn, vevent

SCHEMA = json.loads((ROOT / "docs" / "plan.schema.json").read_text("utf-8"))
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*.ics"))
ZONE = ("--now", NOW)


def validated(found: dict) -> dict:
    validator = jsonschema.Draft202012Validator(
        SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    validator.validate(found)
    for visit in found["visits"]:
        for one in visit["follow_ups"]:
            _in_its_zone(one)
    for event in found["events"]:
        assert event["all_day"] == ("T" not in event["start"]) == ("T" not in event["end"])
        if not event["all_day"]:
            _in_its_zone(event)
    return found


def _in_its_zone(one: dict) -> None:
    start, end = (datetime.fromisoformat(one[name]) for name in ("start", "end"))
    assert start.utcoffset() is not None
    assert end >= start
    if one["timezone"]:
        zone = ZoneInfo(one["timezone"])
        assert start.utcoffset() == start.astimezone(zone).utcoffset()


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("explain", [[], ["--explain"]], ids=["", "explained"])
def test_the_example(explain: list[str]) -> None:
    found = validated(document(*THE_EXAMPLE, *explain))
    assert found["visits"]
    assert list(found) == ["version", "events", "visits", "problems"]
    assert {event["calendar"] for event in found["events"]} >= {"Alex Morgan", "Calendar"}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_golden_calendar(path: Path) -> None:
    for now in (NOW, "2024-03-15T12:00Z"):
        result = plan(path, "--now", now, "--format", "json", "--explain", "--accept", "all")
        assert result.exit_code == 0
        validated(json.loads(result.stdout))


def test_keys_are_never_missing_and_nothing_is_a_list_too() -> None:
    lines = (
        "BEGIN:VEVENT",
        "UID:a",
        "DTSTART:20261125T150000Z",
        "SUMMARY:#interview",
        "END:VEVENT",
    )
    bare = calendar(*lines)
    found = validated(document("-", *ZONE, stdin=bare))
    (event,), (visit,) = found["events"], found["visits"]
    assert event["recurrence_id"] is event["calendar"] is None
    assert (event["timezone"], event["all_day"]) == ("UTC", False)
    assert visit["company"] is visit["role"] is None
    assert visit["people"] == found["problems"] == []
    assert [one["kind"] for one in visit["follow_ups"]] == [
        *("prompt", "debrief", "email", "card", "call")
    ]
    (assumed,) = event["problems"]
    assert "no end" in assumed["what"]


def test_a_visit_that_is_too_old_has_an_empty_list() -> None:
    found = document("-", "--now", "2027-02-01T12:00Z", stdin=calendar(vevent()))
    assert found["visits"][0]["follow_ups"] == []


def test_an_instance_of_a_series_has_its_original_start() -> None:
    series = vevent("RRULE:FREQ=DAILY;COUNT=3", uid="series")
    moved = vevent(
        *("RECURRENCE-ID:20261126T150000Z", "DTSTART:20261126T190000Z", "DTEND:20261126T200000Z"),
        uid="series",
    )
    found = validated(document("-", *ZONE, stdin=calendar(series, moved)))
    sessions = [visit["sessions"] for visit in found["visits"]]
    assert sessions == [
        [{"uid": "series", "recurrence_id": f"202611{day}T150000Z"}] for day in (25, 26, 27)
    ]
    assert {event["recurrence_id"] for event in found["events"]} == {None, "20261126T150000Z"}
    starts = [datetime.fromisoformat(visit["start"]) for visit in found["visits"]]
    assert [start.astimezone(ZoneInfo("UTC")).hour for start in starts] == [15, 19, 15]


def test_days_are_dates_and_times_have_the_offset_of_their_zone() -> None:
    tokyo = vevent(
        *("DTSTART;TZID=Asia/Tokyo:20261126T090000", "DTEND;TZID=Asia/Tokyo:20261126T100000"),
        uid="tokyo",
    )
    day = vevent("DTSTART;VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261201", uid="day")
    body = calendar(tokyo, day, zone="America/New_York")
    events = {each["uid"]: each for each in validated(document("-", *ZONE, stdin=body))["events"]}
    assert events["tokyo"]["start"] == "2026-11-26T09:00:00+09:00"
    assert events["tokyo"]["timezone"] == "Asia/Tokyo"
    assert (events["day"]["start"], events["day"]["end"]) == ("2026-11-30", "2026-12-01")
    assert events["day"]["timezone"] is None


def test_follow_ups_are_on_the_clock_of_that_day(tmp_path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[me]\ntimezone = "Europe/Berlin"\n'
        'travel = [{ timezone = "Asia/Tokyo", from = "2026-11-20", to = "2026-11-26" }]\n'
    )
    found = validated(document("-", *ZONE, "--settings", tmp_path / "mine.toml",
                               stdin=calendar(vevent())))  # fmt: skip
    zones = {one["kind"]: one["timezone"] for one in found["visits"][0]["follow_ups"]}
    assert zones["email"] == "Asia/Tokyo"
    assert zones["call"] == "Europe/Berlin"
    assert found["visits"][0]["start"] == "2026-11-26T00:00:00+09:00"


def test_without_explain_there_are_only_interviews_and_suggestions() -> None:
    short = document(*THE_EXAMPLE)
    long = document(*THE_EXAMPLE, "--explain")
    assert {event["verdict"] for event in long["events"]} == {"interview", "suggest", "not"}
    told = [event for event in long["events"] if event["verdict"] != "not"]
    assert sorted(map(repr, short["events"])) == sorted(map(repr, told))
    assert short["visits"] == long["visits"]


def test_suggestions_are_never_visits_and_accepting_makes_them() -> None:
    asked = {e["uid"] for e in document(*THE_EXAMPLE)["events"] if e["verdict"] == "suggest"}
    assert asked

    def visited(*more: str) -> set[str]:
        visits = document(*THE_EXAMPLE, *more)["visits"]
        return {session["uid"] for visit in visits for session in visit["sessions"]}

    assert not asked & visited()
    for uid in asked:
        assert visited("--accept", uid) - visited() == {uid}
    assert visited("--accept", "all") - visited() < asked  # all but what repeats


def test_a_yes_outlives_that_guessing_is_switched_off(tmp_path: Path) -> None:
    """As it does in the service: there is one judge."""
    tags_only = tmp_path / "mine.toml"
    tags_only.write_text("[recognise]\nheuristics = false\n")
    asked = [e["uid"] for e in document(*THE_EXAMPLE)["events"] if e["verdict"] == "suggest"]

    def visited(*more: str) -> set[str]:
        visits = document(*THE_EXAMPLE, "--settings", tags_only, *more)["visits"]
        return {session["uid"] for visit in visits for session in visit["sessions"]}

    assert visited("--accept", asked[0]) - visited() == {asked[0]}


def test_a_uid_that_is_no_suggestion_is_told() -> None:
    found = document(
        *THE_EXAMPLE, "--explain", "--accept", "none@x", "--accept", "standup-1@google.com"
    )
    told = [each for each in found["problems"] if each["where"] == "--accept"]
    assert ["none@x" in each["what"] for each in told] == [True, False]
    assert "standup-1@google.com is not taken" in told[1]["what"]


@cache
def _run(seed: str, zone: str, folder: str) -> bytes:
    result = spawn(
        *(*THE_EXAMPLE, "--explain", "--format", "json"),
        cwd=folder, env={"PYTHONHASHSEED": seed, "TZ": zone},
    )  # fmt: skip
    assert result.returncode == 0
    return result.stdout


@pytest.mark.parametrize(
    ("seed", "zone", "folder"), [("1", "Asia/Tokyo", "/"), ("2", "", "."), ("3", "Nowhere", "/")]
)
def test_equal_bytes_whatever_the_machine(seed: str, zone: str, folder: str) -> None:
    assert _run(seed, zone, folder) == _run("0", "America/New_York", "/")


def test_equal_bytes_on_two_runs() -> None:
    words = (*THE_EXAMPLE, "--format", "json")
    assert plan(*words).stdout_bytes == plan(*words).stdout_bytes


TITLES = st.sampled_from(["Interview with Acme", "Lunch", "Phone screen - Globex", "#interview"])
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
STARTS = st.datetimes(datetime(2026, 9, 1), datetime(2027, 12, 31))  # noqa: DTZ001 - wall clocks
ZONES = st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia"])


@st.composite
def events(draw: st.DrawFn) -> str:
    start, zone = draw(STARTS), draw(ZONES)
    end = start + draw(st.sampled_from([timedelta(hours=1), timedelta(0), timedelta(days=2)]))
    title = draw(TITLES) + " ".join(draw(TEXT).split()).replace("\\", "")
    lines = [f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}", f"DTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}"]
    if draw(st.booleans()):
        lines = [f"DTSTART;VALUE=DATE:{start:%Y%m%d}"]
    lines += draw(st.sampled_from([[], ["RRULE:FREQ=WEEKLY;COUNT=3"], ["CATEGORIES:Interview"]]))
    return vevent(*lines, uid=f"{draw(st.integers(0, 3))}@x", title=title)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events(), max_size=4), st.booleans())
def test_whatever_a_calendar_holds(found: list[str], explain: bool) -> None:
    words = ["-", *ZONE, "--accept", "all", *(["--explain"] if explain else [])]
    validated(document(*words, stdin=calendar(*found)))
