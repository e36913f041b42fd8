"""The plan for the eye: as it stands in the golden text, on a phone, and for a newcomer.

To renew the golden text after a wanted change, look at it and write it anew:
`afterword plan docs/example/{personal,outlook,work}.ics --settings docs/example/settings.toml
--now 2026-11-23T12:00-05:00 -o tests/cli/golden/example.txt`
"""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.command import EXAMPLE, NOW, THE_EXAMPLE, calendar, plan, spawn, vevent

GOLDEN = Path(__file__).parent / "golden" / "example.txt"
EXAMPLE_FILES = THE_EXAMPLE[:3]
SUGGESTED = "Phone screen - Globex"


@pytest.fixture(autouse=True)
def _no_width(monkeypatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def table(*words: object, body: bytes = b"") -> str:
    source = ("-",) if body else ()
    result = plan(*source, *words, "--format", "table", stdin=body)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def unwrapped(text: str) -> str:
    return " ".join(text.split())


def test_the_example() -> None:
    expected = GOLDEN.read_text("utf-8")
    assert table(*THE_EXAMPLE) == expected
    assert not [line for line in expected.splitlines() if line != line.rstrip()]


def test_a_file_gets_the_same(tmp_path) -> None:
    assert plan(*THE_EXAMPLE, "-o", tmp_path / "plan.txt").exit_code == 0
    assert (tmp_path / "plan.txt").read_text("utf-8") == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize("columns", [20, 40, 59, 60, 80, 200])
def test_any_width_keeps_every_word(columns: int, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    found = table(*THE_EXAMPLE, "--explain")
    too_long = [line for line in found.splitlines() if cell_len(line) > columns]
    assert all("--accept" in line for line in too_long)  # to copy: these are never broken
    monkeypatch.delenv("COLUMNS")
    # Without spaces, since a word that is longer than a line has to be broken.
    assert "".join(found.split()) == "".join(table(*THE_EXAMPLE, "--explain").split())


def test_a_uid_to_copy_stays_in_one_piece(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    uid = "040000008200E00074C5B7101A82E00800000000" * 2
    found = table("--now", NOW, body=calendar(vevent(uid=uid, title=SUGGESTED)))
    assert f"yes: --accept {uid}\n" in found


def test_a_uid_to_copy_is_one_word_to_a_shell() -> None:
    uid = "x; touch /tmp/$(id) {it's}"
    found = table("--now", NOW, body=calendar(vevent(uid=uid, title=SUGGESTED)))
    (line,) = [line for line in found.splitlines() if "--accept x" in line or "--accept '" in line]
    assert shlex.split(line) == ["yes:", "--accept", uid]


def test_no_colour_reaches_a_file_or_whoever_wants_none() -> None:
    assert b"\x1b" not in spawn(*THE_EXAMPLE, "--format", "table").stdout
    coloured = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    assert b"\x1b[" in spawn(*THE_EXAMPLE, "--format", "table", env=coloured).stdout
    plain = spawn(*THE_EXAMPLE, "--format", "table", env={**coloured, "NO_COLOR": "1"}).stdout
    assert not any(f"[{code}m".encode() in plain for code in (31, 32, 33, "1;31"))


def test_names_of_all_scripts_stay_in_their_column() -> None:
    attendee = "ATTENDEE;CN={};PARTSTAT=ACCEPTED:mailto:{}@acme.com"
    names = ["Zoë Müller", "山田太郎", "Ольга Петрова", "नेहा शर्मा"]
    guests = [attendee.format(name, at) for at, name in enumerate(names)]
    found = table("--now", NOW, body=calendar(vevent(*guests, "ORGANIZER:mailto:hr@acme.com")))
    for name in names:
        assert name in unwrapped(found)
    assert max(map(cell_len, found.splitlines())) <= 100


def test_a_title_cannot_play_with_the_terminal() -> None:
    title = "Interview with \x1b[2JAcme\u202eemca\x07 #interview"
    found = table("--now", NOW, "--explain", body=calendar(vevent(title=title)))
    assert not {"\x1b", "\u202e", "\x07"} & set(found)


def test_suggestions_come_first_with_how_to_tag_them() -> None:
    found = table(*THE_EXAMPLE)
    assert found.startswith("Are these interviews?")
    asked, _, planned = found.partition("Next: ")
    assert SUGGESTED in asked
    assert SUGGESTED not in planned
    assert "#interview" in asked
    assert "#nointerview" in asked
    assert "--accept 4e0b1f77a9c3@google.com" in asked


def test_accepting_one_and_accepting_all() -> None:
    one = table(*THE_EXAMPLE, "--accept", "4e0b1f77a9c3@google.com")
    everything = table(*THE_EXAMPLE, "--accept", "all")
    for found in (one, everything):
        assert "\nGlobex" in found
        assert SUGGESTED not in found.partition("Next: ")[0]
        assert "practice club" in found.partition("Next: ")[0]
    assert "--accept all leaves out what repeats" in everything


def test_accepting_a_series_by_its_uid_plans_its_dates() -> None:
    found = table(*THE_EXAMPLE, "--accept", "7d1d0a5e22@google.com")
    assert "practice club" not in found.partition("Next: ")[0]
    assert found.count("Debrief: Interview practice club") > 50


def test_an_unknown_uid_is_told() -> None:
    found = unwrapped(table(*THE_EXAMPLE, "--accept", "none@x"))
    assert "No event that may be an interview has the UID none@x." in found


def test_a_series_is_asked_about_by_its_next_date() -> None:
    found = table(*THE_EXAMPLE)
    (line,) = [line for line in found.splitlines() if "practice club" in line]
    assert line.split()[:4] == ["Thu", "26", "Nov", "18:30"]  # it began on 1 October
    assert line.endswith("[repeats]")


def test_what_is_long_over_is_not_asked_about() -> None:
    over = calendar(
        vevent("DTSTART:20250101T150000Z", "DTEND:20250101T160000Z", uid="b", title=SUGGESTED),
        vevent("DTSTART:20250101T150000Z", "DTEND:20250101T160000Z",
               "RRULE:FREQ=WEEKLY;UNTIL=20250801T000000Z", uid="c"),
        vevent("DTSTART:20290101T150000Z", "DTEND:20290101T160000Z", uid="d", title=SUGGESTED),
    )  # fmt: skip
    found = plan("-", "--now", NOW, "--explain", "--format", "table", stdin=over)
    assert "interview?" not in found.stdout
    assert "interviews?" not in found.stdout
    assert found.stdout.count("[suggest, ") == 3
    assert "1 Jan 2025" in found.stdout
    assert "No interview was found from Tuesday 25 August 2026" in found.stderr


def test_what_comes_is_asked_before_what_is_over() -> None:
    days = ("20261101", "20261120", "20261210", "20261124")
    body = calendar(*(vevent(f"DTSTART:{day}T150000Z", uid=day, title=SUGGESTED) for day in days))
    asked = table("--now", NOW, body=body)
    order = sorted(days, key=lambda day: asked.index(f"--accept {day}"))
    assert order == ["20261124", "20261210", "20261120", "20261101"]


def test_the_next_thing_to_do_stands_above_all_visits() -> None:
    assert "\nNext: Before you leave Northwind" in table(*THE_EXAMPLE)
    # Northwind stands above Hooli; its call is later on the 2nd, and on the 5th it is over.
    for day, due in (("02", "Wednesday 2 December, 14:25"), ("05", "Saturday 5 December, 12:00")):
        words = [word.replace("2026-11-23", f"2026-12-{day}") for word in map(str, THE_EXAMPLE)]
        assert f"\nNext: Debrief: Hooli, {due}." in table(*words)


def test_an_old_visit_is_one_line_at_the_end() -> None:
    old = vevent("DTSTART:20260901T150000Z", "DTEND:20260901T160000Z", uid="old")
    found = table(
        "--now", NOW, body=calendar(old, vevent(title="Interview with Soylent #interview"))
    )
    assert found.index("Soylent") < found.index("Too long ago for any follow-up")
    assert found.index("Too long ago") < found.index("Acme")


def test_times_are_on_the_persons_clock() -> None:
    found = table(*THE_EXAMPLE, "--explain")
    (line,) = [line for line in found.splitlines() if "Dentist" in line]
    assert "09:00" in line  # 14:00 in UTC


def test_a_guessed_zone_is_said_once(monkeypatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    found = table("--now", NOW, body=calendar(vevent()))
    assert found.count("Asia/Kolkata") == 2  # in the heading and in the remark
    assert "Nobody told your time zone" in found
    assert "time zone guessed" not in found


def test_nothing_found_is_a_sentence() -> None:
    result = plan("-", "--now", NOW, "--format", "table", stdin=calendar(vevent(title="Lunch")))
    assert result.exit_code == 0
    assert "Put #interview in the title" in result.stderr
    result = plan("-", "--now", NOW, "--format", "table", stdin=calendar(vevent(title=SUGGESTED)))
    assert "one event may be one" in result.stderr


def test_without_settings_the_example_says_the_same_of_dates() -> None:
    found = table(*EXAMPLE_FILES, "--now", NOW)
    for line in GOLDEN.read_text("utf-8").splitlines():
        if line.startswith("  Fri  4 Dec") or "Notes by hand" in line:
            assert line in found.splitlines()
    assert EXAMPLE.is_dir()
