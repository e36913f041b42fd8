"""The title of an interview taken to pieces, each with the small word that led to it.

"Interview with Acme - Data Engineer #interview" is with:"Interview"... with the kinds of
interview stripped: `with` Acme, then free "Data Engineer".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from service.domain.naming.roles import is_role
from service.domain.vocabulary import any_of, listed
from service.domain.vocabulary.clock_words import DURATION, TIME

Link = Literal["at", "with", "for", "as", "via", "free"]
LINKS: tuple[Link, ...] = ("at", "with", "for", "as", "via")

_AROUND = " -–—:,;|/&'\"“”„"  # noqa: RUF001 - what people put around names
_HASHTAG = re.compile(r"(?<![\w&/#])#+[\w\-]+")
_REQUISITION = re.compile(
    r"\b(?:JR|REQ|REF|R|ID)[-#: ]?\d{3,}[-\w]*\b|\b\d{5,}[A-Z]{0,2}\b|\(?#\d{3,}\)?", re.IGNORECASE
)
_PICTURES = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200b-\u200d]")
_BREAK = re.compile(
    r"\s+[-–—|•·/x×~]+\s+|\s*[|]\s*|\s*:\s+|:$|\s[-–—]|[–—-]\s|\s*[()\[\]{}【】「」『』〈〉《》]\s*|\s*<?-?>\s*|,\s+|[、，。;！!？?]\s*"  # noqa: RUF001 - what people put between
)
_POSSESSIVE = re.compile("['\u2019]s\\s+(?=[a-z])")
# Google's mails append the time to the title: "@ Tue Dec 1, 2026 10am - 11am (EST) (me@gmail.com)".
_GOOGLE_WHEN = re.compile(r"\s@\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*\.?\s.*$")
_BEFORE_TIME = re.compile(r"(?<!\w)(?:at|um|à|@)\s+(?=\d{1,2}(?:[:.h]|\s?[ap]m))", re.IGNORECASE)
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# "と", "との", "での", "の" and the Chinese "与", "和" lead from a company to what is done there.
_EAST_ASIAN_LINKS = re.compile(
    "(?<=[\\w)])(?:との|での|にて|様|さま|ご|と(?=\\s|$))|^[与與跟在]|邀您|的(?=\\s|$)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the title, and the word that leads to it: "at" Globex, "for" a role."""

    text: str
    link: Link = "free"


def pieces(plain: str) -> tuple[Piece, ...]:
    """What says something in a plain title, kinds of interview and round numbers stripped."""
    text = _spaced(plain) if _EAST_ASIAN.search(plain) else plain
    return tuple(
        Piece(text=said, link=piece.link)
        for part in _BREAK.split(text)
        for piece in _linked(part)
        if (said := without_kinds(piece.text, anchored=piece.link in {"at", "with"}))
    )


def plain_title(title: str) -> str:
    """The title without hashtags, times, pictures and "Canceled:" in front."""
    text = _HASHTAG.sub(" ", unicodedata.normalize("NFKC", title))
    text = _GOOGLE_WHEN.sub(" ", _PICTURES.sub(" ", text))
    text = _POSSESSIVE.sub(" | ", text)  # "Acme's team" is about Acme, "McDonald's" is one
    text = DURATION.sub(" ", TIME.sub(" ", _BEFORE_TIME.sub(" ", text)))
    # A requisition number stands before its job: "JR100234 Accountant".
    text = _REQUISITION.sub(" | as ", text)
    return _prefixes().sub("", " ".join(text.split())).strip()


def without_kinds(text: str, *, anchored: bool = False) -> str:
    """What is left when kinds of interview go from both ends; empty if they were all there is.

    Behind "at" or "with" a name stands as it is: somebody may work at HireVue.
    """
    words = text.split()
    marks = _marks(words, vendors=not anchored)
    if all(mark != " " for mark in marks):
        return ""
    start = max(_run(marks), _articles(marks, words))
    end = len(words) - _run(marks[::-1])
    if is_role(" ".join(words[start:end])):
        while start and marks[start - 1] == "T":  # "Interview Data Engineer": Data is the job's
            start -= 1
    said = " ".join(words[start:end]).strip(_AROUND) if start < end else ""
    abbreviation = "." in said.rpartition(" ")[2][:-1]  # "S.p.A." keeps its last dot
    return said if abbreviation else said.rstrip(". ")


def _run(marks: list[str]) -> int:
    """The longest stretch from here of kinds and what belongs to them, if it holds a kind."""
    length = next((n for n, mark in enumerate(marks) if mark == " "), len(marks))
    return length if "K" in marks[:length] else 0


def _articles(marks: list[str], words: list[str]) -> int:
    glued = next((n for n, mark in enumerate(marks) if mark != "G"), 0)
    return glued if all(not word[0].isdigit() for word in words[:glued]) else 0


def _marks(words: list[str], *, vendors: bool) -> list[str]:
    """For each word K (a kind of interview), T (a topic), G (an article, a number) or blank."""
    plain = [word.casefold().strip(".,:;!?\"'()") for word in words]
    marks = [_mark(word, vendors=vendors) for word in plain]
    for length in (2, 3):
        for start in range(len(words) - length + 1):
            if _is_kind(" ".join(plain[start : start + length]), first=start == 0):
                marks[start : start + length] = ["K"] * length
    return marks


def _is_kind(phrase: str, *, first: bool) -> bool:
    kinds = listed("titles", "kinds")
    return phrase in kinds or (first and phrase in listed("titles", "kinds_at_start"))


@lru_cache(maxsize=4096)
def _mark(word: str, *, vendors: bool) -> str:
    if word in listed("titles", "kinds") or (vendors and word in listed("titles", "vendors")):
        return "K"
    if "-" in word and word.rpartition("-")[2] in listed("titles", "kinds"):
        return "K"  # "Teams-Vorstellungsgespräch"
    if word in listed("titles", "topics"):
        return "T"
    if (
        not word
        or word in listed("titles", "glue")
        or re.fullmatch(r"[\d/.]+(?:st|nd|rd|th|er|e|ª|º)?", word)
    ):
        return "G"
    return " "


def _linked(part: str) -> Iterator[Piece]:
    """The part cut at its small words: "Data Engineer at Globex" gives a free piece and an at."""
    start, link = 0, "free"
    for match in _link_words().finditer(part):
        found = next(name for name in (*LINKS, "weak") if match[name])
        if found == "weak":
            if not _weak_counts(part[start : match.start()], part[match.end() :]):
                continue
            found = "at"
        yield Piece(text=part[start : match.start()], link=_as_link(link))
        start, link = match.end(), found
    yield Piece(text=part[start:], link=_as_link(link))


def _as_link(name: str) -> Link:
    return next((link for link in LINKS if link == name), "free")


def _weak_counts(before: str, behind: str) -> bool:
    """Behind a kind, before a capital: "Entrevista en Telefónica", no "Director en Jefe"."""
    return not without_kinds(before) and bool(before.strip()) and behind[:1].isupper()


def _spaced(text: str) -> str:
    """Scripts without blanks: kinds and small words become blanks, and blanks separate."""
    text = _kinds_without_blanks().sub(" | ", text.replace(",", " | "))
    text = _EAST_ASIAN_LINKS.sub(" | ", text)
    return re.sub(
        r"(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])\s+|\s+(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])",
        " | ",
        text,
    )


@cache
def _kinds_without_blanks() -> re.Pattern[str]:
    return re.compile(any_of(listed("titles", "kinds_without_blanks")), re.IGNORECASE)


@cache
def _link_words() -> re.Pattern[str]:
    groups = [f"(?P<{link}>{any_of(listed('titles', 'links', link))})" for link in LINKS]
    groups.append(f"(?P<weak>{any_of(listed('titles', 'links', 'weak_at'))})")
    return re.compile(
        rf"(?:(?<=\s)|^)(?:{'|'.join(groups)})(?:\s+|$|(?<=[/@])(?=\w))", re.IGNORECASE
    )


@cache
def _prefixes() -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{any_of(listed('titles', 'prefixes'))})\s*:\s*)+", re.IGNORECASE)
