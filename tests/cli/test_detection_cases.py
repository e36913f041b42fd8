"""Every row of detection.tsv that has an .ics form, through `plan --explain` as a real file."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from tests.cli.command import calendar, document
from tests.cli.command import vevent as talk

TABLE = Path(__file__).parents[1] / "cases" / "detection.tsv"
NO_ICS_FORM = {"label", "color", "eventType", "ext", "cfg_color", "recurrence_id"}
ME = ("alex.morgan@gmail.com", "alex.morgan@initech.com")
SETTINGS = """
[me]
name = "Alex Morgan"
emails = ["alex.morgan@gmail.com"]
work_emails = ["alex.morgan@initech.com"]
timezone = "America/New_York"
country = "US"

[recognise]
selected = ["personal", "work", "Job interviews"]
calendars = ["Job interviews"]
"""


def extra(row: dict[str, str]) -> dict[str, str]:
    # A rule has semicolons of its own; the parts are set apart by "; ".
    parts = (part.partition("=") for part in row["extra"].split("; ") if part)
    return {name.strip(): value for name, _, value in parts}


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in table if not NO_ICS_FORM & extra(row).keys()]


ROWS = rows()


def uid(row: dict[str, str]) -> str:
    return extra(row).get("uid", f"{row['id']}@example.net")


def escaped(text: str) -> str:
    return text.replace(";", "\\;").replace(",", "\\,")


def vevent(row: dict[str, str]) -> str:
    more = extra(row)
    lines = ["BEGIN:VEVENT", f"UID:{uid(row)}", "DTSTAMP:20261101T000000Z", *when(more)]
    lines.append(f"SUMMARY:{escaped(row['title'])}")
    if row["description"]:
        lines.append(f"DESCRIPTION:{escaped(row['description'])}")
    if row["organizer"]:
        lines.append(f"ORGANIZER:mailto:{row['organizer']}")
    for guest in filter(None, (each.strip() for each in row["attendees"].split(";"))):
        status = more.get("partstat", "accepted") if guest in ME else "accepted"
        lines.append(f"ATTENDEE;PARTSTAT={status.upper()}:mailto:{guest}")
    if "status" in more:
        lines.append(f"STATUS:{more['status'].upper()}")
    names = {"cat": "CATEGORIES", "rrule": "RRULE", "location": "LOCATION"}
    lines += [f"{names[name]}:{value}" for name, value in more.items() if name in names]
    return "\r\n".join([*lines, "END:VEVENT"])


def when(more: dict[str, str]) -> list[str]:
    if "allday" in more:
        return ["DTSTART;VALUE=DATE:20261203"]
    zone = "TZID=America/New_York"
    return [f"DTSTART;{zone}:20261203T100000", f"DTEND;{zone}:20261203T110000"]


def by_calendar() -> dict[str, list[dict[str, str]]]:
    found: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in ROWS:
        found[row["calendar"]].append(row)
    return found


@pytest.fixture(scope="module", params=["named by itself", "--calendar-name"])
def verdicts(request, tmp_path_factory) -> dict[str, tuple[str, str]]:
    """Verdict and rule of every row, by UID; a calendar is a file."""
    folder = tmp_path_factory.mktemp("cases")
    (folder / "settings.toml").write_text(SETTINGS, "utf-8")
    found = {}
    for name, group in by_calendar().items():
        by_itself = request.param == "named by itself"
        body = calendar(*map(vevent, group), name=name if by_itself else "")
        (folder / "calendar.ics").write_bytes(body)
        words = [] if by_itself else ["--calendar-name", name]
        events = document(
            *(folder / "calendar.ics", "--settings", folder / "settings.toml"),
            *("--now", "2026-11-23T12:00-05:00", "--explain", *words),
        )["events"]
        assert len(events) == len(group)
        found |= {each["uid"]: (each["verdict"], each["rule"]) for each in events}
    return found


def test_no_two_rows_share_a_uid_and_few_rows_are_left_out() -> None:
    assert len({uid(row) for row in ROWS}) == len(ROWS) > 120


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_detection(row: dict[str, str], verdicts: dict[str, tuple[str, str]]) -> None:
    assert verdicts[uid(row)] == (row["expected"], row["rule"]), row["title"]


def test_without_explain_interviews_and_suggestions_are_found_all_the_same(tmp_path) -> None:
    """The screen and the window leave nothing out that recognition would take."""
    group = by_calendar()["personal"]
    (tmp_path / "calendar.ics").write_bytes(calendar(*map(vevent, group), name="personal"))
    (tmp_path / "settings.toml").write_text(SETTINGS.replace('calendars = ["Job interviews"]', ""))
    events = document(
        *(tmp_path / "calendar.ics", "--settings", tmp_path / "settings.toml"),
        *("--now", "2026-11-23T12:00-05:00"),
    )["events"]
    wanted = {uid(row): row["expected"] for row in group if row["expected"] != "not"}
    assert {each["uid"]: each["verdict"] for each in events} == wanted


def test_in_a_dedicated_calendar_no_word_of_interviews_is_needed(tmp_path) -> None:
    (tmp_path / "settings.toml").write_text(SETTINGS)
    body = calendar(talk(title="Coffee with Dana"), name="Job interviews")
    (tmp_path / "calendar.ics").write_bytes(body)
    (event,) = document(
        *(tmp_path / "calendar.ics", "--settings", tmp_path / "settings.toml"),
        *("--now", "2026-11-23T12:00-05:00"),
    )["events"]
    assert (event["verdict"], event["rule"]) == ("interview", "X:calendar")
