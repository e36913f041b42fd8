"""Each of the forty cases of a Google calendar has a test that is named after its number."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
NAME = re.compile(r"^ *def test_(?:case_)?(\d\d)_\w+", re.MULTILINE)
CASES = range(1, 41)


def test_every_case_has_one() -> None:
    places = ("connectors/google", "connectors/google_auth", "watch/google", "pushes", "budgets")
    files = [file for place in places for file in (TESTS / place).glob("test_*.py")]
    found = {int(number) for file in files for number in NAME.findall(file.read_text("utf-8"))}
    assert found == set(CASES)
