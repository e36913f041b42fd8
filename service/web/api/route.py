"""What every operation of the API does besides its own: JSON in, and an ETag out.

A read that a program already holds is answered 304 (RFC 9110 13.1.2). The tag is made of the
very bytes, unless the operation has a better one.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from service.web.conditional import entity_tag, matches
from service.web.problems import Refusal

JSON = "application/json"
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ApiRoute(APIRoute):
    """One operation."""

    def get_route_handler(self) -> Handler:
        """The operation, with what all of them do around it."""
        answered, takes_json = super().get_route_handler(), self.body_field is not None

        async def handled(request: Request) -> Response:
            if takes_json:
                _refuse_other(request)
            return _conditional(request, await answered(request))

        return handled


def _refuse_other(request: Request) -> None:
    """Raises `Refusal` (415) for a body that does not say it is JSON."""
    headers = request.headers
    if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return
    sent = headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != JSON:
        raise Refusal(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"This is read as {JSON}, and says to be other."
        )


def _conditional(request: Request, answer: Response) -> Response:
    if request.method != "GET" or answer.status_code != HTTPStatus.OK or not _is_json(answer):
        return answer
    tag = answer.headers.get("etag") or entity_tag(_digest(bytes(answer.body)), gzipped=False)
    kept = {"ETag": tag, "Cache-Control": "private, no-cache"}
    asked = request.headers.get("if-none-match")
    if asked is not None and matches(tag.strip('"'), asked):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
    answer.headers.update(kept)
    return answer


def _is_json(answer: Response) -> bool:
    return answer.headers.get("content-type", "").startswith(JSON)


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()[:32]
