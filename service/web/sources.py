"""The calendars that are read: list, add, look now, remove."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Response

from connectors.contract import Problem
from connectors.transport import Refused, polite
from service.store.sources import add_source, ask_for_look, remove_source, source, sources
from service.store.store import Reader
from service.store.values import PersonId, Source, SourceId
from service.web.deps import Asking, Here
from service.web.links import is_own_feed
from service.web.problems import Refusal, missing, refused
from service.web.schemas import NewSource, ProblemShown, Sources, SourceShown

router = APIRouter(prefix="/sources", tags=["sources"])

SourceNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]
"""No larger than the column is: PostgreSQL calls a larger one an error, not a miss."""

MOST_SOURCES = 50
"""Calendars of one person: more than anybody has, few enough to read them all."""


@router.get("")
def read_all(here: Here, person: Asking) -> Sources:
    """Your calendars, and how their last reading went."""
    with here.store.read() as tx:
        return Sources(sources=[_shown(one) for one in sources(tx, person)])


@router.get("/{source_id}")
def read_one(here: Here, person: Asking, source_id: SourceNumber) -> SourceShown:
    """One of your calendars."""
    with here.store.read() as tx:
        return _shown(_own(tx, person, source_id))


@router.post("", status_code=HTTPStatus.CREATED)
def add(here: Here, person: Asking, new: NewSource, response: Response) -> SourceShown:
    """Have a calendar read from now on, by its secret address; the first reading follows at once.

    The address is kept sealed and never shown again.
    """
    asked = _polite(new.address, here.base_url)
    host = urlsplit(asked).hostname or ""
    with here.store.write() as tx:
        _refuse_twice(asked, sources(tx, person))
        made = add_source(
            tx, person, new.address, name=new.name or host, host=host, now=here.clock()
        )
        shown = _shown(_own(tx, person, made))
    here.wake(person)
    response.headers["Location"] = f"/api/v1/sources/{made}"
    return shown


@router.post("/{source_id}/check", status_code=HTTPStatus.ACCEPTED)
def check(here: Here, person: Asking, source_id: SourceNumber) -> SourceShown:
    """Look at a calendar now instead of when its turn comes."""
    with here.store.write() as tx:
        ask_for_look(tx, _own(tx, person, source_id).id, now=here.clock())
        shown = _shown(_own(tx, person, source_id))
    here.wake(person)
    return shown


@router.delete("/{source_id}", status_code=HTTPStatus.NO_CONTENT)
def remove(here: Here, person: Asking, source_id: SourceNumber) -> Response:
    """Read a calendar no longer. Its interviews go, and their follow-ups that are to come."""
    with here.store.write() as tx:
        remove_source(tx, _own(tx, person, source_id).id)
    here.wake(person)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _own(tx: Reader, person: PersonId, source_id: int) -> Source:
    """Reached through the owner: somebody else's is as unknown as one that never was."""
    found = source(tx, SourceId(source_id))
    if found is None or found.person != person:
        raise missing("source")
    return found


def _polite(address: str, base_url: str) -> str:
    try:
        asked = polite(address)
    except Refused as refusal:
        raise refused(HTTPStatus.UNPROCESSABLE_ENTITY, refusal.problem) from None
    if is_own_feed(asked, base_url):
        raise Refusal(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "This is a feed of this very service: what it reads from there, it wrote itself.",
            "Give the address of the calendar that your interviews stand in.",
        )
    return asked


def _refuse_twice(asked: str, known: list[Source]) -> None:
    if len(known) >= MOST_SOURCES:
        raise Refusal(
            HTTPStatus.CONFLICT,
            f"You have {MOST_SOURCES} calendars already, which is as many as are read.",
            "Remove one that you no longer need.",
        )
    for one in known:
        if polite(one.address) == asked:
            raise Refusal(HTTPStatus.CONFLICT, f"This calendar is read already, as “{one.name}”.")


def _shown(one: Source) -> SourceShown:
    return SourceShown(
        id=one.id,
        name=one.name,
        host=one.host,
        kind=one.kind,
        active=one.active,
        events=one.size,
        last_read=one.last_read,
        last_change=one.last_change,
        next_read=one.next_read,
        problem=_problem(one.problem) if one.problem else None,
    )


def _problem(one: Problem) -> ProblemShown:
    return ProblemShown(what=one.what, next_step=one.next_step)
