"""The debrief: who was there, what about, and what comes next. One minute, on a phone.

There is no script: whatever button is pressed, the whole form is saved, and the page comes back
at the next question.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.desk import phrases
from service.desk.before_leaving import asked as questions
from service.desk.debrief import Sheet, keep, sheet
from service.desk.debrief_dates import Usual
from service.domain import wording
from service.domain.places import local
from service.store.answers import ABOUT_VISITS, answers
from service.web.debrief import COUNTS, Form, again, blank, callable_names, read, usual_value
from service.web.deps import Here, House
from service.web.forms import Form as Sent
from service.web.own_links import OWN, Opened, OpenedActing, Own, own_page, went_on

router = APIRouter()

SECTIONS: Final = ("people", "next", "call", "end")
"""Where a button may lead back to, by the mark of the place."""
NOON: Final = 12


@router.get(OWN)
def shown(request: Request, here: Here, own: Opened) -> Response:
    """What was told so far, to go on with."""
    asked = _sheet(here, own)
    return _page(request, here, own, asked, blank(asked))


@router.post(OWN)
def told(request: Request, here: Here, own: OpenedActing, fields: Sent) -> Response:
    """Save all that can be read; the rest comes back as it was typed."""
    asked = _sheet(here, own)
    debrief, faults = read(fields, asked, now=here.clock())
    if keep(here.store, own.person, own.visit, debrief):
        here.wake(own.person)
    if faults:
        return _page(request, here, own, asked, again(asked, fields, faults))
    to = fields.one("to")
    if to in SECTIONS:
        return went_on(request, own, f"?at={to}#{to}")
    return went_on(request, own, did="debrief_kept")


def _sheet(here: House, own: Own) -> Sheet:
    with here.store.read() as tx:
        return sheet(tx, own.person, own.visit, own.policy, now=here.clock())


def _page(request: Request, here: House, own: Own, asked: Sheet, form: Form) -> Response:
    now = here.clock()
    today = local(now, own.me).date()
    return own_page(
        request,
        own,
        "debrief.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.faults else HTTPStatus.OK,
        form=form,
        weeks=[(f"{one.day}", one.words, phrases.brief(one.day, today)) for one in asked.weeks],
        usual=_usual(asked.usual),
        usual_value=usual_value(asked),
        counts=COUNTS,
        nobody=not any(one.guest and not one.folded for one in form.slots),
        whom=callable_names(asked, form),
        saved_at=request.query_params.get("at"),
        before=own.visit.start > now,
        begins=phrases.when(local(own.visit.start, own.me), today),
        questions=questions(asked),
        outcome=_outcome(here, own),
    )


def _usual(usual: Usual | None) -> Mapping[str, str]:
    """The plan's own date in words: theirs and, where the clocks differ, the person's."""
    if usual is None:
        return {}
    part = "morning" if usual.theirs.hour < NOON else "afternoon"
    return {
        "theirs": _short(usual.theirs),
        "own": _short(usual.own) if usual.differ else "",
        "day": f"{wording.said_day(usual.theirs.date())}, in the {part}",
    }


def _short(instant: datetime) -> str:
    return " ".join(wording.moment(instant).split())


def _outcome(here: House, own: Own) -> str:
    """What they have answered so far."""
    with here.store.read() as tx:
        told = answers(tx, own.person)
    return next((x.kind for x in told if x.key == own.visit.key and x.kind in ABOUT_VISITS), "")
