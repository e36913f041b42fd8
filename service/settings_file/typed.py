"""Values of settings as text that is typed into a form, and text as TOML would hold it.

A line stands for a text. One that a line cannot hold (it has a line break, or something no key
can type) is written in quotes as JSON has them, and so is one that begins with a quote, so that
every text survives the way there and back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, Literal

Input = Literal[
    "text", "letter", "zone", "number", "time", "date", "switch", "choice", "lines", "rows"
]
"""What a form has for a value; each is an element of HTML."""

ON, OFF = "on", "off"
_BREAK = re.compile(r"\r\n|\r|\n")
_NUMBER = re.compile(r"[+-]?\d{1,18}", re.ASCII)


def line(text: str) -> str:
    """A text as a line that says exactly it."""
    plain = text.isprintable() and not text.startswith('"')
    return text if plain else json.dumps(text)


def unquoted(line: str) -> str:
    """The text of a line. What only looks like a text in quotes is taken as it stands."""
    if not line.startswith('"'):
        return line
    try:
        text = json.loads(line)
        text.encode()  # half a character that JSON can name and TOML cannot
    except ValueError:
        return line
    return text if isinstance(text, str) else line


def joined(text: str) -> str:
    """A text of several lines; a browser sends their breaks as two letters (HTML 4.10.22)."""
    return _BREAK.sub("\n", text)


def lines_with(written: Callable[[Any], str]) -> Callable[[Iterable[Any]], str]:
    """How a list is written: an item a line."""
    return lambda items: "\n".join(written(item) for item in items)


def list_with(typed: Callable[[str], Any]) -> Callable[[str], list[Any]]:
    """How such lines are read; empty ones are nothing."""
    return lambda text: [typed(one.strip()) for one in _BREAK.split(text) if one.strip()]


def switched(text: str) -> bool:
    """A box that was ticked, or not."""
    return text == ON


def number(text: str) -> int | str:
    """A whole number; what is none stays text, which the reader of the key then refuses."""
    return int(text) if _NUMBER.fullmatch(text) else text
