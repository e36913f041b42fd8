"""Every .ics that comes with two libraries: planned or refused in a sentence, never a crash."""

from __future__ import annotations

import json
import time
from pathlib import Path

import icalendar
import recurring_ical_events

from tests.cli.command import plan

FOLDERS = [Path(library.__file__).parent for library in (icalendar, recurring_ical_events)]
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*.ics"))
YEARS = ("2026-11-23T12:00-05:00", "2019-03-05T12:00Z")


def test_every_installed_calendar_is_planned_or_refused() -> None:
    began = time.monotonic()
    read, events = 0, 0
    for path in FILES:
        for now, more in zip(YEARS, (["--explain"], []), strict=True):
            words = (path, "--now", now, "--accept", "all", *more)
            result = plan(*words, "--format", "json")
            assert "Traceback" not in result.stderr
            if result.exit_code == 2:
                (line,) = result.stderr.splitlines()
                assert path.name in line
                continue
            assert result.exit_code == 0, path
            read, events = read + 1, events + len(json.loads(result.stdout)["events"])
            assert plan(*words, "--format", "table").exit_code == 0
    assert len(FILES) > 250
    assert read > len(FILES)  # of two times as many
    assert events > 500
    assert time.monotonic() - began < 300  # a tenth of it on an idle machine: nothing hangs
