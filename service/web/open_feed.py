"""The feed of open loops: `GET` and `HEAD /cal/TOKEN/open-loops.ics`, with the feed's own token.

It has the manners of the feed beside it (`service.web.feeds`), and a weak entity tag: two answers
with one tag say the same, though each has the time it was made in it (RFC 9110 8.8.1). There is
no `Last-Modified`, for nobody notes when the last of these changed. Whoever fetches it is not
noted either: a feed of follow-ups that has lost its subscriber should not look fetched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from service.desk.feed_address import FEED_PREFIX, OPEN_FILE_NAME
from service.desk.open_day import OpenDay, open_day
from service.store.feeds import feed_by_hash
from service.store.store import Store
from service.web.allowance import Allowance
from service.web.coding import WORTHWHILE, packed, takes_gzip
from service.web.conditional import entity_tag, matches
from service.web.feeds import CALENDAR, body_headers, guarded, joined, nowhere, withdrawn

PATH = f"{FEED_PREFIX}{{token}}/{OPEN_FILE_NAME}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFeed:
    """What serving it takes. The `allowance` is that of the feed with the same token."""

    store: Store
    clock: Callable[[], datetime]
    base_url: str
    allowance: Allowance

    def answer(self, request: Request) -> Response:
        """A whole calendar, 304, or an error that calendar programs understand."""
        return guarded(request, self.allowance, self._answered)

    def _answered(self, request: Request, token_hash: bytes) -> Response:
        known = self.store.glance(lambda tx: feed_by_hash(tx, token_hash))
        if known is None:
            return nowhere(self.store, token_hash)
        if known.revoked:
            return withdrawn()
        with self.store.read() as tx:
            day = open_day(tx, known.person, base_url=self.base_url, now=self.clock())
        return _served(request, day)


def _served(request: Request, day: OpenDay) -> Response:
    accepted = request.headers.get("accept-encoding", "")
    gzipped = len(day.body) >= WORTHWHILE and takes_gzip(accepted)
    validator = {"ETag": f"W/{entity_tag(day.etag, gzipped=gzipped)}"}
    held = joined(request, "if-none-match")
    if held is not None and matches(day.etag, held):
        return Response(status_code=304, headers=CALENDAR | validator)
    coding = {"Content-Encoding": "gzip"} if gzipped else {}
    octets = packed(day.body) if gzipped else day.body
    return Response(octets, headers=CALENDAR | body_headers(OPEN_FILE_NAME) | validator | coding)
