"""Signing in by a link that works once, and signing out again.

To open a link shows a button, and only the button signs in: a preview that a chat program
fetches must not use the link up. There is nothing to guess and nothing to forget.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote, urlencode, urlsplit

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from service.store import access as store_access
from service.store.people import person as find_person
from service.store.seal import hash_token
from service.web import access, devices
from service.web.access import Acting, Form
from service.web.deps import Here, House, house
from service.web.pages.paper import page
from service.web.problems import Refusal
from service.web.proxies import client_address, counted_as

router = APIRouter()

PREFIX = "/sign-in/"
LONGEST = 200
Token = Annotated[str, Path(max_length=LONGEST)]
Next = Annotated[str, Query(alias="next")]


def patient(request: Request, here: Here) -> None:
    """Raises `Refusal` (429) after too many attempts that failed, from one network.

    Those that succeed are not counted: an office behind one address may all come in at nine.
    """
    wait = here.attempts.spent(_network(request, here))
    if wait:
        raise Refusal(
            HTTPStatus.TOO_MANY_REQUESTS,
            "There were too many attempts to sign in from your network.",
            "Wait a minute, then open the link again; it still works.",
            headers={"Retry-After": str(wait)},
        )


@router.get("/sign-in")
def ways_in(request: Request, here: Here, onward: Next = "/") -> Response:
    """How to get a link; whoever is signed in is led on."""
    if access.present(request, here) is not None:
        return _to(access.own_path(onward))
    return _asking(request, onward=access.own_path(onward))


@router.post("/sign-in")
def pasted(request: Request, here: Here, fields: Form) -> Response:
    """A link that was copied rather than opened."""
    access.refuse_strangers(request, here)
    onward, token = access.own_path(fields.one("next")), _token_in(fields.one("link"))
    if not token:
        return _asking(request, onward=onward, fault=True)
    return _to(f"{PREFIX}{quote(token, safe='')}?{urlencode({'next': onward})}")


@router.get(PREFIX + "{token}", dependencies=[Depends(patient)])
def opened(request: Request, here: Here, token: Token, onward: Next = "/") -> Response:
    """Who would be signed in, and a button."""
    with here.store.read() as tx:
        person = store_access.link_person(tx, hash_token(token), now=here.clock())
        who = None if person is None else find_person(tx, person)
    if who is None:
        return _worn_out(request, here)
    target = f"{PREFIX}{quote(token, safe='')}"
    onward = access.own_path(onward)
    return page(request, None, "sign_in_link.html", name=who.name, target=target, onward=onward)


@router.post(PREFIX + "{token}", dependencies=[Depends(patient)])
def entered(request: Request, here: Here, token: Token, fields: Form) -> Response:
    """Use the link up and open a new session, whatever the browser had before."""
    access.refuse_strangers(request, here)
    now, before = here.clock(), request.cookies.get(access.cookie_name(here.base_url))
    onward = access.own_path(fields.one("next"))
    with here.store.write() as tx:
        person = store_access.use_link(tx, hash_token(token), now=now)
        if person is None:
            return _worn_out(request, here)
        session = access.sign_in(tx, person, request, instead_of=before, now=now)
        # Whoever signs in for a link of an entry wants it to open the next time as well.
        known = devices.know(tx, person, request, now=now) if onward.startswith("/d/") else ""
    answer = _to(onward)
    access.give_cookie(answer, session, here.base_url)
    if known:
        devices.give_cookie(answer, known, here.base_url)
    return answer


@router.post("/sign-out")
def left(request: Request, here: Here, signed: Acting) -> Response:
    """End the session of this browser, and that it opens the links in entries."""
    with here.store.write() as tx:
        store_access.end_session(tx, signed.person, signed.session)
        devices.forget(tx, request, here.base_url)
    return _out(here.base_url, "signed_out")


@router.post("/sign-out-everywhere")
def left_everywhere(here: Here, signed: Acting) -> Response:
    """End all sessions of the person, this one included."""
    with here.store.write() as tx:
        store_access.end_sessions(tx, signed.person)
    return _out(here.base_url, "signed_out_everywhere")


def _asking(request: Request, *, onward: str, fault: bool = False) -> HTMLResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    values = {"onward": onward, "fault": fault, "google": house(request).authorizer is not None}
    return page(request, None, "sign_in.html", status=status, **values)


def _network(request: Request, here: House) -> bytes:
    return counted_as(client_address(request, here.trusted_proxies))


def _worn_out(request: Request, here: House) -> HTMLResponse:
    here.attempts.spend(_network(request, here))
    status = HTTPStatus.NOT_FOUND
    return page(request, None, "sign_in_link.html", status=status, name=None)


def _token_in(link: str) -> str:
    """The token of a pasted link, or a token that was pasted alone."""
    try:
        path = urlsplit(link).path
    except ValueError:
        return ""
    return path.rpartition(PREFIX)[2].strip("/")[:LONGEST]


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def _out(base_url: str, did: str) -> RedirectResponse:
    answer = _to(f"/sign-in?{urlencode({'did': did})}")
    access.take_cookie(answer, base_url)
    devices.take_cookie(answer, base_url)
    return answer
