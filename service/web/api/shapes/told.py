"""What the person tells: answers, and what waits for one."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from service.store.answers import AnswerKind
from service.web.api.shapes.base import AT, Given, Key, Shown, Text, example, id_of
from service.web.api.shapes.plan import NextPage

Sayable = Literal[
    "done",
    "skip",
    "heard_back",
    "offer",
    "rejected",
    "silent",
    "withdrew",
    "accept",
    "refuse",
    "never",
    "keep",
]
_DONE = {"kind": "done", "key": "0a1b2c@google.com/email", "at": AT}
_SUGGESTION = {
    "uid": "9f8e7d@google.com",
    "title": "Chat with Globex",
    "start": "2026-12-01T10:00:00+01:00",
    "end": "2026-12-01T10:45:00+01:00",
    "all_day": False,
    "organizer": "talent@globex.example",
    "calendar": "Personal",
    "rule": "H:score",
    "because": "It is a meeting with somebody new at a company.",
    "answer": None,
}


class AnswerGiven(Given):
    """Done and skip are said of a follow-up, by its key; what came of it is said of a visit.

    That is: heard back, offer, rejected, silent (they did not call as promised) or withdrew.
    Accept and refuse are said of a suggestion, by its UID; never of an organizer, by address.
    Keep is said of a visit whose people are not to be forgotten when its time has come.
    """

    kind: Sayable
    key: Key = Field(json_schema_extra=id_of("answer"))

    model_config = example(kind="done", key="0a1b2c@google.com/email")


class FollowUpNamed(Given):
    """A follow-up, by its key."""

    key: Key = Field(json_schema_extra=id_of("follow-up"))

    model_config = example(key="0a1b2c@google.com/email")


class AnswerShown(Shown):
    """An answer that is in force; `again` only until it has been followed."""

    kind: AnswerKind
    key: Text
    at: AwareDatetime

    model_config = example(**_DONE)


class Answers(Shown):
    """One page of them, the oldest first."""

    answers: list[AnswerShown]
    next: str | None = NextPage

    model_config = example(answers=[_DONE], next=None)


class SuggestionShown(Shown):
    """An event that may be an interview, and why; `answer` is what you said of it today."""

    uid: Text
    title: Text
    start: AwareDatetime
    end: AwareDatetime
    all_day: bool
    organizer: Text | None
    calendar: Text
    rule: str
    because: Text
    answer: AnswerShown | None

    model_config = example(**_SUGGESTION)


class Suggestions(Shown):
    """One page of them, by start."""

    suggestions: list[SuggestionShown]
    next: str | None = NextPage

    model_config = example(suggestions=[_SUGGESTION], next=None)
