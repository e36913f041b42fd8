"""Errors of the API as `application/problem+json` (RFC 9457): what is wrong, and what to do.

The feed and the pages have errors of their own; this is for programs.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from connectors.contract import Problem
from service.settings_file import SettingsError
from service.store.faults import Unavailable
from service.web.problem_kinds import kind_of

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 30


class Refusal(Exception):
    """The request will not do. `next_step` is what the person can do about it.

    `code` names one of `problem_kinds`; without it the status does. `faults` are what is wrong
    in the request, each with its place.
    """

    def __init__(  # noqa: PLR0913 (what an error document holds)
        self,
        status: int,
        detail: str,
        next_step: str = "",
        *,
        code: str = "",
        faults: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.next_step = next_step
        self.code = code
        self.faults = tuple(faults)
        self.headers = dict(headers or {})


def refused(status: int, problem: Problem, *, code: str = "") -> Refusal:
    """A refusal in the words of the desk or a connector."""
    return Refusal(status, problem.what, problem.next_step, code=code)


def missing(what: str) -> Refusal:
    """There is none, or it is somebody else's: said alike, so that nobody learns which."""
    return Refusal(HTTPStatus.NOT_FOUND, f"You have no such {what}.")


def handle(app: FastAPI) -> None:
    """Let every error of the app be a problem document."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(SettingsError, _unreadable)
    app.add_exception_handler(Unavailable, _unavailable)
    app.add_exception_handler(Exception, _fault)


def document(
    status: int,
    detail: str,
    *,
    code: str = "",
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> JSONResponse:
    """An error as the API tells it."""
    kind = kind_of(status, code)
    body = {
        "type": kind.type,
        "code": kind.code,
        "title": kind.title,
        "status": status,
        "detail": detail,
        **{name: value for name, value in more.items() if value},
    }
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return JSONResponse(body, status, media_type=MEDIA_TYPE, headers=kept)


def _refusal(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)  # noqa: S101 (Starlette's handlers take any exception)
    return document(
        error.status,
        error.detail,
        code=error.code,
        headers=error.headers,
        next_step=error.next_step,
        faults=_placed(error.faults),
    )


def _plain(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 (as above)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED and (known := _allowed(request)):
        headers["Allow"] = ", ".join(known)
    return document(error.status_code, str(error.detail), headers=headers)


def _allowed(request: Request) -> list[str]:
    """Every method of the address (RFC 9110 15.5.6); a router knows those of one route only.

    None for what is not described: there the route said all there are.
    """
    known = request.app.openapi()["paths"]
    routes = (compile_path(path)[0] for path in known)
    matching = [
        path for path, route in zip(known, routes, strict=True) if route.match(request.url.path)
    ]
    return sorted({method.upper() for path in matching for method in known[path]})


def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (as above)
    # The input itself stays out: it may be the secret address.
    faults = [(".".join(map(str, fault["loc"])), fault["msg"]) for fault in error.errors()]
    detail = "The request is not as it should be: see `faults`."
    return document(HTTPStatus.UNPROCESSABLE_ENTITY, detail, faults=_placed(faults))


def _unreadable(_request: Request, error: Exception) -> JSONResponse:
    """Of the settings that are stored: what was sent has been looked at before."""
    assert isinstance(error, SettingsError)  # noqa: S101 (as above)
    faults = [(one.where, f"{one.what} {one.next_step}") for one in error.problems]
    detail = "Your settings, as they are stored, cannot be read."
    code = "settings-unreadable"
    return document(HTTPStatus.CONFLICT, detail, code=code, faults=_placed(faults))


def _placed(faults: Sequence[tuple[str, str]]) -> list[Mapping[str, str]]:
    # The name of a field that nobody knows is the sender's own, and may be half a character.
    told = ((where.encode("utf-8", "replace").decode(), what) for where, what in faults)
    return [{"where": where, "what": what} for where, what in told]


def _unavailable(_request: Request, _error: Exception) -> JSONResponse:
    """The database cannot answer now: nothing was done by halves, so the same again may follow."""
    log.error("a request failed: the database is unavailable")
    detail = "This cannot be done just now. Please try again in a minute."
    wait = {"Retry-After": str(RETRY_SECONDS)}
    return document(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=wait)


def _fault(_request: Request, _error: Exception) -> JSONResponse:
    """A fault of ours; the server logs where."""
    detail = "Something went wrong here, and it is not your doing."
    return document(HTTPStatus.INTERNAL_SERVER_ERROR, detail)
