"""Delete everything: what goes, a name typed to be sure, and a receipt in the answer itself."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.desk import leaving
from service.desk.leaving import NotConfirmed, Receipt
from service.web import access
from service.web.access import Acting, Form, Signed, Visitor
from service.web.deps import Here, House
from service.web.pages.paper import page

router = APIRouter()

PATH = "/delete"


@router.get(PATH)
def asked(request: Request, here: Here, signed: Visitor) -> Response:
    """What would go."""
    return _asking(request, here, signed)


@router.post(PATH)
def confirmed(request: Request, here: Here, signed: Acting, fields: Form) -> Response:
    """All of it goes, this session too, so the receipt is shown here and now."""
    typed, now = fields.one("name"), here.clock()
    try:
        receipt = leaving.leave(here.store, signed.person, name=typed, hands=here.hands, now=now)
    except NotConfirmed:
        return _asking(request, here, signed, fault=True, typed=typed)
    answer = _receipt(request, receipt)
    access.take_cookie(answer, here.base_url)
    return answer


def _asking(
    request: Request, here: House, signed: Signed, *, fault: bool = False, typed: str = ""
) -> Response:
    goes = leaving.what_goes(here.store, signed.person)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return page(request, signed, "delete.html", status=status, goes=goes, fault=fault, typed=typed)


def _receipt(request: Request, receipt: Receipt) -> Response:
    # Nobody is signed in any more who could come back for a file: it is in the link itself.
    file = f"data:text/plain;charset=utf-8,{quote(receipt.text)}"
    return page(request, None, "receipt.html", receipt=receipt, file=file)
