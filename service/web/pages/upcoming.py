"""Upcoming: the page people live in. The next thing first, and every date says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from service.desk import phrases, supplies
from service.desk.upcoming import Upcoming, upcoming
from service.desk.visits import Shown
from service.domain.model import VisitKey
from service.web.access import Signed, Visitor
from service.web.deps import Here, House
from service.web.own_links import ways_in
from service.web.pages.answers import named
from service.web.pages.paper import page

router = APIRouter()

SIZE = 10
"""Visits on one page: as many as a phone loads at once (60 kB in all)."""
QUESTIONS = 10
FOLDED = 20
LAST_PAGE = 1000

Number = Annotated[int, Query(alias="page", ge=1, le=LAST_PAGE)]
_Item = TypeVar("_Item")


@router.get("/upcoming")
def coming(request: Request, here: Here, signed: Visitor, number: Number = 1) -> Response:
    """What is next, what is to come, what to ask about; what is over is folded behind."""
    found = upcoming(here.store, signed.person, me=signed.me, now=here.clock())
    return page(
        request,
        signed,
        "upcoming.html",
        found=found,
        phrases=phrases,
        named=named,
        visits=_sheet(found.visits, number),
        links=_links(here, signed, _sheet(found.visits, number)),
        asked=found.suggestions[:QUESTIONS],
        folded=[(one, n // SIZE + 1) for n, one in enumerate(found.over[:FOLDED])],
        number=number,
        further=len(found.visits) > number * SIZE,
        back=_back("/upcoming", number),
        empty=_empty(found),
        lacking=supplies.lacking(here.store, signed.person, found, now=here.clock()),
    )


@router.get("/upcoming/over")
def over(request: Request, here: Here, signed: Visitor, number: Number = 1) -> Response:
    """Interviews that are over and have nothing left to do, the latest first."""
    found = upcoming(here.store, signed.person, me=signed.me, now=here.clock())
    return page(
        request,
        signed,
        "over.html",
        found=found,
        phrases=phrases,
        named=named,
        visits=_sheet(found.over, number),
        links=_links(here, signed, _sheet(found.over, number)),
        number=number,
        further=len(found.over) > number * SIZE,
        back=_back("/upcoming/over", number),
    )


def _sheet(found: Sequence[_Item], number: int) -> Sequence[_Item]:
    return found[(number - 1) * SIZE : number * SIZE]


def _links(here: House, signed: Signed, found: Sequence[Shown]) -> Mapping[VisitKey, str]:
    """To what is behind their entries: the people before, the debrief afterwards."""
    return ways_in(here.store, signed.person, [one.key for one in found])


def _back(path: str, number: int) -> str:
    return path if number == 1 else f"{path}?page={number}"


def _empty(found: Upcoming) -> str:
    """Why there is nothing to see, if there is nothing."""
    if found.visits or found.over or found.suggestions:
        return ""
    if not found.calendars:
        return "no calendar"
    if not found.watched:
        return "left alone"
    if found.unread:
        return "unread"
    # Where nothing could be read, nothing was looked for: the trouble says it all.
    return "" if len(found.troubles) == found.watched else "nothing found"
