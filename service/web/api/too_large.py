"""A request that is too large, told as every other error is.

The framework refuses it before anything of ours is asked, and in plain text.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.problems import document

PREFIX = "/api/"


class TooLarge:
    """Wraps the app; only the API's 413 is worded anew."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on all else as it is."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        refused = False

        async def sending(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start":
                refused = message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                if refused:
                    await _worded(scope, receive, send)
            if not refused:
                await send(message)

        await self._app(scope, receive, sending)


async def _worded(scope: Scope, receive: Receive, send: Send) -> None:
    detail = "The request is larger than any that is read here."
    await document(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)(scope, receive, send)
