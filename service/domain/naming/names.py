"""What a person's name looks like, and when two names may be one person's."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from service.domain.naming.roles import is_role, is_role_and_no_name
from service.domain.vocabulary import listed

_TRIM = ' \t-–—*•·.,;:!?"“”„»«()[]<>|/'  # noqa: RUF001 - what stands around names in real entries
_TOKEN = re.compile(r"[^\W\d_]['\u2019.\-]?(?:[^\W\d_]+['\u2019.\-]?)*")
_BESIDE_NAME = re.compile(r"\([^)]*\)|\[[^\]]*\]|\|.*| via .*")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SIGNS = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々]{1,8}"
_EAST_ASIAN = re.compile(f"{_SIGNS}(?: {_SIGNS})?")
_DEPARTMENT_ENDINGS = ("部", "課", "室", "팀", "부", "科", "处")
_MOST_NAMES, _MOST_TOKENS = 4, 6
_REMEMBERED = 4096  # names of one person's calendars; a service for many must not keep all


@lru_cache(maxsize=_REMEMBERED)
def as_name(text: str, *, single: bool = False) -> str | None:
    """The name that `text` is, or None: two to four capitalised words with their particles.

    Initials are fine ("Priya N."). `single` allows one word alone, for places where a label
    promises a person. Honorifics go, unless only one word would be left: "Frau Müller".
    """
    words = unicodedata.normalize("NFKC", text).strip(_TRIM.replace(".", "")).split()
    words = ["Herr" if word == "Herrn" else word for word in words]  # "mit Herrn Meier": a dative
    if words and _EAST_ASIAN.match(words[0]):
        return _east_asian(words, single=single)
    bare = _without_honorific(words)
    if not bare or _says_no_name(bare) or is_role_and_no_name(" ".join(bare)):
        return None
    if not _is_made_of_names(bare, fewest=1 if single or len(bare) < len(words) else 2):
        return None
    return " ".join(words if len(bare) == 1 else bare).rstrip(",;:")


def leading_name(text: str, *, single: bool = False) -> str | None:
    """The name at the beginning of a sentence: "Jack Shephard from Acme, at 10" gives Jack."""
    run: list[str] = []
    for word in text.split()[: _MOST_TOKENS + 2]:
        if not (_is_capital(word) or word.casefold() in listed("people", "names", "particles")):
            break
        if _is_no_name(word):
            single = False
            break
        run.append(word)
    while run and not _is_capital(run[-1]):
        run.pop()
    return as_name(" ".join(run), single=single)


@lru_cache(maxsize=_REMEMBERED)
def shown_name(common_name: str) -> str:
    """A CN as people say it: "Ruiz, Dana (Acme)" is Dana Ruiz. Empty when it is an address."""
    text = _BESIDE_NAME.sub("", common_name).strip(_TRIM + "'")
    if "@" in text:
        return ""
    last, comma, first = text.partition(",")
    if comma and first.strip() and "," not in first:
        text = f"{first.strip()} {last.strip()}"
    return " ".join(text.split())


@lru_cache(maxsize=_REMEMBERED)
def name_of_address(email: str) -> str:
    """The name an address suggests: `dana.ruiz@acme.com` is Dana Ruiz, `jo@acme.com` Jo."""
    local = email.partition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[._\-\d]+", local) if word]
    return " ".join(map(_capitalised, words))


@lru_cache(maxsize=_REMEMBERED)
def normal_name(name: str) -> str:
    """The spelling under which names are compared: no case, accents, dots or honorifics."""
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", name.casefold()))
    words = re.findall(r"[\w'\-]+", unicodedata.normalize("NFC", text.replace("\u2019", "'")))
    kept = [word for word in words if word not in listed("people", "names", "honorifics")]
    return " ".join(kept or words)


@lru_cache(maxsize=_REMEMBERED)
def fullness(name: str) -> tuple[int, int, int]:
    """How much a name tells, for choosing the better of two spellings."""
    words = normal_name(name).split()
    return sum(len(word) > 1 for word in words), len(words), len(name)


def shortens(short: str, full: str) -> bool:
    """Whether `short` may stand for `full`: "Dana R.", "D. Ruiz" and "Dana" for Dana Ruiz."""
    few, many = normal_name(short).split(), normal_name(full).split()
    if not few or few == many or fullness(short) > fullness(full):
        return False
    if len(few) == 1:
        return len(many) > 1 and len(few[0]) > 1 and few[0] == many[0]
    return _abbreviates(few[0], many[0]) and _abbreviates(few[-1], many[-1])


def spells(email: str, name: str) -> bool:
    """Whether the local part is a usual way to write the name: `druiz`, `danar`, `ruiz`."""
    words = normal_name(name).split()
    local = re.sub(r"[^\w]|[\d_]", "", email.partition("@")[0].partition("+")[0].casefold())
    if len(words) < 2 or len(words[-1]) < 2:  # noqa: PLR2004 - a first and a last name
        return False
    first, last = words[0], words[-1]
    usual = {
        first,
        last,
        first + last,
        last + first,
        first[0] + last,
        first + last[0],
        last + first[0],
    }
    return local in usual


def _capitalised(word: str) -> str:
    if len(word) == 1:
        return f"{word.upper()}."
    return word.upper() if len(word) <= 3 and is_role(word) else word.capitalize()  # noqa: PLR2004 - CEO, PM


def _abbreviates(short: str, full: str) -> bool:
    return short == full or (1 in {len(short), len(full)} and short[:1] == full[:1])


def _without_honorific(words: list[str]) -> list[str]:
    rest = list(words)
    while len(rest) > 1 and rest[0].casefold().rstrip(".") in listed(
        "people", "names", "honorifics"
    ):
        rest.pop(0)
    return rest


def _says_no_name(words: list[str]) -> bool:
    return any(_is_no_name(word) for word in words)


def _is_no_name(word: str) -> bool:
    plain = word.casefold().strip(_TRIM)
    no_names = listed("people", "names", "not_names")
    return plain in no_names or word.casefold() in no_names or plain.endswith(("'s", "\u2019s"))


def _is_made_of_names(words: list[str], *, fewest: int) -> bool:
    capitals = [word for word in words if _is_capital(word)]
    others = [word for word in words if not _is_capital(word)]
    if not all(_TOKEN.fullmatch(word) for word in words) or not _is_capital(words[-1]):
        return False
    if any(word.casefold() not in listed("people", "names", "particles") for word in others):
        return False
    whole = any(len(word.strip(".")) > 1 for word in capitals)
    return whole and fewest <= len(capitals) <= _MOST_NAMES and len(words) <= _MOST_TOKENS


def _is_capital(word: str) -> bool:
    """A capital in front, or after a particle glued to it: d'Arc. Scripts without case pass."""
    letter = word[:1]
    if not letter.isalpha():
        return False
    glued = re.match(r"[dl]['\u2019](?=\w)", word)
    return letter == letter.upper() or bool(glued and word[glued.end()].isupper())


def _east_asian(words: list[str], *, single: bool) -> str | None:
    """A name in scripts without capitals: where a label promises one, or with an honorific."""
    kept = [word for word in words if not word.endswith(_DEPARTMENT_ENDINGS)]
    text = " ".join(kept if len(words) > 1 else words)
    endings = tuple(sorted(listed("people", "names", "honorific_endings")))
    if not single and not text.endswith(endings):
        return None
    for ending in endings:
        text = text.removesuffix(ending).strip()
    plain = _EAST_ASIAN.fullmatch(text) is not None and len(text) > 1
    return text if plain and text not in listed("people", "names", "not_names") else None
