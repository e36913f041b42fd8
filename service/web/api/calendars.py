"""The calendars that are read: list, add, change, look now, remove."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from connectors.contract import Problem
from service.desk import calendars
from service.desk.calendars import LARGEST_NUMBER, NoSuchCalendar
from service.desk.refusals import InTheWay, Unfit
from service.desk.rehearsal import begin
from service.store.values import Source
from service.web.api.route import ApiRoute
from service.web.api.shapes.base import id_of
from service.web.api.shapes.calendars import (
    NewSource,
    SourceChanged,
    Sources,
    SourceShown,
    TroubleShown,
)
from service.web.deps import Asking, Here
from service.web.problems import missing, refused

router = APIRouter(tags=["calendars"], route_class=ApiRoute)

SourceNumber = Annotated[
    int, Path(ge=1, le=LARGEST_NUMBER, json_schema_extra=id_of("calendar"), examples=[3])
]
"""No larger than the column is: PostgreSQL calls a larger one an error, not a miss."""


@router.get("/sources")
def read_sources(here: Here, person: Asking) -> Sources:
    """Your calendars, and how their last reading went."""
    with here.store.read() as tx:
        return Sources(sources=[_shown(one) for one in calendars.read_by(tx, person)])


@router.post("/sources", status_code=HTTPStatus.CREATED, responses={409: {}})
def add_source(here: Here, person: Asking, new: NewSource, response: Response) -> SourceShown:
    """Have a calendar read from now on, by its secret address; the first reading follows at once.

    The address is kept sealed and never shown again.
    """
    now, base_url = here.clock(), here.base_url
    with _told():
        made = calendars.add(
            here.store, person, new.address, name=new.name, base_url=base_url, now=now
        )
    if new.begin:
        begin(here.store, person, now=now)
    here.wake(person)
    response.headers["Location"] = f"/api/v1/sources/{made.id}"
    return _shown(made)


@router.get("/sources/{source_id}", responses={404: {}})
def read_source(here: Here, person: Asking, source_id: SourceNumber) -> SourceShown:
    """One of your calendars."""
    with _told(), here.store.read() as tx:
        return _shown(calendars.calendar(tx, person, source_id))


@router.patch("/sources/{source_id}", responses={404: {}})
def change_source(
    here: Here, person: Asking, source_id: SourceNumber, change: SourceChanged
) -> SourceShown:
    """Call a calendar otherwise, watch it, or leave it alone.

    A calendar that is left alone is not read, and all that is known of it stays as it is.
    """
    now = here.clock()
    with _told():
        if change.name is not None:
            calendars.rename(here.store, person, source_id, change.name, now=now)
        if change.active is not None:
            calendars.set_watched(here.store, person, source_id, watched=change.active, now=now)
    here.wake(person)
    return read_source(here, person, source_id)


@router.post(
    "/sources/{source_id}/check", status_code=HTTPStatus.ACCEPTED, responses={404: {}, 409: {}}
)
def check_source(here: Here, person: Asking, source_id: SourceNumber) -> SourceShown:
    """Look at a calendar now instead of when its turn comes."""
    with _told():
        asked = calendars.check(here.store, person, source_id, now=here.clock())
    here.wake(person)
    return _shown(asked)


@router.delete("/sources/{source_id}", status_code=HTTPStatus.NO_CONTENT, responses={404: {}})
def remove_source(here: Here, person: Asking, source_id: SourceNumber) -> Response:
    """Read a calendar no longer. Its interviews go, and their follow-ups that are to come."""
    with _told():
        calendars.remove(here.store, person, source_id, now=here.clock())
    here.wake(person)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/check", status_code=HTTPStatus.ACCEPTED)
def check_sources(here: Here, person: Asking) -> Sources:
    """Look at every calendar that is watched now instead of when its turn comes."""
    calendars.check_all(here.store, person, now=here.clock())
    here.wake(person)
    return read_sources(here, person)


@contextmanager
def _told() -> Iterator[None]:
    """What the desk refuses, as the API says it. Raises `Refusal` (404, 409, 422)."""
    try:
        yield
    except NoSuchCalendar:
        raise missing("calendar") from None
    except InTheWay as fault:
        raise refused(HTTPStatus.CONFLICT, fault.problem) from None
    except Unfit as fault:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        raise refused(status, fault.problem, code="unfit") from None


def _shown(one: Source) -> SourceShown:
    return SourceShown(
        id=one.id,
        name=one.called,
        host=one.host,
        kind=one.kind,
        active=one.active,
        events=one.size,
        last_read=one.last_read,
        last_change=one.last_change,
        next_read=one.next_read,
        problem=_trouble(one.problem) if one.problem else None,
    )


def _trouble(one: Problem) -> TroubleShown:
    return TroubleShown(what=one.what, next_step=one.next_step)
