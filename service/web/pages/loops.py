"""Open loops: all that is open today on one screen, and nothing else."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.desk.loops import loops
from service.desk.upcoming import upcoming
from service.web.access import Visitor
from service.web.deps import Here
from service.web.own_links import ways_in
from service.web.pages.answers import named
from service.web.pages.paper import page

router = APIRouter()

PATH = "/loops"


@router.get(PATH)
def shown(request: Request, here: Here, signed: Visitor) -> Response:
    """What to do today."""
    now = here.clock()
    found = upcoming(here.store, signed.person, me=signed.me, now=now)
    open_ = loops(found, signed.me, now=now)
    links = ways_in(here.store, signed.person, {one.visit.key for one in open_})
    return page(
        request, signed, "loops.html", found=found, loops=open_, links=links, named=named, back=PATH
    )
