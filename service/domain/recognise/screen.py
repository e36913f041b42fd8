"""A quick look at the raw text of an event: may it be an interview at all?

The screen is a superset of recognition: whatever `recognise` calls an interview or suggests,
in a calendar that is not dedicated, is found by it. The argument, rule by rule:

- X:property, X:category, X:color, X:title, X:description: the mark, the words in CATEGORIES,
  COLOR, and every alias behind a number sign are needles. (A Google label has no .ics form.)
- H:strong, H:interview: one word of every such phrase is a needle in SUMMARY.
- H:score, from 5 points: a hiring service (3), a recruiter's address (2), a hiring word (2) and
  a booking page (1) are needles anywhere. A list of people (2) and a faint word (2) count only
  beside one of the first three, a phrase in the description only beside a booking page.
  Without all of these there remain weak word 2 + stranger 1 + own name 1 + job 1 = 5, which
  takes every one of them: so own name and job together in SUMMARY are the last needle, and the
  weak words ("chat", "intro") need not be searched for.

Words, not phrases, are searched for, since what stands between two words in the raw text may
be an escape, a fold or markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from service.domain.policy import Me, Policy, Recognition
from service.domain.recognise.comparable import fold
from service.domain.recognise.lexicon import WORD, phrases, unspaced
from service.domain.recognise.tags import labels
from service.domain.vocabulary import listed
from service.domain.vocabulary.domains import ats_domains, scheduler_domains

_COMMON = frozenset({"meeting", "discussion", "conversation", "partner", "manager", "team", "call"})


def screen(policy: Policy) -> re.Pattern[str]:
    """The pattern to search in the text of a VEVENT: unfolded, unescaped, NFKC, casefolded.

    One line at a time or all at once comes to the same: no needle spans two lines.
    """
    return _screen(policy.me, policy.recognise)


@lru_cache(maxsize=64)
def _screen(me: Me, recognition: Recognition) -> re.Pattern[str]:
    known = labels(recognition)
    inside = _smallest(word for word in _hiring_words() if not _begins_word(word))
    spaced = filter(_begins_word, _hiring_words())
    begins = _smallest((*spaced, *ats_domains(), *scheduler_domains(), "x-afterword-tag"))
    categories = _smallest(map(_longest_word, known.categories))
    title = _smallest(_title_words(), beside=inside)
    needles = (
        _trie(begins),
        f"#{_trie(known.tags)}",
        rf"categories[^\n]*?{_trie(categories)}",
        rf"summary[^\n]*?{_trie(title)}",
        *_mailboxes(),
        *_own_job(me),
        *_colours(known.colours),
        f"[a-z0-9]*+{_trie(inside)}",
    )
    # One look behind, so that most letters of most words are passed over at once.
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(needles)})")


def _begins_word(word: str) -> bool:
    """Whether a word of the vocabulary is only found where a word begins."""
    return not word.startswith("*") and not unspaced(word)


def _hiring_words() -> tuple[str, ...]:
    return tuple(fold(word) for word in phrases("hiring"))


def _title_words() -> tuple[str, ...]:
    both = (*phrases("strong"), *phrases("interview"))
    return tuple(_title_word(fold(phrase)) for phrase in both)


def _title_word(phrase: str) -> str:
    """The word of a phrase that is seldom in other titles."""
    if unspaced(phrase):
        return phrase
    found: list[str] = WORD.findall(phrase)
    rare = (word for word in found if word not in _COMMON)
    return max(rare, key=len)


def _own_job(me: Me) -> tuple[str, ...]:
    names = fold(me.name).split()
    if not names:
        return ()
    jobs = _trie(_smallest(_longest_word(fold(job)) for job in phrases("job")))
    return (rf"summary(?=[^\n]*?{_dotted(names[0])})[^\n]*?{jobs}",)


def _mailboxes() -> tuple[str, ...]:
    parts, stems = listed("mailboxes", "recruiter_parts"), listed("mailboxes", "recruiter_stems")
    return (
        rf"{_trie(sorted(map(fold, parts)))}(?:[.\-_+][^\s@:;]{{0,60}})?@",
        rf"{_trie(sorted(map(fold, stems)))}[^\s@:;]{{0,60}}@",
    )


def _colours(colours: frozenset[str]) -> tuple[str, ...]:
    return (rf"color[^\n]*?{_trie(sorted(colours))}",) if colours else ()


def _longest_word(phrase: str) -> str:
    # Between the words of a phrase anything may stand; unspaced scripts are searched whole.
    return phrase if unspaced(phrase) else max(WORD.findall(phrase), key=len)


def _smallest(needles: Iterable[str], *, beside: Iterable[str] = ()) -> list[str]:
    """Without those that hold another: "interviewer" is found wherever "interview" is."""
    kept: list[str] = []
    shorter = [each.strip("*") for each in beside]
    for needle in sorted({each.strip("*") for each in needles}, key=lambda each: (len(each), each)):
        if not any(each in needle for each in shorter):
            kept.append(needle)
            shorter.append(needle)
    return kept


def _trie(needles: Iterable[str]) -> str:
    """An alternation that looks at every letter once, however many needles begin with it."""
    by_letter: dict[str, list[str]] = {}
    for needle in filter(None, needles):
        by_letter.setdefault(needle[0], []).append(needle[1:])
    branches = [_dotted(letter) + _branch(tails) for letter, tails in sorted(by_letter.items())]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _branch(tails: list[str]) -> str:
    rest = _trie(tails) if any(tails) else ""
    return f"(?:{rest})?" if rest and "" in tails else rest


def _dotted(needle: str) -> str:
    # casefold makes the Turkish capital İ an i with a dot above.
    return re.escape(needle).replace("i", "i\u0307?")
