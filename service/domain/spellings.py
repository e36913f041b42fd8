"""Somebody's name as it may stand in free text, while it is still known.

Tombstones find a name that is written as names are. What people type is not: small letters, and
scripts without spaces. So while somebody is being forgotten, their texts are searched for every
spelling too, and the spellings are kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from service.domain.naming.names import as_name, normal_name, shown_name

_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々\s]+")
_DISTINCT = 3
"""Signs of a name that is nobody else's beginning or end: a whole name, given name and all."""


def spellings(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds each of the names; None: there is none to look for. Linear in the text."""
    every = {form for name in names for form in _forms(name)}
    longest_first = sorted(every, key=lambda one: (-len(one), one))
    return re.compile("|".join(map(_spelt, longest_first))) if every else None


def _forms(name: str) -> Iterator[str]:
    """As it is known, without what stands beside it, and bare, but never one word in small."""
    bare, plain = as_name(name, single=True) or "", normal_name(name)
    shown = shown_name(name)
    for form in (name, shown, bare, plain if " " in plain else ""):
        if form.strip():
            yield form.strip()


def _spelt(name: str) -> str:
    words = [re.escape(word) for word in name.split()]
    if _SIGNS.fullmatch(name):
        return _in_signs(words, length=len("".join(name.split())))
    spelt = r"(?<!\w)" + r"\s{1,3}".join(words) + r"(?!\w)"
    # One word in small letters may be any word: "will", "may", "rose".
    return f"(?i:{spelt})" if len(words) > 1 else spelt


def _in_signs(words: list[str], *, length: int) -> str:
    """No space stands around a name in these scripts, and an honorific is glued to it."""
    before = "" if length >= _DISTINCT else r"(?<!\w)"
    after = r"(?!\w)" if length == 1 else ""
    return before + r"\s?".join(words) + after
