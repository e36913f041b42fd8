"""The buttons on the page of a follow-up, each of which says all there is to say."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from service.desk.answers import NotYours
from service.desk.taps import TAPS, tap
from service.domain.model import KINDS
from service.web.deps import Here
from service.web.forms import Form
from service.web.own_links import OWN, PLACES, OpenedActing, went_on
from service.web.problems import missing

router = APIRouter()

SAID: Final = "said_"


@router.post(OWN + "/tap")
def tapped(request: Request, here: Here, own: OpenedActing, fields: Form) -> Response:
    """Done, tomorrow, skip, they answered: `answer` of the follow-up that it is `about`."""
    said = next((one for one in TAPS if one == fields.one("answer")), None)
    about = next((one for one in KINDS if one == fields.one("about")), None)
    if said is None or about is None:
        raise missing("entry")
    try:
        tap(here.store, own.person, own.visit.key, about, said, me=own.me, now=here.clock())
    except NotYours:
        raise missing("entry") from None
    here.wake(own.person)
    place = next((path for path, _ in PLACES if path == f"/{about}"), "")
    return went_on(request, own, place, did=f"{SAID}{said}")
