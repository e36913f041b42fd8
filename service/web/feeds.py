"""The private feed: `GET` and `HEAD /cal/TOKEN/followups.ics` (facts: icalendar 1.3-1.7).

Calendar programs act on what they get. An empty or half 200 empties the calendar, 410 switches
the subscription off for good, 404 keeps the old events, 503 is tried again. So a known token is
always answered with a whole calendar or 503, and there is no page, no login and no redirect on
this path. `Accept`, cookies and `Authorization` are ignored: classic Outlook offers credentials
nobody asked for and gives up on whoever chokes on them.

A plain route: a fetch is one indexed read, and no model is built or checked on the way. Every
fetch asks the database which version the address serves now; the bytes of a version never
change, so those that were served lately are at hand.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from connectors.ics import write
from service.desk.feed_address import FEED_PREFIX, FILE_NAME
from service.store.feed_bodies import FeedVersion, body_by_hash, version_by_hash
from service.store.retired_feeds import is_retired
from service.store.seal import hash_token
from service.store.store import Store
from service.web import clients
from service.web.allowance import Allowance
from service.web.bodies import Bodies
from service.web.coding import WORTHWHILE, packed, takes_gzip
from service.web.conditional import entity_tag, holds, http_date
from service.web.fetches import Fetch, Fetches
from service.web.links import NAME

log = logging.getLogger(__name__)

PATH = f"{FEED_PREFIX}{{token}}/{FILE_NAME}"
RETRY_SECONDS = 120

_PRIVATE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
CALENDAR = {
    **_PRIVATE,
    "Cache-Control": "private, no-cache",  # keep it, but ask before each use
    "Vary": "Accept-Encoding",
}
_ERROR = {**_PRIVATE, "Cache-Control": "no-store"}

MISSING = "There is no calendar at this address.\n"
WITHDRAWN = "This calendar address has been withdrawn. Its owner can give you the new one.\n"
TROUBLE = "The calendar cannot be read just now. Please try again in a few minutes.\n"
TOO_OFTEN = "This calendar is fetched too often. Please wait a minute.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """What serving the feeds takes."""

    store: Store
    clock: Callable[[], datetime]
    fetches: Fetches
    allowance: Allowance
    bodies: Bodies = field(default_factory=Bodies)

    def answer(self, request: Request) -> Response:
        """A whole calendar, 304, or an error that calendar programs understand."""
        return guarded(request, self.allowance, self._answered)

    def _answered(self, request: Request, token_hash: bytes) -> Response:
        version = self.store.glance(lambda tx: version_by_hash(tx, token_hash))
        if version is None:
            return nowhere(self.store, token_hash)
        if version.revoked:
            return withdrawn()
        self._note(request, token_hash)
        served = self._served(request, token_hash, version if version.etag else _empty(version))
        # None: replaced since we looked, so we look again.
        return served or self._answered(request, token_hash)

    def _served(self, request: Request, token_hash: bytes, version: FeedVersion) -> Response | None:
        """304 where the client has this version, else its bytes."""
        headers = request.headers
        gzipped = version.size >= WORTHWHILE and takes_gzip(headers.get("accept-encoding", ""))
        tag = entity_tag(version.etag, gzipped=gzipped)
        validators = {"ETag": tag, "Last-Modified": http_date(version.modified)}
        if holds(
            version.etag,
            version.modified,
            if_none_match=joined(request, "if-none-match"),
            if_modified_since=headers.get("if-modified-since"),
        ):
            return Response(status_code=304, headers=CALENDAR | validators)
        coding = {"Content-Encoding": "gzip"} if gzipped else {}
        octets = self._octets(token_hash, version.etag, tag, gzipped=gzipped)
        if octets is None:
            return None
        return Response(octets, headers=CALENDAR | body_headers(FILE_NAME) | validators | coding)

    def _octets(self, token_hash: bytes, digest: str, tag: str, *, gzipped: bool) -> bytes | None:
        name = (token_hash, tag)
        octets = self.bodies.get(name)
        if octets is None:
            body = self._body(token_hash, digest)
            if body is None:
                return None
            octets = packed(body) if gzipped else body
            self.bodies.keep(name, octets)
        return octets

    def _body(self, token_hash: bytes, digest: str) -> bytes | None:
        empty, its_digest = _nothing_yet()
        if digest == its_digest:
            return empty
        return self.store.glance(lambda tx: body_by_hash(tx, token_hash, digest))

    def _note(self, request: Request, token_hash: bytes) -> None:
        client = clients.kept(request.headers.get("user-agent"))
        if client.startswith("Afterword/"):
            return  # the trial of a feed is no subscriber
        self.fetches.note(Fetch(token_hash=token_hash, client=client, at=self.clock()))


def guarded(
    request: Request, allowance: Allowance, answered: Callable[[Request, bytes], Response]
) -> Response:
    """What `answered` says of the token's hash; 429 when asked too often, 503 when it can't."""
    token_hash = hash_token(request.path_params["token"])
    wait = allowance.spend(token_hash)
    if wait:
        return _error(429, TOO_OFTEN, retry_after=wait)
    try:
        return answered(request, token_hash)
    except Exception as error:  # noqa: BLE001 (a 500 would be as bad as any, and say more)
        # Its text may hold what was asked for.
        log.error("a feed could not be read: %s", type(error).__name__)  # noqa: TRY400
        return _error(503, TROUBLE, retry_after=RETRY_SECONDS)


def nowhere(store: Store, token_hash: bytes) -> Response:
    """The answer at an address that is nobody's: whether it once was somebody's."""
    gone = store.glance(lambda tx: is_retired(tx, token_hash))
    return withdrawn() if gone else _error(404, MISSING)


def withdrawn() -> Response:
    """The answer at an address that was taken back: the subscription ends."""
    return _error(410, WITHDRAWN)


def body_headers(file_name: str) -> dict[str, str]:
    """What goes with a calendar's bytes only."""
    return {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f'inline; filename="{file_name}"',
    }


def _empty(version: FeedVersion) -> FeedVersion:
    body, digest = _nothing_yet()
    return replace(version, etag=digest, size=len(body))


@cache
def _nothing_yet() -> tuple[bytes, str]:
    """A whole calendar without entries, for a feed that nothing was written to so far."""
    body = write.calendar([], name=NAME, timezone="UTC")
    return body, hashlib.sha256(body).hexdigest()


def joined(request: Request, name: str) -> str | None:
    """A header field that may be sent in several lines (RFC 9110 5.3)."""
    lines = request.headers.getlist(name)
    return ", ".join(lines) if lines else None


def _error(status: int, text: str, *, retry_after: int | None = None) -> Response:
    wait = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return PlainTextResponse(text, status, headers=_ERROR | wait)
