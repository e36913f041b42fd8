"""Tags: what a person writes on an entry to say that it is an interview, or is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from service.domain.policy import Recognition
from service.domain.recognise.comparable import fold, plain
from service.domain.vocabulary import listed

# Beside \w: the vowel signs of the scripts of India and Thailand, which Python calls no letters.
_LETTER = r"\w\u0900-\u0dff\u0e31-\u0e4e"
_HASHTAG = re.compile(rf"(?<![{_LETTER}&#/])#([{_LETTER}]+)(?![{_LETTER}-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What counts as a yes and as a no, folded: built-in lists and the person's own."""

    tags: frozenset[str]
    opt_out: frozenset[str]
    categories: frozenset[str]
    not_categories: frozenset[str]
    labels: frozenset[str]
    colours: frozenset[str]
    dedicated: frozenset[str]
    selected: frozenset[str] | None


@lru_cache(maxsize=256)
def labels(recognition: Recognition) -> Labels:
    """The lists of one person, ready to compare."""
    tags = _folded(listed("tags", "interview"), recognition.tags)
    categories = _folded(listed("tags", "categories"), recognition.categories) | tags
    dedicated = _folded(recognition.calendars)
    selected = recognition.selected
    return Labels(
        tags=tags,
        opt_out=_folded(listed("tags", "opt_out")),
        categories=categories,
        not_categories=_folded(listed("tags", "not_categories"), listed("tags", "opt_out")),
        labels=_folded(recognition.labels) | categories,
        colours=_folded(recognition.colours),
        dedicated=dedicated,
        # Naming a calendar as dedicated is choosing it.
        selected=None if selected is None else _folded(selected) | dedicated,
    )


def hashtags(text: str) -> frozenset[str]:
    """The hashtags of a text, folded and without their number sign.

    Not tags: `#interview-loop`, `# interview`, `C#interview`, `##interview`, `&#interview;`
    and the fragment of a link.
    """
    if "#" not in text and text.isascii():
        return frozenset()
    return frozenset(_HASHTAG.findall(plain(fold(text))))


def trimmed(text: str) -> str:
    """A category, label, colour or calendar name as it is compared."""
    return " ".join(fold(text).split()).removeprefix("#")


def _folded(*lists: frozenset[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(trimmed(word) for each in lists for word in each) - {""}
