"""Google accounts: connected, connected again, and which of their calendars are watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from connectors.consent import Reach
from connectors.contract import Problem
from service.desk import accounts
from service.desk.accounts import Account, NoSuchAccount
from service.desk.connecting import redirect_address, refused_there
from service.desk.refusals import InTheWay, Unfit
from service.store.values import Writes
from service.web import access, oauth
from service.web.access import Acting, Form, Signed, Visitor
from service.web.deps import Here, House
from service.web.pages.consent import onward
from service.web.pages.paper import page
from service.web.problems import Refusal, missing
from service.web.proxies import client_address, counted_as

router = APIRouter()

PATH = "/google"
_WRITES: Mapping[str, Writes] = {"there": "there", "apart": "apart"}


@router.post(PATH + "/connect")
def connect(request: Request, here: Here, signed: Acting, fields: Form) -> Response:
    """Ask Google for an account, and for no more than the follow-ups need where they go."""
    reach: Reach = "own" if fields.one("where") == "apart" else "watched"
    return onward(request, signed, oauth.address_to_connect(here, signed, reach=reach))


@router.post(PATH + "/sign-in")
def sign_in(request: Request, here: Here, fields: Form) -> Response:
    """Ask Google who somebody is; whoever has connected that account is let in."""
    access.refuse_strangers(request, here)
    _spend(request, here)
    address, token = oauth.address_to_sign_in(here, access.own_path(fields.one("next")))
    answer = onward(request, None, address)
    oauth.give_cookie(answer, token, here)
    return answer


@router.post(PATH + "/{number}/again")
def again(request: Request, here: Here, signed: Acting, number: int) -> Response:
    """Ask Google for the same account once more; what was read through it goes on."""
    one = own_account(here, signed, number)
    own = f"{PATH}/{one.id}"
    address = oauth.address_to_connect(
        here, signed, reach=one.reach, return_path=own, hint=one.email
    )
    return onward(request, signed, address)


@router.get(PATH + "/{number}")
def shown(request: Request, here: Here, signed: Visitor, number: int) -> Response:
    """Which calendars of an account are watched, and where its follow-ups go."""
    return _choosing(request, signed, own_account(here, signed, number))


@router.post(PATH + "/{number}")
def chosen(request: Request, here: Here, signed: Acting, fields: Form, number: int) -> Response:
    """Watch these, and put the follow-ups there."""
    one = own_account(here, signed, number)
    writes = _WRITES.get(fields.one("writes"), "feed")
    others = fields.one("others")
    wanted = [*fields.all("calendar"), *others.split()]
    now = here.clock()
    try:
        accounts.choose(
            here.store, signed.person, number, signed.me, calendars=wanted, writes=writes, now=now
        )
    except (Unfit, InTheWay) as fault:
        typed = {"others": others, "writes": writes}
        return _choosing(request, signed, one, fault=fault.problem, typed=typed)
    here.wake(signed.person)
    path = "/calendars?did=google_chosen&look=1" if signed.begun else "/welcome?look=1"
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


@router.post(PATH + "/{number}/calendar")
def make_again(here: Here, signed: Acting, number: int) -> Response:
    """Look for the calendar of our own at Google, and make it anew if it is gone."""
    one = own_account(here, signed, number)
    if one.own is None:
        raise missing("calendar of our own")
    accounts.make_again(here.store, signed.person, number, signed.me, now=here.clock())
    here.wake(signed.person)
    path = f"/calendars?did=google_own_again&look=1#account-{one.id}"
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """Whether accounts can be connected; for the operator, what Google's console has to know."""

    configured: bool
    redirect: str
    fault: Problem | None


def google_setup(here: House) -> Setup:
    """How this service stands with Google."""
    return Setup(
        configured=here.authorizer is not None,
        redirect=redirect_address(here.base_url),
        fault=refused_there(here.base_url),
    )


def own_account(here: House, signed: Signed, number: int) -> Account:
    """One of the person's own. Raises `Refusal` (404)."""
    try:
        with here.store.read() as tx:
            return accounts.account(tx, signed.person, number, signed.me)
    except NoSuchAccount:
        raise missing("account") from None


def _choosing(
    request: Request,
    signed: Signed,
    one: Account,
    *,
    fault: Problem | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    given = typed or {"others": "", "writes": one.writes}
    primary = accounts.PRIMARY
    values = {"one": one, "fault": fault, "typed": given, "primary": primary}
    return page(request, signed, "google_calendars.html", status=status, **values)


def _spend(request: Request, here: House) -> None:
    """Each attempt is a row until it is over, and nobody is signed in who could be asked."""
    wait = here.consents.spend(counted_as(client_address(request, here.trusted_proxies)))
    if wait:
        raise Refusal(
            HTTPStatus.TOO_MANY_REQUESTS,
            "There were too many attempts to sign in from your network.",
            "Wait a minute, then try again.",
            headers={"Retry-After": f"{wait}"},
        )
