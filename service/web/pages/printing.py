"""Before you leave, and what is printed: PDFs of exact size, made when they are asked for."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.desk.before_leaving import asked, call_date
from service.desk.debrief import Sheet, sheet
from service.store.supplies import supplies
from service.web.deps import Here, House
from service.web.own_links import OWN, QUIET, Opened, Own, own_page
from service.web.problems import missing

router = APIRouter()

SUFFIX: Final = ".pdf"


@router.get(OWN + "/prompt")
def prompt(request: Request, here: Here, own: Opened) -> Response:
    """The three questions, with names and the date of the call, and what to bring."""
    found = _sheet(here, own)
    return own_page(
        request,
        own,
        "prompt.html",
        questions=asked(found),
        call=call_date(found),
        names=[one.spoken.name for one in found.guests if one.there],
        lacking=_lacking(here, own, found),
    )


@router.get(OWN + "/print/{what}" + SUFFIX)
def printed(here: Here, own: Opened, what: str) -> Response:
    """One of `service.desk.printing.PRINTED`.

    To be kept and opened by a reader: browsers print as large as they like, and what holds our
    pages shut keeps them from showing it.
    """
    # The PDF library takes 5 MB and 0.1 s, and many a service never prints.
    from service.desk.printing import PRINTED  # noqa: PLC0415

    draw = PRINTED.get(what)
    if draw is None:
        raise missing("page")
    pdf = draw(_sheet(here, own), own.me)
    # What it is called says what it is, never for whom.
    named = f'attachment; filename="{what}{SUFFIX}"'
    headers = {"Cache-Control": "no-store", "Content-Disposition": named}
    return Response(pdf, media_type="application/pdf", headers=QUIET | headers)


def _sheet(here: House, own: Own) -> Sheet:
    with here.store.read() as tx:
        return sheet(tx, own.person, own.visit, own.policy, now=here.clock())


def _lacking(here: House, own: Own, found: Sheet) -> tuple[str, ...]:
    """What runs out if everyone there gets a card."""
    if not own.policy.card.enabled:
        return ()
    with here.store.read() as tx:
        left = supplies(tx, own.person)
    people = sum(one.there for one in found.guests)
    return left.short_of(max(people, 1)) if left else ()
