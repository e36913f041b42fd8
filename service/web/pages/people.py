"""The people of one interview: whom one has met before, what was said, and forgetting them."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.desk import memory, phrases
from service.desk.forgetting import forget_interview, forget_person
from service.desk.memory import PeopleSheet
from service.desk.met_before import said_of
from service.domain.debrief import Spoken
from service.domain.places import local
from service.web.deps import Here, House
from service.web.forms import Form
from service.web.own_links import OWN, Opened, OpenedActing, Own, own_page, went_on
from service.web.problems import missing

router = APIRouter()

SURE: Final = "sure"
"""What the button of the second page says; the first one only asks."""


@router.get(OWN + "/people")
def shown(request: Request, here: Here, own: Opened) -> Response:
    """One page to read the evening before."""
    found = _sheet(here, own)
    today = local(here.clock(), own.me).date()
    until = found.forgotten_on and phrases.when(local(found.forgotten_on, own.me).date(), today)
    return own_page(
        request,
        own,
        "people.html",
        found=found,
        until=until,
        earlier=lambda before: said_of(before, own.visit.start, own.me),
        thanked=_thanked,
    )


@router.post(OWN + "/people")
def kept(request: Request, here: Here, own: OpenedActing, fields: Form) -> Response:
    """Remember all of it until further notice, or no longer."""
    wanted = fields.one("keep") == "yes"
    memory.keep(here.store, own.person, own.visit.key, now=here.clock(), wanted=wanted)
    return went_on(request, own, "/people", did="said_keep" if wanted else "said_undone")


@router.post(OWN + "/forget")
def forget(request: Request, here: Here, own: OpenedActing, fields: Form) -> Response:
    """Ask whether they are sure; then forget. No name is in an address, where logs would see it."""
    whom, sure = fields.one("whom"), fields.one(SURE) == SURE
    one = _one(_sheet(here, own), whom) if whom else None
    if not sure:
        return own_page(request, own, "forget.html", whom=whom, one=one)
    if one is None:
        forget_interview(here.store, own.person, own.visit.key, now=here.clock())
        here.wake(own.person)
        return own_page(request, own, "forgotten.html", places=())
    forget_person(here.store, own.person, one.name, one.email, now=here.clock())
    here.wake(own.person)
    return went_on(request, own, "/people", did="person_forgotten")


def _sheet(here: House, own: Own) -> PeopleSheet:
    with here.store.read() as tx:
        return memory.people_sheet(tx, own.person, own.visit, own.policy, now=here.clock())


def _one(found: PeopleSheet, whom: str) -> Spoken:
    known = (one.spoken for one in (*found.here, *found.others))
    one = next((one for one in known if one.whom == whom), None)
    if one is None:
        raise missing("person")
    return one


def _thanked(one: Spoken) -> str:
    """How they were thanked, in words."""
    ways = [word for word, at in (("by email", one.emailed), ("by card", one.posted)) if at]
    return f"Thanked {' and '.join(ways)}." if ways else ""
