"""Finding the phrases of the vocabulary in a text, all kinds of them in one pass."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from service.domain.recognise.comparable import fold
from service.domain.vocabulary import table

WORD = re.compile(r"\w+")
# Han, kana, Hangul, Thai and the scripts of India: no spaces, or letters Python doesn't count.
_UNSPACED = re.compile(
    "[\u0900-\u0dff\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


def unspaced(phrase: str) -> bool:
    """Whether a phrase is searched for as it stands, since its script doesn't part words."""
    return bool(_UNSPACED.search(phrase))


TITLE_KINDS = (
    *(
        "strong",
        "interview",
        "weak",
        "faint",
        "hiring",
        "job",
        "kit",
        "hosting",
        "test",
        "one_way",
        "met",
        "review",
        "candidate",
    ),
    *("sense", "sense_before", "sense_after", "never_hiring", "around", "around_alone"),
)
NOTE_KINDS = ("strong", "hiring", "people", "kit", "candidate", "sense", "one_way")

Tail = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A phrase of some kind, where it stands in the folded text, and as it stands there."""

    kind: str
    start: int
    end: int
    text: str

    def holds(self, other: Hit) -> bool:
        """Whether the other stands inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class _Continuations:
    """The phrases that begin with one word: those of it alone, and the rest by the next word."""

    alone: tuple[str, ...]
    by_next: Mapping[str, tuple[tuple[str, Tail], ...]]
    open: tuple[tuple[str, Tail], ...]

    def at(self, words: list[str], place: int) -> Iterator[tuple[str, int]]:
        """The kind and the number of words of each phrase that begins at `place`."""
        for kind in self.alone:
            yield kind, 1
        if place + 1 < len(words):
            for kind, tail in (*self.by_next.get(words[place + 1], ()), *self.open):
                if _continues(words, place + 1, tail):
                    yield kind, len(tail) + 1


class Lexicon:
    """Phrases by their first two words, so that a text is read once whatever their number."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._heads: dict[str, list[tuple[str, Tail]]] = defaultdict(list)
        self._unspaced: list[tuple[str, str]] = []
        for kind, each in phrases.items():
            for phrase in each:
                self._add(kind, fold(phrase))
        starts = [head[:-1] for head in self._heads if head.endswith("*")]
        ends = [head[1:] for head in self._heads if head.startswith("*")]
        self._start_lengths = frozenset(map(len, starts))
        self._end_lengths = frozenset(map(len, ends))
        # Ordinary words come again and again; what begins with them is looked up once.
        self._beginning_with = lru_cache(maxsize=1 << 15)(self._look_up)

    def _add(self, kind: str, phrase: str) -> None:
        if unspaced(phrase):
            self._unspaced.append((kind, phrase))
        else:
            head, *tail = phrase.split()
            self._heads[head].append((kind, tuple(tail)))

    def _look_up(self, word: str) -> _Continuations | None:
        heads = [word]
        heads += [f"{word[:length]}*" for length in self._start_lengths if length <= len(word)]
        heads += [f"*{word[-length:]}" for length in self._end_lengths if length <= len(word)]
        found = [each for head in heads for each in self._heads.get(head, ())]
        return _by_next_word(found) if found else None

    def find(self, folded: str) -> tuple[Hit, ...]:
        """All hits in a folded text, overlapping ones too, by their place."""
        hits = self._among_words(folded)
        if not folded.isascii():
            hits += self._anywhere(folded)
            hits.sort(key=lambda hit: (hit.start, hit.end))
        return tuple(hits)

    def _among_words(self, folded: str) -> list[Hit]:
        words = WORD.findall(folded)
        found = [
            (kind, place, length)
            for place, beginning in enumerate(map(self._beginning_with, words))
            if beginning
            for kind, length in beginning.at(words, place)
        ]
        if not found:
            return []
        spans = [match.span() for match in WORD.finditer(folded)]
        return [
            _hit(kind, spans[place][0], spans[place + length - 1][1], folded)
            for kind, place, length in found
        ]

    def _anywhere(self, folded: str) -> list[Hit]:
        return [
            _hit(kind, start, start + len(phrase), folded)
            for kind, phrase in self._unspaced
            if (start := folded.find(phrase)) >= 0
        ]


def _by_next_word(found: list[tuple[str, Tail]]) -> _Continuations:
    by_next: defaultdict[str, list[tuple[str, Tail]]] = defaultdict(list)
    for kind, tail in found:
        if tail and not tail[0].endswith("*"):
            by_next[tail[0]].append((kind, tail))
    return _Continuations(
        alone=tuple(kind for kind, tail in found if not tail),
        by_next={word: tuple(each) for word, each in by_next.items()},
        open=tuple((kind, tail) for kind, tail in found if tail and tail[0].endswith("*")),
    )


def _continues(words: list[str], place: int, tail: Tail) -> bool:
    if place + len(tail) > len(words):
        return False
    return all(_same(pattern, words[place + n]) for n, pattern in enumerate(tail))


def _same(pattern: str, word: str) -> bool:
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    return word == pattern


def _hit(kind: str, start: int, end: int, folded: str) -> Hit:
    return Hit(kind=kind, start=start, end=end, text=folded[start:end])


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """All phrases of one kind, in all languages, as the vocabulary spells them."""
    section = table("hiring").get(kind) or table("otherwise").get(kind)
    if not isinstance(section, dict):
        raise KeyError(kind)
    found = [str(phrase) for language in section.values() for phrase in language]
    return (*found, *_pairs()) if kind == "strong" else tuple(found)


def _pairs() -> tuple[str, ...]:
    """Who hires and how they talk, in either order: "recruiter call", "call with the recruiter"."""
    section = table("hiring")["strong_pairs"]
    if not isinstance(section, dict):
        raise KeyError("strong_pairs")
    shapes = (
        "{who} {what}",
        "{what} with {who}",
        "{what} with the {who}",
        "{what} with a {who}",
        "{what} w {who}",
    )
    return tuple(
        shape.format(who=who, what=what)
        for who in section["who"]
        for what in section["what"]
        for shape in shapes
    )


@cache
def title_lexicon() -> Lexicon:
    """What may stand in a title."""
    return Lexicon({kind: phrases(kind) for kind in TITLE_KINDS})


@cache
def note_lexicon() -> Lexicon:
    """What may stand in a description, where weak words prove nothing."""
    return Lexicon({kind: phrases(kind) for kind in NOTE_KINDS})
