"""Consent at Google, the web's half: out to Google with a state, and back once.

Whoever comes back is who went: the state is good for this person in this browser's session, or
for this browser alone where nobody is signed in yet. The address that Google is given is made
of AFTERWORD_BASE_URL and not of the request, for Google compares it letter by letter.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import Request
from starlette.responses import Response

from connectors.consent import Authorizer, ConsentFailed, Grant, Reach
from service.desk import connecting
from service.desk.connecting import Errand, redirect_address
from service.desk.parting import Hands
from service.store.oauth_states import LIFE, Asked
from service.store.seal import hash_token, new_token
from service.web import cookies
from service.web.access import NotSignedIn, Signed
from service.web.deps import House
from service.web.problems import Refusal

COOKIE: Final = "afterword-consent"


def authorizer(here: House) -> Authorizer:
    """What asks for consent. Raises `Refusal` (404) where no client is set up."""
    if here.authorizer is None:
        raise _not_set_up()
    return here.authorizer


def hands(here: House) -> Hands:
    """What takes leave of an account. Raises `Refusal` (404) where no client is set up."""
    if here.hands is None:
        raise _not_set_up()
    return here.hands


def address_to_connect(
    here: House, signed: Signed, *, reach: Reach, return_path: str = "", hint: str = ""
) -> str:
    """Where an account is asked for its calendars; `hint` is the address of the one meant."""
    errand = Errand(
        person=signed.person,
        browser=signed.session,
        reach=reach,
        return_path=return_path,
        hint=hint,
    )
    return _address(here, errand)


def address_to_sign_in(here: House, onward: str) -> tuple[str, str]:
    """Where somebody says who they are, and a token for this browser to be known by after."""
    token = new_token()
    errand = Errand(person=None, browser=hash_token(token), reach="identity", return_path=onward)
    return _address(here, errand), token


def taken_up(request: Request, here: House, signed: Signed | None) -> Asked:
    """What this browser has come back for: by this person, or by nobody yet.

    Raises `NotSignedIn`, and `ConsentFailed` for what was not asked here, or is over.
    """
    state, token = request.query_params.get("state", ""), request.cookies.get(_cookie(here))
    if signed is None and not token:
        raise NotSignedIn("/calendars")  # not to here again: this address is good once
    store, now = here.store, here.clock()
    asked: Asked | None = None
    if signed is not None:
        browser = signed.session
        asked = connecting.take_up(store, state, person=signed.person, browser=browser, now=now)
    if asked is None and token:
        browser = hash_token(token)
        asked = connecting.take_up(store, state, person=None, browser=browser, now=now)
    if asked is None:
        raise ConsentFailed(_NOT_OURS, why="stale")
    return asked


def completed(request: Request, here: House, asked: Asked) -> Grant:
    """What was allowed. Raises `ConsentFailed`, `Transient`, `Refusal`."""
    return authorizer(here).complete(
        redirect_address(here.base_url),
        answer=dict(request.query_params),
        verifier=asked.verifier,
        reach=asked.reach,
        now=here.clock(),
    )


def give_cookie(response: Response, token: str, here: House) -> None:
    """Let this browser be known when Google leads it back, though nobody is signed in."""
    cookies.give(response, COOKIE, token, here.base_url, lasts=LIFE)


def take_cookie(response: Response, here: House) -> None:
    """It has done its work."""
    cookies.take(response, COOKIE, here.base_url)


def _not_set_up() -> Refusal:
    step = "Whoever runs this Afterword can set it up: docs/google.md has the steps."
    return Refusal(HTTPStatus.NOT_FOUND, "Google is not set up here.", step)


def _address(here: House, errand: Errand) -> str:
    asks, redirect_uri = authorizer(here), redirect_address(here.base_url)
    return connecting.ask(here.store, asks, errand, redirect_uri=redirect_uri, now=here.clock())


def _cookie(here: House) -> str:
    return cookies.name_of(COOKIE, here.base_url)


_NOT_OURS: Final = (
    "This answer of Google's was used before, is older than ten minutes, or was asked for in"
    " another browser or by somebody else."
)
