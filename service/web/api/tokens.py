"""Personal tokens, and the browsers that are signed in: every way in there is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from service.desk import tokens as desk
from service.desk.refusals import InTheWay, Unfit
from service.store import access, tokens
from service.store.access import BrowserSession
from service.web.access import over
from service.web.api.route import ApiRoute
from service.web.api.shapes.account import (
    Browsers,
    BrowserShown,
    TokenMade,
    TokenNamed,
    Tokens,
    TokenShown,
)
from service.web.api.shapes.base import id_of
from service.web.deps import Asking, Here
from service.web.problems import missing, refused

router = APIRouter(tags=["ways in"], route_class=ApiRoute)

NameOf = Annotated[
    str,
    Query(
        max_length=1000,
        json_schema_extra=id_of("token"),
        examples=["shortcut on my phone"],
    ),
]
BrowserId = Annotated[
    str, Path(max_length=64, json_schema_extra=id_of("browser"), examples=["5f1d7a84db00d2fc"])
]


@router.get("/tokens")
def read_tokens(here: Here, person: Asking) -> Tokens:
    """What your tokens are called. They themselves are not stored."""
    with here.store.read() as tx:
        found = tokens.tokens(tx, person)
    return Tokens(tokens=[TokenShown(name=one.name, created=one.created) for one in found])


@router.post("/tokens", status_code=HTTPStatus.CREATED)
def make_token(here: Here, person: Asking, given: TokenNamed) -> TokenMade:
    """A new token, shown this once."""
    try:
        token = desk.make(here.store, person, given.name, now=here.clock())
    except InTheWay as fault:
        raise refused(HTTPStatus.CONFLICT, fault.problem) from None
    except Unfit as fault:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        raise refused(status, fault.problem, code="unfit") from None
    return TokenMade(name=" ".join(given.name.split()), token=token)


@router.delete("/tokens", status_code=HTTPStatus.NO_CONTENT, responses={404: {}})
def remove_token(here: Here, person: Asking, name: NameOf) -> Response:
    """No token of that name works any more, be it the one you ask with."""
    if not desk.remove(here.store, person, name, now=here.clock()):
        raise missing("token")
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/sessions")
def read_sessions(here: Here, person: Asking) -> Browsers:
    """The browsers that you are signed in with."""
    now = here.clock()
    with here.store.read() as tx:
        found = access.sessions_of(tx, person)
    return Browsers(sessions=[_shown(one) for one in found if not over(one, now)])


@router.delete("/sessions", status_code=HTTPStatus.NO_CONTENT)
def end_sessions(here: Here, person: Asking) -> Response:
    """Sign out everywhere; sign-in links that nobody has used yet end as well."""
    with here.store.write() as tx:
        access.end_sessions(tx, person)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.delete("/sessions/{session_id}", status_code=HTTPStatus.NO_CONTENT, responses={404: {}})
def end_session(here: Here, person: Asking, session_id: BrowserId) -> Response:
    """Sign one browser out."""
    with here.store.write() as tx:
        mine = access.sessions_of(tx, person)
        named = next((one for one in mine if one.handle == session_id), None)
        if named is None or not access.end_session(tx, person, named.token_hash):
            raise missing("session")
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _shown(one: BrowserSession) -> BrowserShown:
    return BrowserShown(
        id=one.handle,
        browser=one.browser,
        created=one.created,
        seen=one.seen,
        expires=one.expires,
    )
