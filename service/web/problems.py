"""Errors of the API as `application/problem+json` (RFC 9457): what is wrong, and what to do.

The feed has its own errors, and pages will have theirs; this is for programs.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from connectors.contract import Problem
from service.store.faults import Unavailable

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 30


class Refusal(Exception):
    """The request will not do. `next_step` is what the person can do about it."""

    def __init__(
        self,
        status: int,
        detail: str,
        next_step: str = "",
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.next_step = next_step
        self.headers = dict(headers or {})


def refused(status: int, problem: Problem) -> Refusal:
    """A refusal in the words of a connector."""
    return Refusal(status, problem.what, problem.next_step)


def missing(what: str) -> Refusal:
    """There is none, or it is somebody else's: said alike, so that nobody learns which."""
    return Refusal(HTTPStatus.NOT_FOUND, f"You have no such {what}.")


def handle(app: FastAPI) -> None:
    """Let every error of the app be a problem document."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Unavailable, _unavailable)
    app.add_exception_handler(Exception, _fault)


def _document(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: object
) -> JSONResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return JSONResponse(body, status, media_type=MEDIA_TYPE, headers=kept)


def _refusal(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)  # noqa: S101 (Starlette's handlers take any exception)
    more = {"next_step": error.next_step} if error.next_step else {}
    return _document(error.status, error.detail, headers=error.headers, **more)


def _plain(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 (as above)
    return _document(error.status_code, str(error.detail), headers=error.headers)


def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (as above)
    # The input itself stays out: it may be the secret address.
    faults = [
        {"where": ".".join(map(str, fault["loc"])), "what": fault["msg"]}
        for fault in error.errors()
    ]
    detail = "The request is not as it should be: see `faults`."
    return _document(HTTPStatus.UNPROCESSABLE_ENTITY, detail, faults=faults)


def _unavailable(_request: Request, _error: Exception) -> JSONResponse:
    """The database cannot answer now: nothing was done by halves, so the same again may follow."""
    log.error("a request failed: the database is unavailable")
    detail = "This cannot be done just now. Please try again in a minute."
    wait = {"Retry-After": str(RETRY_SECONDS)}
    return _document(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=wait)


def _fault(_request: Request, _error: Exception) -> JSONResponse:
    """A fault of ours; the server logs where."""
    detail = "Something went wrong here, and it is not your doing."
    return _document(HTTPStatus.INTERNAL_SERVER_ERROR, detail)
