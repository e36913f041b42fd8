"""Stationery at home: how much there is, so that nobody comes home to the last envelope."""

from __future__ import annotations

import re
from dataclasses import asdict
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from service.desk import supplies as desk
from service.domain.supplies import Supplies
from service.store.supplies import supplies
from service.web.access import Acting, Form, FormFields, Signed, Visitor
from service.web.deps import Here
from service.web.pages.paper import page

router = APIRouter()

PATH = "/supplies"
THINGS = ("sheets", "envelopes", "stamps")
MOST = 9999
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)


@router.get(PATH)
def shown(request: Request, here: Here, signed: Visitor) -> Response:
    """What was counted, less what was posted since."""
    with here.store.read() as tx:
        left = supplies(tx, signed.person)
    typed = {name: f"{number}" for name, number in asdict(left).items()} if left else {}
    return _page(request, signed, typed, wrong=())


@router.post(PATH)
def counted(request: Request, here: Here, signed: Acting, fields: Form) -> Response:
    """So much is there."""
    typed = {name: fields.one(name) for name in THINGS}
    wrong = tuple(name for name, text in typed.items() if not _NUMBER.fullmatch(text))
    if wrong:
        return _page(request, signed, typed, wrong)
    desk.count(here.store, signed.person, _read(fields), now=here.clock())
    here.wake(signed.person)
    return RedirectResponse(f"{PATH}?did=supplies_counted", HTTPStatus.SEE_OTHER)


def _read(fields: FormFields) -> Supplies:
    sheets, envelopes, stamps = (int(fields.one(name)) for name in THINGS)
    return Supplies(sheets=sheets, envelopes=envelopes, stamps=stamps)


def _page(
    request: Request, signed: Signed, typed: dict[str, str], wrong: tuple[str, ...]
) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    given = {"things": THINGS, "typed": typed, "wrong": wrong, "most": MOST}
    return page(request, signed, "supplies.html", status=status, **given)
