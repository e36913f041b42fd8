"""The call: whom, which number, what to say, what to leave on a machine, and what came of it."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.desk import answers, phrases
from service.desk.call_sheet import CallSheet, call_sheet
from service.domain.language import LANGUAGES
from service.domain.places import local
from service.store.answers import ABOUT_VISITS
from service.web.deps import Here
from service.web.forms import Form
from service.web.own_links import OWN, Opened, OpenedActing, own_page, went_on
from service.web.pages.notes import signer
from service.web.problems import missing

router = APIRouter()

CAME: Final = {
    "heard_back": "They answered",
    "offer": "An offer",
    "rejected": "A no",
    "silent": "They promised to call, and did not",
    "withdrew": "I am no longer interested",
}
NOW: Final = {
    "heard_back": "They have answered, so there is no call to make.",
    "offer": "They made you an offer, so there is no call to make. Congratulations!",
    "rejected": "It was a no, so there is no call to make. A short note is only if you like.",
    "silent": "They meant to call you and did not. That is a good reason to ask, kindly.",
    "withdrew": "You are no longer interested, so there is no call to make.",
}


@router.get(OWN + "/call")
def shown(request: Request, here: Here, own: Opened, lang: str = "") -> Response:
    """What lies beside the telephone."""
    with here.store.read() as tx:
        found = call_sheet(tx, signer(own, lang), own.visit, own.policy, now=here.clock())
    today = local(here.clock(), own.me).date()
    return own_page(
        request,
        own,
        "call.html",
        found=found,
        when=phrases.when(found.own, today) if found.own else "",
        theirs=_theirs(found),
        came=CAME,
        now_is=NOW.get(found.outcome, ""),
        languages=LANGUAGES,
    )


@router.post(OWN + "/call")
def came(request: Request, here: Here, own: OpenedActing, fields: Form) -> Response:
    """What came of it, or that nothing has after all."""
    said = next((one for one in ABOUT_VISITS if one == fields.one("answer")), None)
    if said is None:
        raise missing("answer")
    undo = bool(fields.one("undo"))
    change = answers.take_back if undo else answers.give
    try:
        change(here.store, own.person, said, own.visit.key, now=here.clock())
    except answers.NotYours:
        raise missing("answer") from None
    here.wake(own.person)
    return went_on(request, own, "/call", did="said_undone" if undo else f"said_{said}")


def _theirs(found: CallSheet) -> str:
    """The hour on their clock, where it is another than on the person's."""
    if found.theirs is None or found.own is None:
        return ""
    same = found.theirs.replace(tzinfo=None) == found.own.replace(tzinfo=None)
    return "" if same else f"{found.theirs:%H:%M}"
