"""What Google sends when a calendar has changed (facts: google-calendar 2).

A message carries no news and no signature, only a token that we made for its channel. So it is
checked by headers alone, its body is never read, and nobody is asked anything: it moves a time
in the database, and the pass finds out the rest. What is not ours, or is over, gets an answer
that costs one look, and Google does not repeat it.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final, Literal

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from service.store.channels import Channel, channel
from service.store.faults import Unavailable
from service.store.seal import hash_token
from service.store.store import Store
from service.store.values import PersonId, SourceId
from service.store.watches import take_hint

PATH: Final = "/webhooks/google"
LONGEST_ID: Final = 64
_log = logging.getLogger(__name__)

Verdict = Literal["hint", "sync", "unknown", "retired", "expired", "wrong_token", "wrong_resource"]
Outcome = Verdict | Literal["coalesced", "unread", "unrecorded"]
"""What a message counts as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """`wake` has a person attended to soon; `pushed` is told what each message was."""

    store: Store
    clock: Callable[[], datetime]
    wake: Callable[[PersonId], None]
    pushed: Callable[[Outcome], None]

    def route(self) -> Route:
        """A plain route in a thread, for it may wait for the database."""
        return Route(PATH, self.answer, methods=["POST"], name="push")

    def answer(self, request: Request) -> Response:
        """204 or 404; 503, after which Google tries again, when it could not be written down."""
        try:
            outcome = self._taken(request.headers)
        except Unavailable:
            self.pushed("unrecorded")
            _log.warning("a push could not be recorded: the database is away")
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        self.pushed(outcome)
        refused = outcome in {"unknown", "wrong_token", "wrong_resource"}
        return Response(status_code=HTTPStatus.NOT_FOUND if refused else HTTPStatus.NO_CONTENT)

    def _taken(self, headers: Headers) -> Outcome:
        name, now = headers.get("x-goog-channel-id", ""), self.clock()
        found = self.store.glance(lambda tx: channel(tx, name)) if _like_ours(name) else None
        verdict = judged(found, headers, now)
        if verdict != "hint" or found is None:
            return verdict
        return "unread" if found.source is None else self._hinted(found.source, now)

    def _hinted(self, source: SourceId, now: datetime) -> Outcome:
        with self.store.write() as tx:
            hint = take_hint(tx, source, now=now)
        if hint is None:
            return "unread"
        if not hint.new:
            return "coalesced"
        if hint.at <= now:
            self.wake(hint.person)
        return "hint"


def judged(found: Channel | None, headers: Headers, now: datetime) -> Verdict:
    """Whether it is a message of that channel. The token is compared before anything is told."""
    if found is None:
        return "unknown"
    token = headers.get("x-goog-channel-token", "")
    if not hmac.compare_digest(hash_token(token), found.token_hash):
        return "wrong_token"
    if found.state == "dead":
        return "retired"
    # The first message may come before we are told which resource it is.
    if found.resource not in (None, headers.get("x-goog-resource-id")):
        return "wrong_resource"
    if found.expires is None or found.expires <= now:
        return "expired"
    return "sync" if headers.get("x-goog-resource-state") == "sync" else "hint"


def _like_ours(name: str) -> bool:
    return 0 < len(name) <= LONGEST_ID and name.isascii() and name.isprintable()
