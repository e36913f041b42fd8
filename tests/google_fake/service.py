"""What the fake answers to a request: the interface, and the faults that come between."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tests.google_fake import discovery
from tests.google_fake.call import Answer
from tests.google_fake.faults import Fault, Faults
from tests.google_fake.grants import Grants
from tests.google_fake.interface import ACTS, Act, Asked, perform, violations
from tests.google_fake.refused import Refused, not_found
from tests.google_fake.wire import Incoming, Reply, html_reply, json_reply
from tests.google_fake.world import World

API = "/calendar/v3/"
PORTAL = "<!doctype html><title>Sign in to this network</title><p>Please accept the terms."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request that came in, for tests to count."""

    at: datetime
    method: str  #: `events.list`, `oauth.token`
    user: str
    status: int  #: 0 when the connection ended without an answer
    query: dict[str, list[str]]
    fault: str | None = None


class Interface:
    """`/calendar/v3/` as a whole."""

    def __init__(self, world: World, grants: Grants, faults: Faults) -> None:
        self.world, self.grants, self.faults = world, grants, faults
        self.acts: dict[str, Act] = dict(ACTS)
        self.seen: list[Seen] = []
        self.violations: list[str] = []
        self.check_answers = True
        self.base = ""

    def respond(self, incoming: Incoming) -> Reply:
        found = discovery.find(incoming.verb, incoming.path.removeprefix(API))
        if found is None:
            return _refusal(not_found())
        method, path = found
        asked = Asked(
            method=method,
            path=path,
            query=incoming.query,
            headers=incoming.headers,
            body=incoming.json(),
            base=self.base,
        )
        return self.suffer(method.id, self._user(asked), incoming, lambda: self._perform(asked))

    def suffer(self, method: str, user: str, incoming: Incoming, act: Callable[[], Reply]) -> Reply:
        """Act, with whatever goes wrong this time; and remember it."""
        fault = self.faults.take(method, user)
        reply = act() if fault is None else _faulty(fault, act)
        self.seen.append(
            Seen(
                at=self.world.clock.now(),
                method=method,
                user=user,
                status=0 if reply.silent else reply.status,
                query=dict(incoming.query),
                fault=fault.kind if fault else None,
            )
        )
        return reply

    def _perform(self, asked: Asked) -> Reply:
        try:
            with self.world.lock:
                answer = perform(self.world, self.grants, self.acts, asked)
            self._judge(asked, answer)
            if answer.before:
                answer.before()
        except Refused as refused:
            return _refusal(refused)
        return json_reply(answer.body, answer.status, answer.headers)

    def _judge(self, asked: Asked, answer: Answer) -> None:
        """An answer Google could not have given is a defect of the fake: never let it pass."""
        wrong = violations(asked.method, answer.body) if self.check_answers else []
        if wrong and answer.status == 200:
            self.violations += wrong
            raise Refused(500, "oracle", f"the fake is wrong: {wrong[0]}")

    def _user(self, asked: Asked) -> str:
        token = self.grants.access.get((asked.headers.get("Authorization") or "")[7:])
        return token.grant.email if token else ""


def _faulty(fault: Fault, act: Callable[[], Reply]) -> Reply:
    if fault.seconds:
        time.sleep(fault.seconds)
    if fault.kind == "drop":
        return Reply(silent=True)
    if fault.kind == "html":
        return html_reply(PORTAL)
    if fault.kind == "error_page":
        return html_reply(PORTAL, fault.status)
    error = Refused(
        fault.status,
        fault.reason,
        fault.message,
        domain=fault.domain,
        headers={} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)},
    )
    if fault.kind == "status":
        return _refusal(error)
    reply = act()
    if fault.kind == "lose":
        return Reply(silent=True)
    if fault.kind == "after":
        return _refusal(error)
    return _truncated(reply) if fault.kind == "truncate" else reply


def _truncated(reply: Reply) -> Reply:
    half = reply.payload[: len(reply.payload) // 2]
    return Reply(status=reply.status, payload=half, headers=reply.headers)


def _refusal(refused: Refused) -> Reply:
    return json_reply(refused.body(), refused.status, refused.headers)
