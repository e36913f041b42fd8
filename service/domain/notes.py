"""What a note is made of, and when two of them are too much alike.

A draft is the person's own words in a frame: values of plain text go into a template, which is
chosen by language and situation (`service.drafts` does the writing). Nobody's note is like a
colleague's: they compare (facts: the notes 4.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from service.domain import language
from service.domain.debrief import MayCall, NextStep, Spoken
from service.domain.entries import GAP
from service.domain.language import Language, plain
from service.domain.script import YOUR_NAME

Situation = Literal["usual", "offer", "rejected", "withdrew", "silent", "agency"]
"""`silent`: they promised to call and did not; `agency`: all goes to the consultant."""
Values = Mapping[str, str | Mapping[str, str]]

MOST_SHARED = 0.6
GRAM = 5
WAYS = 3

_ONE_BY_ONE = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_WORD = re.compile(rf"{_ONE_BY_ONE}|(?:(?!{_ONE_BY_ONE})\w)+")
"""A word; of scripts that leave no space between words, a letter (Han, kana, hangul)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What all notes of a visit have in common.

    `interview` and `today` are days of the person's own clock; `call` is on the employer's,
    and so is `decides`. `me` signs.
    """

    tongue: Language
    me: str
    phone: str = ""
    address: str = ""
    company: str | None = None
    role: str | None = None
    interview: date
    today: date
    situation: Situation = "usual"
    next_step: NextStep | None = None
    decides: date | None = None
    may_call: MayCall | None = None
    call: datetime | None = None


def values(occasion: Occasion, spoken: Spoken, place: int) -> Values:
    """What a template can say: plain text and nothing else, each value on one line.

    `place` is where among the people of the visit somebody stands: neighbours are written to in
    different ways. What comes from a calendar is a value, so braces in a name stay text.
    """
    tongue = occasion.tongue
    return {
        "me": _me(occasion),
        "person": _person(tongue, spoken),
        "turn": _turn(place),
        "company": plain(occasion.company or ""),
        "role": plain(occasion.role or ""),
        "position": plain(language.position(tongue, plain(occasion.role or ""))),
        "when": language.past_day(tongue, occasion.interview, occasion.today),
        "date": language.written(tongue, occasion.today, year=True),
        "kind": occasion.situation,
        "lang": tongue.code,
        "others": "",  # the names of other interviewers are nobody's business (facts: notes 4.3)
        **_agreed(occasion),
    }


def _me(occasion: Occasion) -> Mapping[str, str]:
    name = plain(occasion.me) or YOUR_NAME
    return {
        "name": name,
        "first": language.first_name(name),
        "phone": plain(occasion.phone),
        "email": plain(occasion.address),
    }


def _person(tongue: Language, spoken: Spoken) -> Mapping[str, str]:
    name, salutation = plain(spoken.name), plain(spoken.salutation)
    return {
        "name": name,
        "first": language.first_name(name),
        "greeting": language.greeting(tongue, name, salutation),
        "salutation": language.addressed(name, salutation),
        "formal": "yes" if language.is_formal(tongue, salutation) else "",
        "role": plain(spoken.role or ""),
        "email": plain(spoken.email or ""),
        "address": plain(spoken.office),
        "talking_point": point(spoken) or GAP,
        "promise": _clause(spoken.promise),
    }


def point(spoken: Spoken) -> str:
    """The one thing the two talked about, to stand at the end of a sentence; empty: unknown."""
    return _clause(spoken.topic)


def _clause(text: str) -> str:
    return plain(text).rstrip(".。 ")


def _agreed(occasion: Occasion) -> Mapping[str, str]:
    agreed = occasion.may_call == "agreed"
    tongue, call = occasion.tongue, occasion.call
    when = language.call_time(tongue, call, occasion.today, agreed=agreed) if call else ""
    return {
        "may_call": occasion.may_call or "",
        "call_when": when,
        "next_step": occasion.next_step or "",
        "decides": language.written(tongue, occasion.decides) if occasion.decides else "",
    }


def _turn(place: int) -> Mapping[str, str]:
    """Which way each part goes, of three; any two of nine people share at most one part."""
    x, y = place % WAYS, place // WAYS % WAYS
    parts = {"opening": x, "middle": (x + y) % WAYS, "closing": (x + 2 * y) % WAYS}
    return {name: f"{way + 1}" for name, way in parts.items()}


# -- the sameness guard --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A note as it would go: to whom, about what, and every word of it.

    `own`: written by the person, who may speak of one thing with two people and say it twice.
    """

    whom: str
    name: str
    topic: str
    text: str
    own: bool = False


def has_gap(text: str) -> bool:
    """Whether something is left to fill in."""
    return GAP in text or YOUR_NAME in text


def alike(notes: Sequence[Written]) -> Mapping[str, tuple[str, ...]]:
    """Whose notes are too much alike, each with those that theirs is like.

    More than 60 % of the five-word runs shared, or one topic for two people.
    """
    runs = [grams(one) for one in notes]
    found: dict[str, tuple[str, ...]] = {}
    for here, one in enumerate(notes):
        same = tuple(
            other.whom
            for there, other in enumerate(notes)
            if there != here
            and (_same_topic(one, other) or shared(runs[here], runs[there]) > MOST_SHARED)
        )
        if same:
            found[one.whom] = same
    return found


def grams(note: Written) -> frozenset[tuple[str, ...]]:
    """The runs of five words, without the greeting and the name; all words where it is shorter."""
    body = _folded(note.text).partition("\n\n")[2] or _folded(note.text)
    for part in (note.name, *note.name.split()):
        body = re.sub(rf"(?<!\w){re.escape(_folded(part))}(?!\w)", " ", body)
    words = _WORD.findall(body)
    runs = range(max(len(words) - GRAM + 1, min(len(words), 1)))
    return frozenset(tuple(words[at : at + GRAM]) for at in runs)


def shared(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """How much of the shorter of two notes stands in the other as well: 0 to 1."""
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest else 0.0


def _same_topic(one: Written, other: Written) -> bool:
    return not (one.own or other.own) and bool(one.topic) and _bare(one.topic) == _bare(other.topic)


def _bare(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_folded(text)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
