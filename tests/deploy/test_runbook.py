"""What RUNBOOK tells is what happens: its `sh` blocks are run, in their order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main

from service.__main__ import app
from service.variables import BY_NAME
from tests.serve.origin import TITLE, interview, published
from tests.serve.test_story import START

ROOT = Path(__file__).parents[2]
RUNBOOK = (ROOT / "deploy" / "RUNBOOK.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", RUNBOOK, re.DOTALL | re.MULTILINE))
EXAMPLE = "https://calendar.example/private-1234/basic.ics"


def block(section: str) -> str:
    (found,) = re.findall(r"^```sh\n(.*?)^```$", SECTIONS[section], re.DOTALL | re.MULTILINE)
    return found


@dataclass
class Machine:
    """A home with `afterword` and `python` on its path, and a systemd that does nothing."""

    home: Path
    environment: dict[str, str]
    address: str

    def follow(self, section: str) -> str:
        """Do what the section says; only a doctor may be worried."""
        script = re.sub(r"(.*afterword doctor)$", r"\1 || true", block(section), flags=re.MULTILINE)
        return self.run(script.replace(EXAMPLE, self.address))

    def run(self, script: str) -> str:
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def reads_its_calendar(self) -> bool:
        said = self.run("afterword source check; afterword visits")
        return "127.0.0.1" in said and "Acme" in said and "well" in said


@pytest.fixture
def machine(tmp_path, postgresql_database):
    home, bin_ = tmp_path / "home", tmp_path / "bin"
    home.mkdir(mode=0o700)
    bin_.mkdir()
    commands = {
        "afterword": f'exec {sys.executable} -m service "$@"',
        "python": f'exec {sys.executable} "$@"',
        "systemctl": ":",
    }
    for name, does in commands.items():
        (bin_ / name).write_text(f"#!/bin/sh\n{does}\n")
        (bin_ / name).chmod(0o755)
    with published() as origin:
        address = origin.put("calendar.ics", interview("acme", START, title=TITLE))
        kept = {name: value for name, value in os.environ.items() if name not in BY_NAME}
        environment = kept | {
            "PATH": f"{bin_}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "300",
            "AFTERWORD_HOME": str(home),
            "AFTERWORD_ALLOW_HOSTS": f"127.0.0.1:{origin.port}",
            "POSTGRESQL": postgresql_database,
        }
        yield Machine(home, environment, address)


def test_every_block_that_is_marked_does_what_its_section_says(machine):
    connected = machine.follow("Connect")
    assert "/cal/" in connected
    machine.follow("Back up")
    machine.run("afterword source remove 1")
    machine.follow("Restore")
    assert machine.reads_its_calendar()

    old_key = (machine.home / "afterword.key").read_text()
    assert "secrets are sealed" in machine.follow("Change the key")
    assert (machine.home / "afterword.key").read_text() != old_key
    assert machine.reads_its_calendar()

    moved = machine.follow("From SQLite to PostgreSQL")
    assert "It opens (postgresql)" in moved
    assert "It opens every secret that is kept" in moved
    assert "up to date" in machine.follow("Upgrade")


def test_all_marked_blocks_are_run_by_the_test_above():
    marked = {name for name, text in SECTIONS.items() if "```sh" in text}
    run = {"Connect", "Back up", "Restore", "Change the key", "From SQLite to PostgreSQL"}
    assert marked == run | {"Upgrade"}
    assert "```sh\nafterword doctor\n```" in RUNBOOK.partition("\n## ")[0]


def test_every_command_and_variable_that_is_named_exists():
    commands = typer.main.get_command(app).commands
    named = set(re.findall(r"`afterword ([a-z]+)", RUNBOOK))
    named |= set(re.findall(r"^afterword ([a-z]+)", RUNBOOK, re.MULTILINE))
    assert {"doctor", "backup", "restore", "migrate"} <= named <= set(commands)
    variables = {name.removesuffix("_FILE") for name in re.findall(r"AFTERWORD_[A-Z_]+", RUNBOOK)}
    assert variables <= set(BY_NAME)
