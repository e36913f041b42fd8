"""Disconnecting a Google account: what goes, a choice, and a receipt in the answer itself."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from connectors.contract import Transient
from service.desk.accounts import Account
from service.desk.parting import TakeOut, part
from service.web import oauth
from service.web.access import Acting, Form, Signed, Visitor
from service.web.deps import Here
from service.web.pages.google import own_account
from service.web.pages.paper import page

router = APIRouter()

PATH = "/google/{number}/disconnect"
_TAKE_OUT: Mapping[str, TakeOut] = {"remove": "ours", "calendar": "all"}


@router.get(PATH)
def asked(request: Request, here: Here, signed: Visitor, number: int) -> Response:
    """What would go."""
    one = own_account(here, signed, number)
    return page(request, signed, "google_disconnect.html", one=one, fault="")


@router.post(PATH)
def confirmed(request: Request, here: Here, signed: Acting, fields: Form, number: int) -> Response:
    """Take out what we made, if that is wished, give the consent back, and forget the account."""
    one = own_account(here, signed, number)
    take_out, now = _TAKE_OUT.get(fields.one("events"), "nothing"), here.clock()
    try:
        told = part(here.store, signed.person, one, oauth.hands(here), take_out=take_out, now=now)
    except Transient:
        return _not_yet(request, signed, one, "Google could not answer just now.")
    here.wake(signed.person)
    if told.failed:
        count = len(told.failed)
        said = f"{count} follow-up{'s' if count > 1 else ''} could not be removed just now."
        return _not_yet(request, signed, one, said)
    return page(
        request, signed, "google_receipt.html", told=told, email=one.email, take_out=take_out
    )


def _not_yet(request: Request, signed: Signed, one: Account, fault: str) -> Response:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return page(request, signed, "google_disconnect.html", status=status, one=one, fault=fault)
