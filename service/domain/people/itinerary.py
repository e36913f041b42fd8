"""The people that a description names: labels, timetables, booking pages' "Who:" blocks.

Line by line, and a pattern never reaches beyond its line, so that an odd description costs a
name and never a wrong one (facts: people 2). Labels and words of all languages stand in
`vocabulary/people.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from service.domain.model import PersonKind
from service.domain.naming.names import as_name
from service.domain.naming.roles import is_role
from service.domain.people.mention import Mention, address_in, mentions, without_addresses
from service.domain.plaintext import lines
from service.domain.vocabulary import any_of, listed
from service.domain.vocabulary.clock_words import has_time, without_clock

LONGEST_LINE, MOST_LINES, MOST_PEOPLE = 1000, 500, 100
_KINDS: tuple[PersonKind, ...] = ("interviewer", "recruiter", "coordinator")
_URL = re.compile(r"\b(?:https?|webcal|tel)://?\S+|\bwww\.\S+", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-–—*•·▪●○✓]|\d{1,2}[.)](?=\s))\s*")  # noqa: RUF001 - bullets people type
_MAIL_LINK = re.compile(
    r"<a\b[^<>]*?href=[\"']mailto:([^\"'?<>\s]+)[^<>]*>([^<>]*)</a>", re.IGNORECASE
)
_MAIL_IN_ANGLES = re.compile(r"<((?:mailto:)?[^\s<>@\"'=]{1,64}@[^\s<>\"'=]{1,255})>")
# No sentence ends behind "Dr." or "Mme."
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{2})(?<!\b[DMSJ]r)(?<!\bMs)(?<!\bMrs)(?<!\bMme)(?<!\bProf)(?<!\bSra)(?<!\bIng)"
    r"(?<!\bDipl)(?<!\bDott)[.!?](?:\s|$)",
    re.IGNORECASE,
)
_PIECE = re.compile(r"\s+[-–—]+\s+|\s*[|•]\s*|:\s+|\t|\s/\s|\s[–—]|[–—]\s")  # noqa: RUF001 - dashes people type
_CELL_END = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


def named(description: str) -> tuple[Mention, ...]:
    """Everybody the description names, in the order of the text, some perhaps twice."""
    found: list[Mention] = []
    block: PersonKind | None = None  # under a heading like "Who:", what its people do
    above = ""
    for line in _lines(description):
        label = _label(line)
        if label is not None:
            kind, rest = label
            block = None if _says_something(rest) else kind
            found.extend(_as(kind, mentions(rest, single=True, prose=True)))
        elif block is not None and not _speaks_for_itself(line):
            block = _read_block_line(line, block, found)
        else:
            block = None
            found.extend(_free(line, above))
        above = line
        if len(found) > MOST_PEOPLE:
            break
    return tuple(found[:MOST_PEOPLE])


def _speaks_for_itself(line: str) -> bool:
    """Whether a line is no part of the list above it: a timetable entry, prose, a new heading."""
    heading, colon, _rest = line.partition(":")
    if colon and as_name(heading) is None:
        return True
    return has_time(line) or _meet().search(line) is not None


def _read_block_line(line: str, kind: PersonKind, found: list[Mention]) -> PersonKind | None:
    """One line under "Who:". An address alone belongs to the name above it (cal.com)."""
    email = address_in(line)
    if email and not _says_something(without_addresses(line)):
        if found and found[-1].email is None:
            found[-1] = replace(found[-1], email=email)
        return kind
    people = mentions(line, single=True)
    found.extend(_as(kind, people))
    return kind if people else None


def _free(line: str, above: str) -> tuple[Mention, ...]:
    """A line outside lists. With nothing but a time above it, it belongs to that slot."""
    meet = _meet().search(line)
    if meet:
        return mentions(_sentence(line[meet.end() :]), single=True, prose=True)
    if has_time(line):
        return _slot(line)
    beginning = _with().match(line)
    if beginning:
        return mentions(_sentence(line[beginning.end() :]), single=False, prose=True)
    return _pieces(line) if _is_only_time(above) else ()


def _is_only_time(line: str) -> bool:
    rest, leading = without_clock(line)
    return leading and not _says_something(rest)


def _slot(line: str) -> tuple[Mention, ...]:
    """A timetable entry: "10:15 AM Coding with Tom B.", "9:00 - Kate Austen, EM"."""
    rest, leading = without_clock(line)
    behind = _with().split(rest, maxsplit=1)
    if len(behind) > 1:
        return mentions(_sentence(behind[1]), single=True, prose=True)
    if not leading:
        after_colon = line.rpartition(": ")[2]
        return (
            mentions(after_colon, single=False)
            if ": " in line and not has_time(after_colon)
            else ()
        )
    return _pieces(rest)


def _pieces(rest: str) -> tuple[Mention, ...]:
    """Name, topic and role in any order, with dashes between."""
    found: list[Mention] = []
    for piece in _PIECE.split(rest):
        people = mentions(piece, single=False)
        if people:
            found.extend(people)
        elif found and found[-1].role is None and is_role(piece):
            found[-1] = replace(found[-1], role=piece.strip(" ,;.-"))
    if not found:
        found = [one for text in _IN_BRACKETS.findall(rest) for one in mentions(text, single=False)]
    return tuple(found)


def _label(line: str) -> tuple[PersonKind, str] | None:
    """What the people behind "Panel:" do, and the rest of the line; prose may be a heading too."""
    match = _labels().match(line)
    if match is not None:
        return next(kind for kind in _KINDS if match[kind]), match["rest"] or ""
    meet = _meet().search(line)
    if meet is not None and not _says_something(line[meet.end() :]):
        return "interviewer", ""
    return None


def _as(kind: PersonKind, people: tuple[Mention, ...]) -> Iterator[Mention]:
    return (replace(mention, kind=kind) for mention in people)


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _sentence(text: str) -> str:
    return _SENTENCE_END.split(text, maxsplit=1)[0].lstrip(" :-–—")  # noqa: RUF001 - dashes people type


def _lines(description: str) -> Iterator[str]:
    text = _MAIL_LINK.sub(r"\2 <\1>", _CELL_END.sub(" | ", description))
    # Escaped, an address in angle brackets is not taken for an HTML element.
    text = _MAIL_IN_ANGLES.sub(r"&lt;\1&gt;", text)
    for line in lines(text)[:MOST_LINES]:
        plain = unicodedata.normalize("NFKC", _URL.sub(" ", line[:LONGEST_LINE]))
        yield _BULLET.sub("", " ".join(plain.split()))


@cache
def _labels() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{kind}>{any_of(listed('people', 'labels', kind))})" for kind in _KINDS)
    return re.compile(
        rf"^(?:(?:your|the|our|ihre?|deine?|vos|votre|tus?|sus?|je|uw)\s+)?(?:{groups})"
        r"(?:\(s\)|\(?innen\)?|[:*/_]innen)?(?:\s+(?:names?|list))?(?:\s?\d{1,2})?"
        r"(?:\s*\([^)]*\))?\s*(?:$|(?::|\s[-–—]\s|=)\s*(?P<rest>.*)$)",  # noqa: RUF001 - dashes people type
        re.IGNORECASE,
    )


@cache
def _meet() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{any_of(listed('people', 'phrases', 'meet'))})(?:\s+with)?(?!\w)",
        re.IGNORECASE,
    )


@cache
def _with() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{any_of(listed('people', 'phrases', 'with'))})(?:\s+|(?<=/))", re.IGNORECASE
    )
