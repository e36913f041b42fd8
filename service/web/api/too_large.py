"""A request that is too large, told as every other error is.

The framework refuses it in plain text, and only when its body is read: an operation that reads
none would be done and its answer then replaced. So what announces too much is not let in.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.problems import document

PREFIX = "/api/"


class TooLarge:
    """Wraps the app; the API's 413 is worded anew. `most` is in bytes."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on all else as it is."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        if _announced(scope) > self._most:
            await _worded(scope, receive, send)
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


def _announced(scope: Scope) -> int:
    """Bytes of the body, as far as its head tells; the server has refused what is no number."""
    told = Headers(scope=scope).get("content-length", "")
    return int(told) if told.isdecimal() else 0


async def _worded(scope: Scope, receive: Receive, send: Send) -> None:
    detail = "The request is larger than any that is read here."
    await document(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)(scope, receive, send)
