"""What comes of a fetch: an answer, a refusal, or nothing just now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from connectors.contract import Problem, Rejected, Transient


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The answer to a fetch: 200 with a whole body, or 304 with none.

    `host` is where the answer came from after redirects; the rest of that address is a secret
    and is not kept. `etag` and `last_modified` are for the next conditional fetch, as given.
    """

    status: Literal[200, 304]
    host: str
    body: bytes = field(default=b"", repr=False)
    etag: str | None = None
    last_modified: str | None = None


class Refused(Rejected):
    """The address, or what stands behind it, will not do: asking again changes nothing.

    `status` is the HTTP status where one was the reason. `problem` never holds the path, the
    query or the userinfo of the address.
    """

    def __init__(self, problem: Problem, *, status: int | None = None) -> None:
        super().__init__(problem.what)
        self.problem = problem
        self.status = status


class Unreachable(Transient):
    """Nothing usable came back just now.

    One sentence for every cause, from an unknown name to a broken answer: a finer one would
    tell a stranger what listens where in the network we run in (facts: icalendar 2.4).
    """

    def __init__(self, where: str, *, retry_after: timedelta | None = None) -> None:
        self.problem = Problem(
            where=where,
            what="The calendar's server could not be reached or gave no proper answer just now.",
            next_step="Check that the address is right, and try again in a few minutes.",
        )
        super().__init__(self.problem.what, retry_after=retry_after)
