"""What the person told us, as lines of the journal.

An event that is no interview is nobody's business: its title is not written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from service.store.answers import AnswerKind

_GIVEN: Mapping[AnswerKind, str] = MappingProxyType(
    {
        "done": "You said that “{}” is done.",
        "skip": "You skipped “{}”.",
        "again": "You asked for “{}” to be planned again.",
        "later": "You put off “{}”.",
        "heard_back": "You have heard back from {}.",
        "offer": "You have an offer from {}.",
        "rejected": "You have had a no from {}.",
        "silent": "You waited for a call from {} that did not come.",
        "withdrew": "You are no longer interested in {}.",
        "accept": "You said that {} is an interview.",
        "refuse": "You said that an event is no interview.",
        "never": "You do not want to be asked about events from {}.",
        "keep": "You keep what you know of {}.",
    }
)
_TAKEN_BACK: Mapping[AnswerKind, str] = MappingProxyType(
    {
        "done": "You took back that “{}” is done.",
        "skip": "You took back that “{}” is skipped.",
        "again": "You no longer ask for “{}” to be planned again.",
        "later": "You took back that “{}” is put off.",
        "heard_back": "You took back that you have heard back from {}.",
        "offer": "You took back that you have an offer from {}.",
        "rejected": "You took back that you have had a no from {}.",
        "silent": "You took back that a call from {} did not come.",
        "withdrew": "You took back that you are no longer interested in {}.",
        "accept": "You took back that {} is an interview.",
        "refuse": "You took back that an event is no interview.",
        "never": "You may be asked about events from {} again.",
        "keep": "You let what you know of {} be forgotten in time.",
    }
)


def given(kind: AnswerKind, words: str) -> str:
    """Of an answer about what is called so."""
    return _GIVEN[kind].format(words)


def taken_back(kind: AnswerKind, words: str) -> str:
    """Of its undoing."""
    return _TAKEN_BACK[kind].format(words)
