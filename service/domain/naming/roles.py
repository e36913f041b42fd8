"""Whether a phrase names a job: "Data Engineer", "Werkstudentin", "データエンジニア"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from service.domain.vocabulary import any_of, listed

# Written after a job by law or habit, and no part of it: (m/w/d), (f/h), (all genders).
_GENDERS = re.compile(
    r"\(?\b(?:[mfhwdxi]\s?[/|*]\s?){1,3}[mfhwdxi]\b\)?|\(all genders\)|[*:_/]in\b", re.IGNORECASE
)
_SHORT = {
    "sr": "senior", "jr": "junior", "eng": "engineer", "dev": "developer", "mgr": "manager",
    "swe": "software engineer", "sde": "software engineer", "pm": "product manager",
    "sre": "site reliability engineer",
}  # fmt: skip


@lru_cache(maxsize=4096)
def is_role(phrase: str) -> bool:
    """Whether the phrase holds a word that makes it a job."""
    text = phrase.casefold()
    return bool(_pattern().search(text)) or _last_word(text).endswith(_endings())


def is_role_and_no_name(phrase: str) -> bool:
    """The same for a place where people stand: "Adam Driver" is a name there."""
    names = listed("roles", "also_names")
    words = [word.strip(".,") for word in phrase.casefold().split()]
    rest = " ".join(word for word in words[1:] if word not in names)
    return is_role(" ".join([*words[:1], rest])) if len(words) > 1 else is_role(phrase)


def shown_role(phrase: str) -> str:
    """The role as people see it, without the signs for genders."""
    return " ".join(_GENDERS.sub(" ", phrase).split()).strip(" -–—:,;.|/")  # noqa: RUF001 - titles hold these dashes


def same_role(a: str | None, b: str | None) -> bool:
    """Whether two known roles are one job: case, punctuation and abbreviations don't count."""
    return a is not None and b is not None and normal_role(a) == normal_role(b)


@lru_cache(maxsize=4096)
def normal_role(role: str) -> str:
    """The spelling under which roles are compared; never shown."""
    text = unicodedata.normalize("NFKC", shown_role(role)).casefold()
    words = re.findall(r"[\w+#]+", text.replace("full-stack", "fullstack"))
    return " ".join(_SHORT.get(word, word) for word in words)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(listed('roles', 'words'))})(?!\w)")


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(listed("roles", "endings")))


def _last_word(text: str) -> str:
    words = re.findall(r"\w+", text)
    return words[-1] if words else ""
