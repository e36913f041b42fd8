"""Counts answers by what was asked for and how it went; who asked is nobody's business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Answered = Callable[[str, int], None]

AREAS: Final = (
    ("/cal/", "feed"),
    ("/api/", "api"),
    ("/static/", "static"),
    ("/webhooks/", "push"),
    ("/healthz", "probe"),
    ("/readyz", "probe"),
    ("/metrics", "probe"),
)


class Counting:
    """Outermost, so that what is refused on the way in counts too."""

    def __init__(self, app: ASGIApp, answered: Answered) -> None:
        self._app, self._answered = app, answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and note the status on its way back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._answered(area(scope), message["status"])
            await send(message)

        await self._app(scope, receive, noting)


def area(scope: Scope) -> str:
    """One of a few words; a sign-in is counted when the link is used, not when it is opened."""
    path: str = scope["path"]
    if path.startswith("/sign-in/"):
        return "sign_in" if scope["method"] == "POST" else "page"
    return next((name for start, name in AREAS if path.startswith(start)), "page")
