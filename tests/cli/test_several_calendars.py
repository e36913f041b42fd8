"""Several files are several calendars of one person; whose zone counts, in the given order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import NOW, calendar, document, plan, vevent

NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"
FLOATING = ("DTSTART:20261125T100000", "DTEND:20261125T110000")


@pytest.fixture
def files(tmp_path: Path):
    def written(*bodies: bytes) -> list[Path]:
        paths = [tmp_path / f"{number}.ics" for number, _ in enumerate(bodies)]
        for path, body in zip(paths, bodies, strict=True):
            path.write_bytes(body)
        return paths

    return written


@pytest.fixture(autouse=True)
def _machine_in_tokyo(monkeypatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")


def zones(found: dict) -> set[str]:
    return {one["timezone"] for visit in found["visits"] for one in visit["follow_ups"]}


def flags(found: dict) -> set[str]:
    return {f for v in found["visits"] for one in v["follow_ups"] for f in one["flags"]}


def test_the_same_session_in_two_files_is_one(files) -> None:
    mine = vevent("ATTENDEE;CN=Dana Ruiz;PARTSTAT=ACCEPTED:mailto:dana@acme.com", uid="same@x")
    theirs = vevent("ATTENDEE;CN=Sam Okafor;PARTSTAT=ACCEPTED:mailto:sam@acme.com", uid="same@x")
    paths = files(calendar(mine, name="one"), calendar(theirs, name="two"))
    found = document(*paths, "--now", NOW)
    (visit,) = found["visits"]
    assert visit["sessions"] == [{"uid": "same@x", "recurrence_id": None}]
    assert {person["name"] for person in visit["people"]} >= {"Dana Ruiz", "Sam Okafor"}
    assert [event["calendar"] for event in found["events"]] == ["one", "two"]
    assert len(visit["follow_ups"]) == 5


def test_the_same_suggestion_in_two_files_is_asked_about_once(files) -> None:
    body = calendar(vevent(title="Phone screen - Globex"))
    result = plan(*files(body, body), "--now", NOW, "--format", "table")
    assert result.stdout.count("--accept a@x") == 1


def test_one_file_typed_twice_is_one_calendar(files) -> None:
    (path,) = files(calendar(vevent()))
    assert document(path, path, "--now", NOW) == document(path, "--now", NOW)


def test_the_order_of_the_files_changes_no_visit(files) -> None:
    first, second = files(
        calendar(vevent(uid="1"), zone=NEW_YORK),
        calendar(vevent("DTSTART:20261125T170000Z", "DTEND:20261125T180000Z", uid="2")),
    )
    one, other = (document(*paths, "--now", NOW) for paths in ([first, second], [second, first]))
    assert one["visits"] == other["visits"]
    assert len(one["visits"][0]["sessions"]) == 2


def test_a_name_for_several_calendars_names_none(files) -> None:
    paths = files(calendar(vevent(), name="one"), calendar(vevent(uid="b"), name="two"))
    found = document(*paths, "--now", NOW, "--calendar-name", "other")
    assert {event["calendar"] for event in found["events"]} == {"one", "two"}
    assert [each["where"] for each in found["problems"]] == ["--calendar-name"]
    single = document(paths[0], "--now", NOW, "--calendar-name", "other")
    assert {event["calendar"] for event in single["events"]} == {"other"}


def test_a_problem_says_in_which_file_it_is(files) -> None:
    bad = vevent("DTSTART:soon")
    found = document(*files(calendar(vevent(uid="b")), calendar(bad)), "--now", NOW)
    assert [each["where"].split(",")[0] for each in found["problems"]] == ["1.ics"]


def test_the_settings_come_first(files, tmp_path) -> None:
    (tmp_path / "mine.toml").write_text(f'[me]\ntimezone = "{BERLIN}"\n')
    (path,) = files(calendar(vevent(), zone=NEW_YORK))
    found = document(path, "--now", NOW, "--settings", tmp_path / "mine.toml")
    assert zones(found) == {BERLIN}
    assert "zone_guessed" not in flags(found)


def test_then_the_first_calendar_that_tells(files) -> None:
    silent = calendar(vevent())
    new_york, berlin = (calendar(vevent(uid=zone), zone=zone) for zone in (NEW_YORK, BERLIN))
    found = document(*files(silent, berlin, new_york), "--now", NOW)
    assert zones(found) == {BERLIN}
    assert "zone_guessed" not in flags(found)


def test_then_the_machine_which_is_a_guess(files) -> None:
    found = document(*files(calendar(vevent())), "--now", NOW)
    assert zones(found) == {"Asia/Tokyo"}
    assert all("zone_guessed" in one["flags"] for v in found["visits"] for one in v["follow_ups"])


def test_a_zone_that_a_calendar_makes_up_tells_nothing(files) -> None:
    found = document(*files(calendar(vevent(), zone="Mars/Olympus")), "--now", NOW)
    assert zones(found) == {"Asia/Tokyo"}


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        (NEW_YORK, "2026-11-25T10:00:00-05:00"),
        ("", "2026-11-25T10:00:00+09:00"),
    ],
    ids=["its own calendar's", "the machine's"],
)
def test_a_floating_time_is_on_the_clock_of(zone: str, start: str, files) -> None:
    found = document(*files(calendar(vevent(*FLOATING), zone=zone)), "--now", NOW)
    assert found["visits"][0]["start"] == start


@pytest.mark.parametrize("turn", [1, -1], ids=["told first", "told last"])
def test_a_floating_time_follows_what_another_calendar_told(turn: int, files) -> None:
    silent = calendar(vevent(*FLOATING, uid="floating"))
    told = calendar(vevent(uid="told", title="Interview with Globex #interview"), zone=BERLIN)
    found = document(*files(told, silent)[::turn], "--now", NOW)
    starts = {visit["company"]: visit["start"] for visit in found["visits"]}
    assert starts["Acme"] == "2026-11-25T10:00:00+01:00"


def test_a_floating_time_beside_settings(files, tmp_path) -> None:
    (tmp_path / "mine.toml").write_text(f'[me]\ntimezone = "{BERLIN}"\n')
    (path,) = files(calendar(vevent(*FLOATING)))
    found = document(path, "--now", NOW, "--settings", tmp_path / "mine.toml")
    assert found["visits"][0]["start"] == "2026-11-25T10:00:00+01:00"


def test_a_now_without_an_offset_is_on_the_persons_clock(files) -> None:
    # 15:30 in New York is long after this interview, 15:30 in Tokyo is in the middle of it.
    late = vevent("DTSTART:20261125T060000Z", "DTEND:20261125T070000Z")
    (path,) = files(calendar(late, zone=NEW_YORK))
    told = document(path, "--now", "2026-11-25T15:30")
    assert told == document(path, "--now", "2026-11-25T15:30-05:00")
    assert told != document(path, "--now", "2026-11-25T15:30+09:00")
