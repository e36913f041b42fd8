"""Every row of timing.tsv that needs no ledger, through the command line as a real file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.__main__ import app
from tests.cases.timing import Row, calendar, rows, settings

NOT_IN_THE_CASES = {"zone_guessed", "country_guessed"}
STATELESS = [row for row in rows() if not row.needs_a_ledger]


def planned(row: Row, folder: Path) -> dict[str, dict]:
    """The follow-ups of the row's own visit, by kind."""
    (folder / "calendar.ics").write_bytes(calendar(row))
    (folder / "settings.toml").write_text(settings(row), encoding="utf-8")
    paths = [str(folder / "calendar.ics"), "--settings", str(folder / "settings.toml")]
    arguments = ["plan", *paths, "--now", row.seen.isoformat(), "--format", "json"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stderr
    visits = json.loads(result.stdout)["visits"]
    own = next(v for v in visits if any(s["uid"] == "acme-0" for s in v["sessions"]))
    return {one["kind"]: one for one in own["follow_ups"]}


@pytest.mark.parametrize("row", STATELESS, ids=[row.id for row in STATELESS])
def test_timing(row: Row, tmp_path: Path) -> None:
    found = planned(row, tmp_path)
    for kind in ("email", "card", "call"):
        expected = row.cells[f"exp_{kind}"]
        if expected == "none":
            assert kind not in found, row.reasoning
        else:
            start = datetime.fromisoformat(found[kind]["start"])
            assert start == datetime.fromisoformat(expected), (kind, row.reasoning)
    compared = [found[kind] for kind in ("email", "card", "call") if kind in found]
    flags = {flag for follow_up in compared for flag in follow_up["flags"]}
    assert flags - NOT_IN_THE_CASES == row.flags, row.reasoning
