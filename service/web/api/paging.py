"""Lists page by page. A page is asked for by where the last one ended, never by a number.

So what comes in meanwhile shifts nothing. Where a page ended is a rank: when, and a digest of
the key, which tells apart what is at the same time and is short whatever the key.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from service.web.deps import Here
from service.web.problems import Refusal

ITEMS, MOST_ITEMS, LONGEST_CURSOR = 50, 200, 200
Item = TypeVar("Item")
Rank = tuple[float, str]

Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="How many at most.", examples=[50])]
Cursor = Annotated[
    str | None,
    Query(max_length=LONGEST_CURSOR, description="`next` of the page before.", examples=[""]),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """Which page is asked for; `cursor` is where the one before ended."""

    limit: int
    cursor: str
    address: str
    query: tuple[tuple[str, str], ...]
    response: Response

    def page(
        self, items: Iterable[Item], rank: Callable[[Item], Rank]
    ) -> tuple[list[Item], str | None]:
        """The items of the page, and the cursor of the next one if there is one."""
        after = self.after()
        ranked = sorted(((rank(one), one) for one in items), key=lambda pair: pair[0])
        rest = [(at, one) for at, one in ranked if after is None or at > after]
        more = len(rest) > self.limit
        shown = rest[: self.limit]
        return [one for _, one in shown], self.ends(*shown[-1][0]) if more else None

    def after(self) -> Rank | None:
        """The rank that the page before ended with. Raises `Refusal` (422)."""
        if not self.cursor:
            return None
        match decoded(self.cursor):
            case [int() | float() as when, str() as key]:
                return float(when), key
            case _:
                raise unknown_cursor()

    def ends(self, *at: float | str) -> str:
        """The cursor for what a page ends with; the answer gets a link to the next (RFC 8288)."""
        cursor = encoded(*at)
        query = [pair for pair in self.query if pair[0] != "cursor"]
        following = urlencode([*query, ("cursor", cursor)])
        self.response.headers["Link"] = f'<{self.address}?{following}>; rel="next"'
        return cursor


def turning(
    here: Here, request: Request, response: Response, limit: Limit = ITEMS, cursor: Cursor = None
) -> Turning:
    """The page that a request asks for."""
    return Turning(
        limit=limit,
        cursor=cursor or "",
        address=f"{here.base_url.rstrip('/')}{request.url.path}",
        query=tuple(request.query_params.multi_items()),
        response=response,
    )


Turn = Annotated[Turning, Depends(turning)]


def ranked(when: date, key: str) -> Rank:
    """Where something stands in a list; a day stands at its midnight in UTC."""
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    if isinstance(when, datetime):
        return when.timestamp(), digest
    return (when - date(1970, 1, 1)).total_seconds(), digest


def encoded(*at: float | str) -> str:
    """A cursor."""
    return urlsafe_b64encode(json.dumps(at).encode()).decode().rstrip("=")


def decoded(cursor: str) -> list[object]:
    """What stands in a cursor. Raises `Refusal` (422) for what was never one."""
    try:
        found = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        raise unknown_cursor() from None
    return found if isinstance(found, list) else []


def unknown_cursor() -> Refusal:
    """Cursors are ours alone to make up."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    fault = ("query.cursor", "It is not the `next` of any page.")
    return Refusal(status, "This page cannot be found.", code="invalid", faults=[fault])
