"""The headers that make a browser keep strangers out, and the check that we are who was asked.

Outermost, so that what goes wrong further in is covered as well. Around `/cal/` there is nothing
but one look at the path: feeds have headers of their own and are asked for by programs.

Referrer-Policy is `same-origin`: `no-referrer` would have browsers send `Origin: null` with our
own forms (Fetch 3.2), which could not be told from a stranger's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.desk.feed_address import FEED_PREFIX, PORTS
from service.web.cookies import secure

ANY_HOST = ("/healthz", "/readyz", "/metrics", "/api/", "/static/", "/robots.txt")
"""Asked for by probes and programs under any name; none of them acts on a cookie."""

_POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)
_YEAR = "max-age=31536000"


class Shield:
    """Wraps the app. `stranger` answers a request for a host that is not ours."""

    def __init__(
        self, app: ASGIApp, *, base_url: str, stranger: Callable[[Request], Response]
    ) -> None:
        self._app = app
        self._host = _own_host(base_url)
        self._port = f":{PORTS[urlsplit(base_url).scheme]}"
        self._headers = headers(base_url)
        self._stranger = stranger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no page; for all else add the headers."""
        if scope["type"] != "http" or scope["path"].startswith(FEED_PREFIX):
            await self._app(scope, receive, send)
            return
        await self._answerer(scope)(_without_head(scope), receive, self._shielded(send, scope))

    def _answerer(self, scope: Scope) -> ASGIApp:
        if scope["path"].startswith(ANY_HOST) or self._is_ours(scope):
            return self._app
        return self._stranger(Request(scope))

    def _is_ours(self, scope: Scope) -> bool:
        asked = Request(scope).headers.get("host", "").lower()
        return asked.removesuffix(self._port) == self._host

    def _shielded(self, send: Send, scope: Scope) -> Send:
        bodiless = scope["method"] == "HEAD"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    sent.setdefault(name, value)
            elif bodiless and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        return sending


def headers(base_url: str) -> Mapping[str, str]:
    """What every answer has that is no feed."""
    # A year, and for this host alone: of its neighbours we know nothing.
    transport = {"Strict-Transport-Security": _YEAR} if secure(base_url) else {}
    return {
        "Content-Security-Policy": "; ".join(_POLICY),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
        **transport,
    }


def _without_head(scope: Scope) -> Scope:
    """HEAD is GET without the body (RFC 9110 9.3.2), so no page has to say it twice."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


def _own_host(base_url: str) -> str:
    parts = urlsplit(base_url)
    return parts.netloc.lower().removesuffix(f":{PORTS[parts.scheme]}")
