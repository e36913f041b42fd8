"""Accounts at Google. One is connected in a browser, or by `afterword connect google`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Path

from connectors.contract import Problem
from service.desk import accounts
from service.desk.accounts import Account, NoSuchAccount
from service.desk.calendars import LARGEST_NUMBER
from service.desk.refusals import InTheWay, Unfit
from service.desk.settings import me_of
from service.domain.policy import Me
from service.store.values import PersonId, Source
from service.web.api.route import ApiRoute
from service.web.api.shapes.accounts import (
    AccountChanged,
    Accounts,
    AccountShown,
    OwnShown,
    Where,
)
from service.web.api.shapes.base import id_of
from service.web.api.shapes.calendars import TroubleShown
from service.web.deps import Asking, Here, House
from service.web.problems import missing, refused

router = APIRouter(tags=["calendars"], route_class=ApiRoute)

AccountNumber = Annotated[
    int, Path(ge=1, le=LARGEST_NUMBER, json_schema_extra=id_of("account"), examples=[1])
]
_ONE: Final = "/accounts/{account_id}"


@router.get("/accounts")
def read_accounts(here: Here, person: Asking) -> Accounts:
    """Your Google accounts: what is watched, and where their follow-ups go.

    To connect one needs a browser: it is on the page of your calendars.
    """
    with here.store.read() as tx:
        me, _ = me_of(tx, person)
        return Accounts(accounts=[_shown(one) for one in accounts.accounts(tx, person, me)])


@router.get(_ONE, responses={404: {}})
def read_account(here: Here, person: Asking, account_id: AccountNumber) -> AccountShown:
    """One of your Google accounts."""
    with _told(), here.store.read() as tx:
        me, _ = me_of(tx, person)
        return _shown(accounts.account(tx, person, account_id, me))


@router.patch(_ONE, responses={404: {}, 409: {}})
def change_account(
    here: Here, person: Asking, account_id: AccountNumber, change: AccountChanged
) -> AccountShown:
    """Watch more of its calendars, and have all its follow-ups go where you say.

    What the consent does not allow is refused: `possible` says what it does.
    """
    with _told():
        accounts.choose(
            here.store,
            person,
            account_id,
            _me(here, person),
            calendars=change.calendars,
            writes=change.writes,
            now=here.clock(),
        )
    here.wake(person)
    return read_account(here, person, account_id)


@router.post(_ONE + "/calendar", status_code=HTTPStatus.ACCEPTED, responses={404: {}, 409: {}})
def make_own_again(here: Here, person: Asking, account_id: AccountNumber) -> AccountShown:
    """Look for the calendar that we made for your follow-ups, and make it again if it is gone."""
    me = _me(here, person)
    with _told():
        accounts.make_again(here.store, person, account_id, me, now=here.clock())
    here.wake(person)
    return read_account(here, person, account_id)


def _me(here: House, person: PersonId) -> Me:
    with here.store.read() as tx:
        return me_of(tx, person)[0]


@contextmanager
def _told() -> Iterator[None]:
    """What the desk refuses, as the API says it. Raises `Refusal` (404, 409, 422)."""
    try:
        yield
    except NoSuchAccount:
        raise missing("account") from None
    except InTheWay as fault:
        raise refused(HTTPStatus.CONFLICT, fault.problem) from None
    except Unfit as fault:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        raise refused(status, fault.problem, code="unfit") from None


def _shown(one: Account) -> AccountShown:
    return AccountShown(
        id=one.id,
        email=one.email,
        state="active" if one.state == "active" else "paused",
        why=one.why,
        consented=one.consented,
        ends=one.ends,
        calendars=list(one.names),
        writes=_where(one.writes),
        possible=[_where(one.inside), "feed"],
        own=None if one.own is None else _own(one.own),
    )


def _where(writes: str) -> Where:
    return "apart" if writes == "apart" else "there" if writes == "there" else "feed"


def _own(one: Source) -> OwnShown:
    return OwnShown(name=one.called, made=not one.unmade, problem=_trouble(one.problem))


def _trouble(one: Problem | None) -> TroubleShown | None:
    return None if one is None else TroubleShown(what=one.what, next_step=one.next_step)
