"""Titles with two people in them: the person beside somebody else."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from service.domain.naming.guests import own_names
from service.domain.naming.names import as_name, normal_name
from service.domain.naming.title import without_kinds
from service.domain.policy import Me
from service.domain.vocabulary import any_of, listed


def paired(title: str, me: Me) -> str | None:
    """The other one of "X and me", if it is a name like mine: full beside full."""
    between = re.sub(r"^.*\bbetween\s+", "", title, flags=re.IGNORECASE)
    sides = _pair_words().split(between)
    if len(sides) != 2:  # noqa: PLR2004 - a pair
        return None
    for mine, other in (sides, sides[::-1]):
        whole = normal_name(without_kinds(_beside(mine)))
        if any(whole == normal_name(name) for name in own_names(me)):
            return as_name(_beside(other))
    return None


def without(title: str, names: tuple[str, ...]) -> str:
    """The title with a break where people's names stood, and "and" or "<>" beside them."""
    return _names(names).sub(" | ", title) if names else title


@lru_cache(maxsize=1024)
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    joint, name = _joints(), any_of(names)
    return re.compile(
        rf"(?:(?<!\S)(?:{joint})\s+)?(?<!\w)(?:{name})(?!\w)(?:\s+(?:{joint})(?!\S))?",
        re.IGNORECASE,
    )


def _beside(side: str) -> str:
    """What stands next to the "and": "Interview: Dana Ruiz", "Alex Morgan - Data Engineer"."""
    return re.split(r"\s+[-\u2013\u2014|(]", side.rpartition(": ")[2])[0]


@cache
def _joints() -> str:
    return any_of(listed("titles", "pairs", "and"))


@cache
def _pair_words() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_joints()})\s", re.IGNORECASE)
