"""`/` leads to where the person is: the first run, or what comes next."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from service.web.access import Visitor

router = APIRouter()


@router.get("/")
def home(signed: Visitor) -> RedirectResponse:
    """To the pages of everyday once all has begun."""
    path = "/upcoming" if signed.begun else "/welcome"
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)
