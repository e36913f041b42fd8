"""What README says is what happens: commands, options, answer lines, links, the schema."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from connectors.contract import Content, Etag, Event, EventId, Span
from service.__main__ import app
from service.domain.answers import answers
from service.domain.model import (
    AgreedCall,
    Answer,
    Decided,
    Decides,
    HeardBack,
    NoCall,
    TalkedTo,
    Unclear,
)
from service.domain.policy import Policy
from tests.cli.command import EXAMPLE, NOW, plan

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
COMMANDS = [
    line.partition("afterword ")[2].partition("  ")[0].strip()
    for block in BLOCKS
    for line in block.splitlines()
    if re.match(r"(?:\S*/)?afterword ", line)
]


def test_there_is_something_to_hold_readme_to() -> None:
    assert COMMANDS
    assert len(options_in_readme()) > 5
    assert len(answer_lines()) > 6


PLANS = [command for command in COMMANDS if shlex.split(command)[0] == "plan"]
OTHERS = [command for command in COMMANDS if command not in PLANS]


@pytest.mark.parametrize("command", OTHERS)
def test_a_command_of_readme_is_one_of_ours(command: str) -> None:
    words = shlex.split(command)
    named = words[:2] if words[0] == "source" else words[:1]
    assert CliRunner().invoke(app, [*named, "--help"]).exit_code == 0
    assert CliRunner().invoke(app, [*named, "--no-such-option"]).exit_code == 2


def test_every_command_is_in_readme() -> None:
    for name in typer.main.get_command(app).commands:
        shown = re.search(rf"[`,] ?`?{name}\b|afterword {name}\b", README)
        assert shown or name == "demo", name  # which is `make run`


@pytest.mark.parametrize("command", PLANS)
def test_a_command_of_readme_works_with_the_example(command: str) -> None:
    _name, *words = shlex.split(command)
    meant = {"CALENDAR.ics": EXAMPLE / "personal.ics", "SETTINGS.toml": EXAMPLE / "settings.toml"}
    result = plan(*(meant.get(word, word) for word in words), "--now", NOW)
    assert result.exit_code == 0, result.stderr


def options_in_readme() -> set[str]:
    rows = re.findall(r"^\| `(-[^`]*)`", README, re.MULTILINE)
    return {row.split()[0] for row in rows}


def test_the_options_of_readme_are_those_of_the_command() -> None:
    known = {
        name: set(parameter.opts)
        for parameter in typer.main.get_command(app).commands["plan"].params
        if (name := parameter.name) and parameter.opts[0].startswith("-")
    }
    told = options_in_readme()
    assert told <= set().union(*known.values())
    assert [name for name, words in known.items() if name != "help" and not words & told] == []


def test_the_formats_of_readme_are_those_of_the_command() -> None:
    told = re.search(r"`--format ([^`]*)`", README)
    assert told is not None
    for style in told[1].replace("\\|", "|").split("|"):
        assert plan(EXAMPLE / "personal.ics", "--now", NOW, "--format", style).exit_code == 0


def answer_lines() -> list[str]:
    """The block with answer lines: each stands first, or instead of an explanation."""
    (block,) = [block for block in BLOCKS if "heard back" in block]
    cells = [cell.strip() for line in block.splitlines() for cell in re.split(r" {3,}", line)]
    firsts = {line.split("   ")[0].strip() for line in block.splitlines()}
    return [cell for cell in cells if cell in firsts or cell == "rejected"]


KINDS = {
    "call:": AgreedCall, "decides:": Decides, "no call": NoCall, "heard back": HeardBack,
    "offer": Decided, "rejected": Decided, "talked to:": TalkedTo,
}  # fmt: skip


@pytest.mark.parametrize("line", answer_lines())
def test_an_answer_line_of_readme_is_understood(line: str) -> None:
    (answer,) = told(line)
    (kind,) = [kind for start, kind in KINDS.items() if line.startswith(start)]
    assert isinstance(answer, kind), answer


def test_readme_shows_every_kind_of_answer_line() -> None:
    assert {start for start in KINDS for line in answer_lines() if line.startswith(start)} == set(
        KINDS
    )


def test_a_date_that_readme_calls_unclear_is() -> None:
    assert "`04/12`" in README
    for line in ("call: 04/12", "call: Monday 4 Dec"):
        assert [type(answer) for answer in told(line)] == [Unclear]


def told(line: str) -> tuple[Answer, ...]:
    """The answers of a person's own entry with this line in its description."""
    start = datetime(2026, 11, 24, 15, tzinfo=UTC)
    span = Span(start=start, end=start + timedelta(hours=1))
    content = Content(title="Interview", when=span, notes=f"See you there.\n{line}\n")
    return answers(Event(id=EventId("1"), etag=Etag("1"), content=content), Policy())
