"""Lists of people as they are written in prose: "Kate Austen (EM), Jack Shephard and Tom B."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from service.domain.model import PersonKind
from service.domain.naming.names import as_name, leading_name
from service.domain.naming.roles import is_role, is_role_and_no_name
from service.domain.vocabulary import any_of, listed

_ADDRESS = re.compile(r"<?\(?(?:mailto:)?([\w.+'\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+)\)?>?")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_DASH = re.compile(r"\s+[-–—|:]\s+|\s*[|:]\s+|\s/\s|\s+[–—]|[–—]\s+")  # noqa: RUF001 - dashes people type


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody named in a text. `kind` is what the label before the name says."""

    name: str
    email: str | None = None
    role: str | None = None
    kind: PersonKind = "interviewer"


def mentions(text: str, *, single: bool, prose: bool = False) -> tuple[Mention, ...]:
    """The people of a list, each with an address and a role if they stand beside the name.

    `single` allows given names alone; `prose` lets a sentence go on behind a name.
    """
    found: list[Mention] = []
    for item in _items(text):
        one = _mention(item, single=single, prose=prose)
        if one is not None:
            found.append(one)
        elif found and found[-1].role is None and is_role(item):
            found[-1] = replace(found[-1], role=_plain(item))
    return tuple(found)


def address_in(text: str) -> str | None:
    """The first mail address of a text, in lower case."""
    match = _ADDRESS.search(text)
    return match[1].lower().rstrip(".") if match else None


def without_addresses(text: str) -> str:
    """The text without its mail addresses, to see whether anything else is said."""
    return _plain(_ADDRESS.sub(" ", text))


@cache
def _separator() -> re.Pattern[str]:
    """Not inside brackets: "Kate (EM, Platform), Jack" are two."""
    words = any_of(listed("people", "phrases", "and"))
    return re.compile(rf"(?:[,;、，•]|\s(?:{words}|&|\+|/)\s)(?![^(\[]*[)\]])", re.IGNORECASE)  # noqa: RUF001 - lists in Japanese and Chinese


def _items(text: str) -> Iterator[str]:
    """Parts of the list. "Ruiz, Dana <d@x>" stays two parts: the address still tells the person."""
    for item in _separator().split(text):
        plain = item.strip(" \t-–—*•·;,")  # noqa: RUF001 - bullets people type
        if plain:
            yield plain


def _mention(item: str, *, single: bool, prose: bool) -> Mention | None:
    email = address_in(item)
    text = _ADDRESS.sub(" ", item)
    brackets = " ".join(a or b for a, b in _BRACKETS.findall(text)).strip()
    pieces = [piece for piece in _DASH.split(_BRACKETS.sub(" ", text)) if piece.strip()]
    for index, piece in enumerate(pieces):
        name = _name(piece, single=single, prose=prose)
        if name:
            role = brackets or _plain(" ".join(pieces[:index] + pieces[index + 1 :]))
            return Mention(name=name, email=email, role=_role(role) or _role_before(piece, name))
    return None


def _name(piece: str, *, single: bool, prose: bool) -> str | None:
    name = as_name(piece, single=single)
    if name is None and prose:
        name = leading_name(piece, single=single)
    return name or _name_behind_role(piece)


def _name_behind_role(piece: str) -> str | None:
    """What follows the last word of a role: "Engineering Manager Kate Austen"."""
    words = piece.split()
    for start in range(1, len(words) - 1):
        if is_role_and_no_name(" ".join(words[:start])):
            name = as_name(" ".join(words[start:]))
            if name:
                return name
    return None


def _role_before(piece: str, name: str) -> str | None:
    before, found, _behind = piece.partition(name)
    return _plain(before) if found and is_role(before) else None


def _role(text: str) -> str | None:
    """Beside a name almost anything short is a role: "EM", "Platform", "VP of Design"."""
    said = _plain(text)
    no_role = {
        "organizer",
        "organiser",
        "guest",
        "host",
        "attendee",
        "optional",
        "required",
        "interviewer",
        "you",
    }
    if not said or said.casefold() in no_role or len(said) > 60 or not said[0].isalpha():  # noqa: PLR2004 - a role is no sentence
        return None
    return said if is_role(said) or said[0].isupper() else None


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" \t-–—*•·.,;:|/")  # noqa: RUF001 - what people put around words
