"""The person, their tokens and browsers, what was done, and leaving."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from service.store.answers import AnswerKind
from service.web.api.shapes.base import AT, LONGEST_NAME, Given, Shown, Text, example
from service.web.api.shapes.plan import NextPage

_LINE = {
    "id": 1207,
    "at": AT,
    "action": "answer_given",
    "key": "done 0a1b2c@google.com/email",
    "text": "You said that “Thank Acme” is done.",
    "undo": {"kind": "done", "key": "0a1b2c@google.com/email"},
}
_BROWSER = {
    "id": "5f1d7a84db00d2fc",
    "browser": "Firefox on a Mac",
    "created": AT,
    "seen": AT,
    "expires": "2027-02-22T09:15:00Z",
}
_GONE = ["1 calendar, with its secret address", "6 interviews"]


class MeShown(Shown):
    """Whose token it is."""

    name: Text
    begun: bool = Field(description="No: all is a rehearsal, and nothing is put on your feed.")
    started: AwareDatetime | None = Field(description="When it began.")
    timezone: str = Field(description="The zone that your times are told in.")
    timezone_guessed: bool

    model_config = example(
        name="Alex", begun=True, started=AT, timezone="Europe/Berlin", timezone_guessed=False
    )


class AnswerNamed(Shown):
    """An answer that can be taken back."""

    kind: AnswerKind
    key: Text


class JournalLineShown(Shown):
    """Something that was done or noticed; `undo` is the answer it told of, while in force."""

    id: int
    at: AwareDatetime
    action: str
    key: Text | None
    text: Text
    undo: AnswerNamed | None

    model_config = example(**_LINE)


class Journal(Shown):
    """One page, the newest line first."""

    lines: list[JournalLineShown]
    next: str | None = NextPage

    model_config = example(lines=[_LINE], next="WzExNThd")


class TokenNamed(Given):
    """What the token is for."""

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)
    ]

    model_config = example(name="shortcut on my phone")


class TokenMade(Shown):
    """A new token. Only its hash is stored, so it cannot be shown again."""

    name: Text
    token: str

    model_config = example(name="shortcut on my phone", token="TOKEN")  # noqa: S106 (an example)


class TokenShown(Shown):
    """What may be shown of a token."""

    name: Text
    created: AwareDatetime


class Tokens(Shown):
    """All of them, the oldest first."""

    tokens: list[TokenShown]

    model_config = example(tokens=[{"name": "shortcut on my phone", "created": AT}])


class BrowserShown(Shown):
    """A browser that is signed in, as it calls itself."""

    id: str
    browser: Text
    created: AwareDatetime
    seen: AwareDatetime
    expires: AwareDatetime

    model_config = example(**_BROWSER)


class Browsers(Shown):
    """All of them, the last one seen first."""

    sessions: list[BrowserShown]

    model_config = example(sessions=[_BROWSER])


class Everything(Shown):
    """What would be deleted, counted."""

    goes: list[str]

    model_config = example(goes=_GONE)


class Confirmed(Given):
    """Your own name, so that nobody deletes everything by accident."""

    name: Annotated[str, Field(max_length=1000)]

    model_config = example(name="Alex")


class ReceiptShown(Shown):
    """What was deleted. There is nothing left to ask this service for."""

    at: AwareDatetime
    gone: list[str]
    left: list[str] = Field(description="What no service can delete for you.")
    text: str = Field(description="The receipt as a text to keep.")

    model_config = example(
        at=AT,
        gone=_GONE,
        left=["Remove the subscription “Interview follow-ups” in your calendar app."],
        text="Afterword: everything was deleted on 2026-11-24 09:15 UTC.\n",
    )
