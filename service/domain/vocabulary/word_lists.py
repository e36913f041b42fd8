"""Lists of words out of the vocabulary's sections, and patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from service.domain.vocabulary import table


@cache
def listed(name: str, *path: str) -> frozenset[str]:
    """The list at `path` in `vocabulary/NAME.toml`. Raises KeyError or TypeError without one."""
    found: object = table(name)
    for key in path:
        if not isinstance(found, dict):
            raise TypeError(f"{key} is not a section of {name}.toml")
        found = found[key]
    if not isinstance(found, list):
        raise TypeError(f"{'.'.join(path)} in {name}.toml is not a list of words")
    return frozenset(str(word) for word in found)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; blanks stand for one or more blanks."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
