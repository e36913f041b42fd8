"""The table of docs/security.md: no requirement is left out, and every test in it exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")

# ASVS 5.0.0: how many requirements each section has, and which of them are of level 3 only.
SECTIONS = {
    "1.1": (2, ()), "1.2": (10, (10,)), "1.3": (12, (12,)), "1.4": (3, ()), "1.5": (3, (3,)),
    "2.1": (3, ()), "2.2": (3, ()), "2.3": (5, (5,)), "2.4": (2, (2,)),
    "3.1": (1, (1,)), "3.2": (3, (3,)), "3.3": (5, (5,)), "3.4": (8, (7, 8)),
    "3.5": (8, (6, 7, 8)), "3.6": (1, (1,)), "3.7": (5, (3, 4, 5)),
    "4.1": (5, (4, 5)), "4.2": (5, (2, 3, 4, 5)), "4.3": (2, ()), "4.4": (4, ()),
    "5.1": (1, ()), "5.2": (6, (4, 5, 6)), "5.3": (3, (3,)), "5.4": (3, ()),
    "6.1": (3, ()), "6.2": (12, ()), "6.3": (8, (5, 6, 7, 8)), "6.4": (6, (5, 6)),
    "6.5": (8, (6, 7, 8)), "6.6": (4, (4,)), "6.7": (2, (1, 2)), "6.8": (4, ()),
    "7.1": (3, ()), "7.2": (4, ()), "7.3": (2, ()), "7.4": (5, ()), "7.5": (3, (3,)),
    "7.6": (2, ()),
    "8.1": (4, (3, 4)), "8.2": (4, (4,)), "8.3": (3, (2, 3)), "8.4": (2, (2,)),
    "9.1": (3, ()), "9.2": (4, ()),
    "10.1": (2, ()), "10.2": (3, (3,)), "10.3": (5, (5,)), "10.4": (16, (12, 13, 14, 15, 16)),
    "10.5": (5, ()), "10.6": (2, ()), "10.7": (3, ()),
    "11.1": (4, (3, 4)), "11.2": (5, (4, 5)), "11.3": (5, (4, 5)), "11.4": (4, ()),
    "11.5": (2, (2,)), "11.6": (2, (2,)), "11.7": (2, (1, 2)),
    "12.1": (5, (4, 5)), "12.2": (2, ()), "12.3": (5, (5,)),
    "13.1": (4, (2, 3, 4)), "13.2": (6, (6,)), "13.3": (4, (3, 4)), "13.4": (7, (6, 7)),
    "14.1": (2, ()), "14.2": (8, (5, 6, 7, 8)), "14.3": (3, ()),
    "15.1": (5, (4, 5)), "15.2": (5, (4, 5)), "15.3": (7, ()), "15.4": (4, (1, 2, 3, 4)),
    "16.1": (1, ()), "16.2": (5, ()), "16.3": (4, ()), "16.4": (3, ()), "16.5": (4, (4,)),
    "17.1": (2, (2,)), "17.2": (8, (5, 6, 7, 8)), "17.3": (2, ()),
}  # fmt: skip
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in PAGE.splitlines()
    if re.match(r"\| \d+\.\d+\.\d+", line)
]


def asked() -> set[str]:
    """Every requirement of the first two levels."""
    return {
        f"{section}.{number}"
        for section, (count, third) in SECTIONS.items()
        for number in range(1, count + 1)
        if number not in third
    }


def named(cell: str) -> list[str]:
    """The requirements of a row: `1.2.3-5` is all of them that are asked for."""
    found = []
    for one in cell.split(", "):
        first, _, last = one.partition("-")
        section, _, number = first.rpartition(".")
        numbers = range(int(number), int(last or number) + 1)
        found += [name for each in numbers if (name := f"{section}.{each}") in asked()]
    return found


def test_the_standard_has_as_many_requirements_as_are_counted_here():
    assert sum(count for count, _ in SECTIONS.values()) == 345
    assert {section.partition(".")[0] for section in SECTIONS} == {f"{n}" for n in range(1, 18)}


def test_every_requirement_of_level_2_has_its_row_and_only_one():
    rows = [name for row in ROWS for name in named(row[0])]
    assert sorted(rows) == sorted(asked())


def test_what_is_met_says_by_what_and_what_is_not_says_what_is_missing():
    for name, verdict, how, *_ in ROWS:
        assert verdict in {"yes", "part", "no", "n/a"}, name
        assert how, name
    assert {row[1] for row in ROWS} == {"yes", "part", "no", "n/a"}


@pytest.mark.parametrize("test", sorted(set(re.findall(r"`([\w/]+\.py::\w+)`", PAGE))))
def test_every_test_of_the_table_exists(test):
    file, _, name = test.partition("::")
    assert name in functions(file)


@cache
def functions(file: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_whatever_is_shown_by_a_test_names_it_so_that_it_is_found():
    for row in ROWS:
        shown = row[3] if len(row) > 3 else ""
        assert not re.sub(r"`[\w/]+\.py::\w+`(, )?", "", shown), row[0]
