"""The debrief: who was there, what about, and what comes next. One minute, on a phone."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.web.own_links import OWN, Opened, own_page

router = APIRouter()


@router.get(OWN)
def shown(request: Request, own: Opened) -> Response:
    """What was told so far, to go on with."""
    return own_page(request, own, "debrief.html")
