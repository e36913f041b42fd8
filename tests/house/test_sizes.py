"""Small files and functions, no marks of unfinished work."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for top in ("service", "connectors") for path in (ROOT / top).rglob("*.py"))
MARKS = re.compile(r"#.*\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FILE, MEDIAN_FUNCTION = 400, 40, 120, 10


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text("utf-8"))
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_small_and_says_what_it_is(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST_FILE
    assert not [name for name, lines in functions(path) if lines > LONGEST_FUNCTION]
    assert not MARKS.search(text)
    if text:
        assert ast.get_docstring(ast.parse(text)), "a module begins with what it is for"


def test_the_ordinary_file_and_function_are_small() -> None:
    files = [path.read_text("utf-8").count("\n") for path in SOURCES]
    lines = [lines for path in SOURCES for _name, lines in functions(path)]
    assert statistics.median(filter(None, files)) <= MEDIAN_FILE
    assert statistics.median(lines) <= MEDIAN_FUNCTION
