"""On to Google, and back from it: what came of it, in a sentence with the next step.

On to Google leads a page of ours and not a redirect: after a form, browsers follow a redirect
only to where our policy lets forms go (CSP 3, form-action), and that is this site alone.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from connectors.consent import ConsentFailed, Grant
from connectors.contract import Problem, Transient
from service.desk import connecting
from service.desk.connecting import CALLBACK, PROVIDER
from service.desk.refusals import InTheWay
from service.store.grants import people_with_account
from service.store.oauth_states import Asked
from service.web import access, oauth
from service.web.access import Signed
from service.web.deps import Here, House
from service.web.pages.paper import page

router = APIRouter()


def onward(request: Request, signed: Signed | None, address: str) -> Response:
    """To Google at once; where a browser does not go by itself there is a button."""
    answer = page(request, signed, "google_onward.html", address=address)
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


@router.get(CALLBACK)
def came_back(request: Request, here: Here) -> Response:
    """Back from Google, with a yes or a no."""
    signed = access.present(request, here)
    signing_in, apart = signed is None, False
    try:
        asked = oauth.taken_up(request, here, signed)
        signing_in, apart = asked.person is None, asked.reach == "own"
        grant = oauth.completed(request, here, asked)
    except ConsentFailed as failure:
        return _failed(request, signed, failure, signing_in=signing_in, apart=apart)
    except Transient:
        return _not_just_now(request, signed, signing_in=signing_in, apart=apart)
    if signed is None or asked.person is None:
        return _signed_in(request, here, signed, asked, grant)
    return _connected(request, here, signed, asked, grant)


def _connected(
    request: Request, here: House, signed: Signed, asked: Asked, grant: Grant
) -> Response:
    try:
        kept = connecting.keep(
            here.store, signed.person, grant, reach=asked.reach, now=here.clock()
        )
    except InTheWay as fault:
        return _in_the_way(request, signed, fault.problem)
    here.wake(signed.person)
    own = f"/google/{kept.grant}"
    if asked.return_path not in ("", own):
        return _another(request, signed, meant=asked.return_path, got=own, email=grant.email)
    if kept.calendars:
        return _to(f"/calendars?did=google_again&look=1#account-{kept.grant}")
    return _to(f"{own}?did=google_connected")


def _signed_in(
    request: Request, here: House, signed: Signed | None, asked: Asked, grant: Grant
) -> Response:
    """Let in whoever has connected this account, and nobody else; nobody is made by it."""
    now, before = here.clock(), request.cookies.get(access.cookie_name(here.base_url))
    with here.store.write() as tx:
        known = people_with_account(tx, PROVIDER, grant.subject)
        if len(known) != 1:
            return _nobody(request, signed, several=bool(known))
        session = access.sign_in(tx, known[0], request, instead_of=before, now=now)
    answer = _to(access.own_path(asked.return_path))
    access.give_cookie(answer, session, here.base_url)
    oauth.take_cookie(answer, here)
    return answer


def _failed(
    request: Request,
    signed: Signed | None,
    failure: ConsentFailed,
    *,
    signing_in: bool,
    apart: bool,
) -> Response:
    heading, again = _HEADINGS[failure.why], failure.why != "refused"
    status = HTTPStatus.OK if failure.why == "declined" else HTTPStatus.BAD_REQUEST
    said = {"heading": heading, "what": f"{failure}", "again": again}
    said |= {"signing_in": signing_in, "apart": apart}
    return page(request, signed, "google_failed.html", status=status, **said)


def _in_the_way(request: Request, signed: Signed, fault: Problem) -> Response:
    said = {"heading": "It is connected in another way", "what": f"{fault.what} {fault.next_step}"}
    more = {"again": False, "signing_in": False, "apart": False}
    return page(request, signed, "google_failed.html", status=HTTPStatus.CONFLICT, **said, **more)


def _not_just_now(
    request: Request, signed: Signed | None, *, signing_in: bool, apart: bool
) -> Response:
    said = {"heading": "Google could not answer", "what": _BAD_DAY, "again": True}
    status = HTTPStatus.SERVICE_UNAVAILABLE
    said |= {"signing_in": signing_in, "apart": apart}
    return page(request, signed, "google_failed.html", status=status, **said)


def _another(request: Request, signed: Signed, *, meant: str, got: str, email: str) -> Response:
    return page(request, signed, "google_another.html", meant=meant, got=got, email=email)


def _nobody(request: Request, signed: Signed | None, *, several: bool) -> Response:
    status = HTTPStatus.FORBIDDEN
    return page(request, signed, "google_nobody.html", status=status, several=several)


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


_HEADINGS: Final = {
    "declined": "Nothing was connected",
    "unticked": "A box was not ticked",
    "stale": "That did not come through",
    "refused": "Google does not accept this service",
    "untrusted": "That is not an answer of Google's",
}
_BAD_DAY: Final = (
    "It is not your doing, and nothing is lost: what was connected before still is."
    " Wait a minute, then try again."
)
