"""The person's devices: one more to sign in on, those that open links, and new links for all."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from starlette.responses import Response

from service.store.access import add_link
from service.store.devices import end_devices
from service.store.journal import write_line
from service.store.leases import wake
from service.store.link_secrets import give_link_secret
from service.store.seal import hash_token, new_token
from service.web.access import Acting
from service.web.deps import Here
from service.web.links import qr_code
from service.web.pages.paper import page

router = APIRouter()

FOR_THE_PHONE: Final = timedelta(minutes=10)


@router.post("/account/phone")
def one_more(request: Request, here: Here, signed: Acting) -> Response:
    """A sign-in link as a code for a camera, in this very answer: only its hash is kept."""
    token, now = new_token(), here.clock()
    with here.store.write() as tx:
        add_link(tx, signed.person, hash_token(token), now=now, lasts=FOR_THE_PHONE)
    address = f"{here.base_url}/sign-in/{token}"
    code = Markup(qr_code(address))  # noqa: S704 (drawn here, and holds nothing but lines)
    return page(request, signed, "phone.html", code=code, address=address)


@router.post("/account/devices/end")
def end_all(here: Here, signed: Acting) -> Response:
    """No browser opens links any more that is not signed in."""
    with here.store.write() as tx:
        end_devices(tx, signed.person)
    return _done("devices_ended")


@router.post("/account/links/new")
def new_links(here: Here, signed: Acting) -> Response:
    """Links of before open nothing any more; the entries get others at the next pass."""
    now = here.clock()
    with here.store.write() as tx:
        give_link_secret(tx, signed.person)
        write_line(
            tx, signed.person, now, "links_new", None, "You made the links in your entries new."
        )
        wake(tx, signed.person, now=now)
    here.wake(signed.person)
    return _done("links_new")


def _done(did: str) -> Response:
    return RedirectResponse(f"/account?did={did}", HTTPStatus.SEE_OTHER)
