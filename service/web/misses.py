"""Feed addresses that lead nowhere, counted by who asks for them.

A hit is never refused for the misses of a neighbour: Google and Microsoft fetch for all of their
people from the same few addresses (facts: icalendar 1.7), and one dead subscription there must
not silence the others. 256 random bits need no protection from guessing; what this stops is a
program that hammers on a dead address, which 429 tells to wait.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from service.web.allowance import Allowance
from service.web.proxies import Networks, client_address, counted_as

TOO_MANY = "Too many calendar addresses were asked for that are none. Please wait a minute.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Misses:
    """Stands before `answer` and costs a hit one comparison."""

    answer: Callable[[Request], Response]
    allowance: Allowance
    trusted: Networks

    def answered(self, request: Request) -> Response:
        """The answer; instead of one 404 too many, 429."""
        answer = self.answer(request)
        if answer.status_code != 404:  # noqa: PLR2004 (not found)
            return answer
        wait = self.allowance.spend(counted_as(client_address(request, self.trusted)))
        if not wait:
            return answer
        kept = {name: answer.headers[name] for name in KEPT if name in answer.headers}
        return PlainTextResponse(TOO_MANY, 429, headers=kept | {"Retry-After": str(wait)})


KEPT = ("Cache-Control", "X-Content-Type-Options", "Referrer-Policy", "X-Robots-Tag")
