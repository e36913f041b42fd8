"""`/metrics` of the web."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from service.telemetry import Page
from service.telemetry.page import PATH

_FRESH = {"Cache-Control": "no-store"}


def route(page: Page) -> Route:
    """A plain route in a thread: it may wait for the database."""

    def answer(request: Request) -> Response:
        status, kind, body = page.answer(request.headers.get("authorization"))
        return Response(body, status, headers={"Content-Type": kind, **_FRESH})

    return Route(PATH, answer, methods=["GET"])
