"""Calendars: which are read and how that goes; and where the follow-ups go."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from connectors.contract import Problem
from connectors.quirks.pasted_address import PROVIDERS
from service.desk import calendars, emptied, feeds
from service.desk.accounts import accounts
from service.desk.calendars import NoSuchCalendar
from service.desk.refusals import InTheWay, Unfit
from service.web.access import Acting, Form, Signed, Visitor
from service.web.deps import Here, House
from service.web.pages.calendar_cards import Card, card, worker_alive
from service.web.pages.google import google_setup
from service.web.pages.looking import Looks, look_again, looks_again
from service.web.pages.paper import page
from service.web.problems import missing

router = APIRouter()

PATH = "/calendars"


@router.get(PATH)
def shown(request: Request, here: Here, signed: Visitor, looks: Looks = 0) -> Response:
    """All of them."""
    return _page(request, here, signed, looks=looks)


@router.post(PATH)
def add(request: Request, here: Here, signed: Acting, fields: Form) -> Response:
    """Read one more."""
    typed = {"address": fields.one("address"), "name": fields.one("name")}
    now, base_url = here.clock(), here.base_url
    try:
        new = calendars.add(here.store, signed.person, **typed, base_url=base_url, now=now)
    except (Unfit, InTheWay) as fault:
        field = "name" if fault.problem.where == "the name" else "address"
        return _page(request, here, signed, faults={field: fault.problem}, typed=typed)
    here.wake(signed.person)
    return _done("calendar_added", new.id, looks=1)


@router.post(PATH + "/{number}/check")
def check(request: Request, here: Here, signed: Acting, number: int) -> Response:
    """Read it now."""
    try:
        calendars.check(here.store, signed.person, number, now=here.clock())
    except NoSuchCalendar:
        raise missing("calendar") from None
    except InTheWay as fault:
        return _page(request, here, signed, faults={f"{number}": fault.problem})
    here.wake(signed.person)
    return _done("calendar_checked", number, looks=1)


@router.post(PATH + "/{number}/rename")
def rename(request: Request, here: Here, signed: Acting, fields: Form, number: int) -> Response:
    """Call it otherwise."""
    name = fields.one("name")
    try:
        calendars.rename(here.store, signed.person, number, name, now=here.clock())
    except NoSuchCalendar:
        raise missing("calendar") from None
    except Unfit as fault:
        typed = {f"name{number}": name}
        return _page(request, here, signed, faults={f"name{number}": fault.problem}, typed=typed)
    here.wake(signed.person)
    return _done("calendar_renamed", number)


@router.post(PATH + "/{number}/watch")
def watch(here: Here, signed: Acting, fields: Form, number: int) -> Response:
    """Watch it again, or leave it alone."""
    watched, now = fields.one("watched") == "yes", here.clock()
    try:
        calendars.set_watched(here.store, signed.person, number, watched=watched, now=now)
    except NoSuchCalendar:
        raise missing("calendar") from None
    here.wake(signed.person)
    if watched:
        return _done("calendar_watched", number, looks=1)
    return _done("calendar_left_alone", number)


@router.post(PATH + "/{number}/emptied")
def emptied_by(here: Here, signed: Acting, fields: Form, number: int) -> Response:
    """What to make of it that none of the follow-ups is in it any more."""
    wanted, now = fields.one("word") == "wanted", here.clock()
    try:
        emptied.answer(
            here.store, signed.person, number, "wanted" if wanted else "removed", now=now
        )
    except NoSuchCalendar:
        raise missing("calendar") from None
    here.wake(signed.person)
    return _done("emptied_wanted" if wanted else "emptied_removed", looks=1)


@router.post(PATH + "/{number}/remove")
def remove(here: Here, signed: Acting, number: int) -> Response:
    """Read it no longer."""
    try:
        calendars.remove(here.store, signed.person, number, now=here.clock())
    except NoSuchCalendar:
        raise missing("calendar") from None
    here.wake(signed.person)
    return _done("calendar_removed")


def _page(  # noqa: PLR0913 (keywords: what a page with faults in it holds)
    request: Request,
    here: House,
    signed: Signed,
    *,
    looks: int = 0,
    faults: Mapping[str, Problem] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    now = here.clock()
    with here.store.read() as tx:
        alive = worker_alive(tx, now)
        connected = accounts(tx, signed.person, signed.me)
        lost = {one.id for one in connected if one.state == "paused"}
        mine = calendars.read_by(tx, signed.person)
        cards = [card(one, alive=alive, now=now, paused=one.grant in lost) for one in mine]
        feed = feeds.standing(tx, signed.person)
        asked = emptied.asking(tx, signed.person)
    waits = looks_again(looks) and any(one.under_way for one in cards)
    values = {"faults": faults or {}, "typed": typed or {}, "feed": feed, "waits": waits}
    values |= {"accounts": connected, "google": google_setup(here), "asked": asked}
    values["writing"] = any(one.watched and one.writes != "feed" for one in connected)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    answer = page(request, signed, "calendars.html", status=status, **values, **_listed(cards))
    if waits:
        look_again(answer, PATH, looks)
    return answer


def _listed(cards: list[Card]) -> Mapping[str, object]:
    return {"cards": cards, "providers": PROVIDERS, "room": len(cards) < calendars.MOST}


def _done(did: str, number: int | None = None, *, looks: int = 0) -> RedirectResponse:
    look = f"&look={looks}" if looks else ""
    place = f"#calendar-{number}" if number else ""
    return RedirectResponse(f"{PATH}?did={did}{look}{place}", HTTPStatus.SEE_OTHER)
