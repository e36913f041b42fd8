"""Foreign text on a terminal, and single sentences on standard error."""

from __future__ import annotations

import sys
import unicodedata

from connectors.contract import Problem

# Controls, surrogates, unassigned; beside them the marks that turn the direction of writing.
_UNFIT = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """The text without what could play with a terminal: a title comes from anybody.

    Joiners stay, without which emoji and some scripts fall apart.
    """
    return "".join("\ufffd" if _unfit(letter) else letter for letter in text)


def say(sentence: str) -> None:
    """One line on standard error, which may be closed."""
    if sys.stderr is not None:
        sys.stderr.write(f"{plain(sentence)}\n")


def complain(problem: Problem) -> None:
    """A problem as one sentence and what to do about it."""
    say(f"{problem.where}: {problem.what} {problem.next_step}")


def _unfit(letter: str) -> bool:
    return letter in _TURNS or (not letter.isprintable() and unicodedata.category(letter) in _UNFIT)
