"""You: the browsers you are signed in with, your tokens, and everything of yours to take along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from service.desk import tokens
from service.desk.export import export
from service.desk.refusals import InTheWay, Unfit
from service.store.access import BrowserSession, end_session, end_sessions, sessions_of
from service.store.devices import Device, devices_of
from service.store.tokens import tokens as tokens_of
from service.web.access import Acting, Form, Signed, Visitor, over
from service.web.deps import Here, House
from service.web.pages.browser_names import browser_name
from service.web.pages.paper import page

router = APIRouter()

PATH = "/account"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Browser:
    """A browser as the page shows it; `handle` names it in a form, and opens nothing."""

    handle: str
    name: str
    since: datetime
    seen: datetime
    this_one: bool


@router.get(PATH)
def shown(request: Request, here: Here, signed: Visitor) -> Response:
    """All of it."""
    return _page(request, here, signed)


@router.post(PATH + "/tokens")
def make_token(request: Request, here: Here, signed: Acting, fields: Form) -> Response:
    """A new token, in this very answer: only its hash is kept."""
    name = fields.one("name")
    try:
        token = tokens.make(here.store, signed.person, name, now=here.clock())
    except (Unfit, InTheWay) as fault:
        said = f"{fault.problem.what} {fault.problem.next_step}"
        return _page(request, here, signed, fault=said, typed=name)
    return _page(request, here, signed, token=token)


@router.post(PATH + "/tokens/remove")
def remove_token(here: Here, signed: Acting, fields: Form) -> Response:
    """It works no longer; that one which is gone is removed again does no harm."""
    tokens.remove(here.store, signed.person, fields.one("name"), now=here.clock())
    return _done("token_removed")


@router.post(PATH + "/browsers/end")
def end_browser(here: Here, signed: Acting, fields: Form) -> Response:
    """Sign out another browser."""
    with here.store.write() as tx:
        for one in sessions_of(tx, signed.person):
            if one.handle == fields.one("browser"):
                end_session(tx, signed.person, one.token_hash)
    return _done("browser_signed_out")


@router.post(PATH + "/browsers/end-others")
def end_other_browsers(here: Here, signed: Acting) -> Response:
    """Sign out every browser but this one."""
    with here.store.write() as tx:
        end_sessions(tx, signed.person, but=signed.session)
    return _done("browsers_signed_out")


@router.get("/export")
def take_along(here: Here, signed: Visitor) -> Response:
    """One ZIP with everything (docs/export.md)."""
    now = here.clock()
    made = export(here.store, signed.person, now=now)
    headers = {
        "Content-Disposition": f'attachment; filename="afterword-{now:%Y-%m-%d}.zip"',
        "Cache-Control": "no-store",
    }
    return Response(made, media_type="application/zip", headers=headers)


def _page(  # noqa: PLR0913 (what came of a form, each for one field)
    request: Request,
    here: House,
    signed: Signed,
    *,
    fault: str = "",
    typed: str = "",
    token: str = "",
) -> Response:
    with here.store.read() as tx:
        browsers = _browsers(sessions_of(tx, signed.person), signed, here.clock())
        devices = [_device(one) for one in devices_of(tx, signed.person)]
        known = tokens_of(tx, signed.person)
    return page(
        request,
        signed,
        "account.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        browsers=browsers,
        devices=devices,
        tokens=known,
        token=token,
        fault=fault,
        typed=typed,
        base_url=here.base_url,
    )


def _browsers(sessions: Iterable[BrowserSession], signed: Signed, now: datetime) -> list[_Browser]:
    found = [
        _Browser(
            handle=one.handle,
            name=browser_name(one.browser),
            since=one.created,
            seen=one.seen,
            this_one=one.token_hash == signed.session,
        )
        for one in sessions
        if not over(one, now)
    ]
    return sorted(found, key=lambda one: not one.this_one)


def _device(one: Device) -> _Browser:
    """As a browser is shown; there is nothing to do about one alone."""
    name = browser_name(one.browser)
    return _Browser(handle="", name=name, since=one.created, seen=one.seen, this_one=False)


def _done(did: str) -> Response:
    return RedirectResponse(f"{PATH}?did={did}", HTTPStatus.SEE_OTHER)
