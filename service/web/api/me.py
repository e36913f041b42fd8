"""Whose token it is, and beginning."""

from __future__ import annotations

from fastapi import APIRouter

from service.desk import rehearsal
from service.desk.settings import policy_of
from service.store.people import person as find_person
from service.store.store import Reader
from service.store.values import PersonId
from service.web.api.route import ApiRoute
from service.web.api.shapes.account import MeShown
from service.web.deps import Asking, Here
from service.web.problems import missing

router = APIRouter(prefix="/me", tags=["you"], route_class=ApiRoute)


@router.get("")
def read_me(here: Here, person: Asking) -> MeShown:
    """Who you are here, and in which zone your times are told."""
    with here.store.read() as tx:
        return _shown(tx, person)


@router.post("/begin")
def begin(here: Here, person: Asking) -> MeShown:
    """End the rehearsal: put follow-ups on your feed from now on. Again it changes nothing."""
    rehearsal.begin(here.store, person, now=here.clock())
    here.wake(person)
    with here.store.read() as tx:
        return _shown(tx, person)


def _shown(tx: Reader, person: PersonId) -> MeShown:
    who, me = find_person(tx, person), policy_of(tx, person).me
    if who is None:  # deleted since the token was looked up
        raise missing("account")
    return MeShown(
        name=who.name,
        begun=who.started is not None,
        started=who.started,
        timezone=me.timezone,
        timezone_guessed=me.timezone_guessed,
    )
