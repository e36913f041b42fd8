"""The words and domains by which interviews, people and companies are told apart.

They live in TOML files beside this module, because a word is data: a new language is a new
line there and no line here. Each file is read once, when somebody first asks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> dict[str, object]:
    """The content of `vocabulary/NAME.toml`."""
    text = files("service.domain").joinpath("vocabulary", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def listed(name: str, *path: str) -> frozenset[str]:
    """The list at `path` in `vocabulary/NAME.toml`. Raises KeyError or TypeError without one."""
    found: object = table(name)
    for key in path:
        if not isinstance(found, dict):
            raise TypeError(f"{key} is not in a section of {name}.toml")
        found = found[key]
    if not isinstance(found, list):
        raise TypeError(f"{'.'.join(path)} in {name}.toml is not a list of words")
    return frozenset(str(word) for word in found)


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first; a blank stands for one or more."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
