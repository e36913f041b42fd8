"""The command line as tests use it: in this process, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from service.__main__ import app

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "example"
NOW = "2026-11-23T12:00-05:00"
THE_EXAMPLE = (
    *(str(EXAMPLE / name) for name in ("personal.ics", "outlook.ics", "work.ics")),
    *("--settings", str(EXAMPLE / "settings.toml"), "--now", NOW),
)


def plan(*words: object, stdin: bytes = b"") -> Result:
    """`afterword plan`; an exception that isn't an exit fails the test that called."""
    result = CliRunner().invoke(app, ["plan", *map(str, words)], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def document(*words: object, stdin: bytes = b"") -> dict:
    """The plan as JSON, which has to succeed."""
    result = plan(*words, "--format", "json", stdin=stdin)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def start(*words: object, **more: object) -> subprocess.Popen[bytes]:
    """`afterword plan` as a process of its own. `env` is added to the environment."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-m", "service", "plan", *map(str, words)]
    return subprocess.Popen(command, env=environment, **(pipes | more))


def spawn(*words: object, **more: object) -> subprocess.CompletedProcess[bytes]:
    """The same, waited for."""
    with start(*words, **more) as process:
        out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def calendar(*events: str, name: str = "", zone: str = "") -> bytes:
    """A calendar of events, as an application would export it."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tests//EN"]
    head += [f"X-WR-CALNAME:{name}"] if name else []
    head += [f"X-WR-TIMEZONE:{zone}"] if zone else []
    return "\r\n".join([*head, *events, "END:VCALENDAR", ""]).encode()


def vevent(*lines: str, uid: str = "a@x", title: str = "Interview with Acme #interview") -> str:
    """An event; by default on Wednesday 25 November 2026, 10:00 in New York."""
    if not any(line.startswith("DTSTART") for line in lines):
        lines = (*lines, "DTSTART:20261125T150000Z", "DTEND:20261125T160000Z")
    head = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", f"SUMMARY:{title}"]
    return "\r\n".join([*head, *lines, "END:VEVENT"])
