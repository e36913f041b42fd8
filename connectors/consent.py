"""What a person allows at a provider: asked for, granted, renewed, given back.

The second page of `connectors.contract`, for whoever keeps consents: values and one protocol,
the standard library and nothing else.

    Begun, Grant    the two halves of the dance, between which the person is at the provider
    Fresh, Renewal  what lasts an hour, and the right to ask for the next
    ConsentFailed   why nothing came of it, in the person's words
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Reach = Literal["identity", "watched", "own"]
"""How far a consent goes: who they are; their calendars; reading those, and writing ours only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A consent to ask for: where to send the browser, and a secret to keep until it is back."""

    address: str
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """An access token until it expires; a refresh token when the provider changed that too."""

    access_token: str = field(repr=False)
    expires: datetime
    refresh_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What was allowed, by whom. `subject` is theirs for ever, `email` may change.

    `scopes` are those that were granted, whatever was asked for; `ends` is when it runs out by
    itself, if it does. Without a refresh token it says who somebody is, and no more.
    """

    subject: str = field(repr=False)
    email: str = field(repr=False)
    scopes: frozenset[str]
    fresh: Fresh
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """The right to renew one grant, until the lease is over, and what to renew it with."""

    lease: str
    refresh_token: str = field(repr=False)
    scopes: frozenset[str]


class ConsentFailed(Exception):
    """Nothing was connected; the message says why, and what to do, in the person's words.

    `why`: they "declined"; a box was left "unticked"; it was "stale", used or too old; the
    operator's client was "refused"; or what came was not an answer to us and is "untrusted".
    """

    def __init__(
        self,
        message: str,
        *,
        why: Literal["declined", "unticked", "stale", "refused", "untrusted"],
        missing: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(message)
        self.why, self.missing = why, missing


class Authorizer(Protocol):
    """Consent at one provider. Any thread may use it; it remembers nobody."""

    def begin(self, redirect_uri: str, *, state: str, reach: Reach, hint: str = "") -> Begun:
        """Ask for consent; `hint` is the address of the account that is meant."""
        ...

    def complete(  # the browser is back
        self,
        redirect_uri: str,
        *,
        answer: Mapping[str, str],
        verifier: str,
        reach: Reach,
        now: datetime,
    ) -> Grant:
        """What was allowed. `answer` is the query the browser came with; its state is checked.

        Raises `ConsentFailed`, `Transient`.
        """
        ...

    def refresh(self, refresh_token: str, scopes: frozenset[str], *, now: datetime) -> Fresh:
        """Another access token. Raises `AccessLost`, `Transient`."""
        ...

    def revoke(self, token: str) -> None:
        """Give back all that the account allowed us; also if it is gone. Raises `Transient`."""
        ...
