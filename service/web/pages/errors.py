"""Errors of pages as pages: what is wrong and what to do, without a word of the machine's.

The API keeps `service.web.problems`, and which of the two answers is told by the path alone: a
browser that asks the API gets what a program gets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from service.desk.feed_address import FEED_PREFIX
from service.settings_file import SettingsError
from service.store.faults import Unavailable
from service.web import problems
from service.web.access import NotSignedIn
from service.web.deps import house
from service.web.own_links import NotLetIn, closed
from service.web.pages.paper import page
from service.web.problems import RETRY_SECONDS, Refusal

PROGRAMS = ("/api/", FEED_PREFIX)
"""Asked by programs, for which a page would be noise; near a feed none must ever be mistaken."""

Handler = Callable[[Request, Any], Response]

_WORDS: Mapping[int, tuple[str, str, str]] = {
    400: ("That cannot be read", "Something is missing in what was sent.", "Go back, try again."),
    403: ("Not from here", "Nothing was changed.", "Go back, load the page again, and retry."),
    404: ("There is no such page", "It was moved, it is gone, or it is not yours.", ""),
    405: ("Not this way", "This address is not for opening.", "Go back and use the button."),
    413: ("That is too much", "More was sent than fits.", "Go back and leave some of it out."),
    422: ("That cannot be read", "Something in it is not as it should be.", "Go back, try again."),
    429: ("One moment, please", "There were too many attempts.", "Wait a minute, then try again."),
    500: (
        "Something went wrong here",
        "It is not your doing, and your calendars are as they were.",
        "Try again; if it happens again, tell whoever runs this Afterword.",
    ),
    503: (
        "Not just now",
        "The database cannot answer, so nothing was done by halves.",
        "Try again in a minute.",
    ),
}


def handle(app: FastAPI) -> None:
    """Let every error be a page, and under the API what `problems` makes of it."""
    problems.handle(app)
    own: Mapping[type[Exception], Handler] = {
        Refusal: _refusal,
        HTTPException: _plain,
        RequestValidationError: _invalid,
        SettingsError: _unreadable,
        Unavailable: _unavailable,
        Exception: _fault,
    }
    for kind, handler in own.items():
        app.add_exception_handler(
            kind, _either(cast("Handler", app.exception_handlers[kind]), handler)
        )
    app.add_exception_handler(NotSignedIn, _to_sign_in)
    app.add_exception_handler(NotLetIn, closed)


def wrong_host(request: Request) -> HTMLResponse:
    """We were asked for under a name that is not ours (DNS rebinding, or a proxy set up so)."""
    status = HTTPStatus.BAD_REQUEST
    return page(request, None, "wrong_host.html", status=status, base_url=house(request).base_url)


def _either(program: Handler, person: Handler) -> Handler:
    def answer(request: Request, error: Exception) -> Response:
        asked = f"{request.url.path}/"
        wanted = program if asked.startswith(PROGRAMS) else person
        return wanted(request, error)

    return answer


def _to_sign_in(_request: Request, error: Exception) -> Response:
    assert isinstance(error, NotSignedIn)  # noqa: S101 (Starlette's handlers take any exception)
    query = "" if error.next == "/" else f"?{urlencode({'next': error.next})}"
    return RedirectResponse(f"/sign-in{query}", HTTPStatus.SEE_OTHER)


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 (as above)
    words = error.detail, error.next_step
    return _page(request, error.status, *words, headers=error.headers)


def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (as above)
    return _page(request, error.status_code, headers=error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (as above)
    # A number in a path that is none belongs to a page that is none.
    in_path = any(fault["loc"][:1] == ("path",) for fault in error.errors())
    return _page(request, 404 if in_path else 422)


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, SettingsError)  # noqa: S101 (as above)
    words = {
        "heading": "Your settings cannot be read",
        "what": "As they are stored, nothing can be planned by them.",
        "next_step": "Settings says what is wrong with them, and takes others in their place.",
    }
    way, status = ("/settings", "To the settings"), HTTPStatus.CONFLICT
    return page(request, None, "error.html", status=status, way=way, **words)


def _unavailable(request: Request, _error: Exception) -> Response:
    problems.log.error("a page failed: the database is unavailable")
    return _page(request, 503, headers={"Retry-After": str(RETRY_SECONDS)})


def _fault(request: Request, _error: Exception) -> Response:
    return _page(request, 500)


def _page(
    request: Request,
    status: int,
    what: str = "",
    next_step: str = "",
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    title, usual, usual_step = _WORDS.get(status, _WORDS[500 if status >= 500 else 400])  # noqa: PLR2004
    words = {"what": what or usual, "next_step": next_step if what else usual_step}
    way = "/", "To the first page"
    answer = page(request, None, "error.html", status=status, heading=title, way=way, **words)
    answer.headers.update(headers or {})
    return answer
