"""`/robots.txt`: nothing here is for search engines, and feeds may be fetched all the same.

Calendar services that obey it would never read a feed that it forbids (TracksApp/tracks#1252).
Parsers differ in whether the first or the longest rule wins; this order serves both.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

TEXT = "User-agent: *\nAllow: /cal/\nDisallow: /\n"


def route() -> Route:
    """Where robots look for it."""
    return Route("/robots.txt", _told, methods=["GET"])


def _told(_request: Request) -> Response:
    return PlainTextResponse(TEXT, headers={"Cache-Control": "public, max-age=86400"})
