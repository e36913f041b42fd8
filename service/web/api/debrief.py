"""What you tell after an interview: read, and told anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from service.desk.debrief import keep
from service.desk.told_texts import is_address, lines, one_line
from service.domain.debrief import Debrief, Spoken
from service.store.debriefs import debrief_of
from service.store.plan_rows import visits
from service.store.store import Reader
from service.store.values import PersonId, StoredVisit
from service.web.api.route import ApiRoute
from service.web.api.shapes.base import LONGEST_KEY, id_of
from service.web.api.shapes.debrief import DebriefGiven, DebriefShown, SpokenGiven, SpokenShown
from service.web.deps import Asking, Here
from service.web.problems import Refusal, missing

router = APIRouter(prefix="/debrief", tags=["answers"], route_class=ApiRoute)

Of = Annotated[
    str,
    Query(
        alias="visit",
        max_length=LONGEST_KEY,
        description="The key of the visit.",
        json_schema_extra=id_of("visit"),
        examples=["0a1b2c@google.com"],
    ),
]


@router.get("", responses={404: {}})
def read_debrief(here: Here, person: Asking, visit: Of) -> DebriefShown:
    """What you told of one interview so far."""
    with here.store.read() as tx:
        found = _visit(tx, person, visit)
        told = debrief_of(tx, person, found.key)
    return _shown(found, told)


@router.put("", responses={404: {}})
def write_debrief(here: Here, person: Asking, visit: Of, given: DebriefGiven) -> DebriefShown:
    """Tell it, instead of all that was told of it before. How far notes are stays as it is."""
    with here.store.read() as tx:
        found = _visit(tx, person, visit)
        before = debrief_of(tx, person, found.key)
    told = _told(given, found, before, now=here.clock())
    if keep(here.store, person, found, told):
        here.wake(person)
        return _shown(found, told)
    return _shown(found, before)


def _visit(tx: Reader, person: PersonId, key: str) -> StoredVisit:
    found = next((one for one in visits(tx, person) if one.key == key), None)
    if found is None:
        raise missing("visit")
    return found


def _told(
    given: DebriefGiven, visit: StoredVisit, before: Debrief | None, *, now: datetime
) -> Debrief:
    """Raises `Refusal` (422) for what a form would send back."""
    known = {one.whom: one for one in before.people} if before else {}
    people = [_spoken(one, known) for one in given.people]
    faults = [*_faults(people), *_call_faults(given, visit)]
    if faults:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        placed = [(f"body.{where}", what) for where, what in faults]
        raise Refusal(status, "This cannot be kept.", code="unfit", faults=placed)
    agreed = given.may_call == "agreed"
    return Debrief(
        visit=visit.key,
        at=now,
        people=tuple(people),
        count=given.count,
        next_step=given.next_step,
        decides=given.decides,
        may_call=given.may_call,
        call_on=given.call_on if agreed else None,
        call_at=given.call_at if agreed else None,
        own_time=given.own_time and agreed,
        call_whom=one_line(given.call_whom),
        call_number=one_line(given.call_number),
        interested=given.interested,
        remark=lines(given.remark),
    )


def _spoken(given: SpokenGiven, known: dict[str, Spoken]) -> Spoken:
    said = Spoken(
        name=one_line(given.name),
        email=one_line(given.email or "") or None,
        role=one_line(given.role or "") or None,
        salutation=one_line(given.salutation),
        office=lines(given.office),
        topic=one_line(given.topic),
        promise=one_line(given.promise),
        present=given.present,
    )
    old = known.get(said.whom, said)
    return replace(
        said,
        email_text=old.email_text,
        card_text=old.card_text,
        emailed=old.emailed,
        posted=old.posted,
        skipped=old.skipped,
    )


def _faults(people: list[Spoken]) -> list[tuple[str, str]]:
    found, seen = [], set()
    for number, one in enumerate(people):
        if not one.name:
            found.append((f"people.{number}.name", "A name has a letter at least."))
        if one.email and not is_address(one.email):
            found.append((f"people.{number}.email", "This is no whole email address."))
        if one.whom in seen:
            found.append((f"people.{number}", "This person is here twice."))
        seen.add(one.whom)
    return found


def _call_faults(given: DebriefGiven, visit: StoredVisit) -> list[tuple[str, str]]:
    """The day may be another one on their calendar, by one at most."""
    day = visit.start.date()
    early = [("decides", given.decides), ("call_on", given.call_on)]
    found = [
        (name, "That is before the interview.")
        for name, when in early
        if when is not None and (day - when).days > 1
    ]
    if given.may_call == "agreed" and given.call_on is None:
        found.append(("call_on", "A call that is agreed has a day."))
    return found


def _shown(visit: StoredVisit, told: Debrief | None) -> DebriefShown:
    said = told or Debrief(visit=visit.key, at=visit.end)
    return DebriefShown(
        visit=visit.key,
        at=told.at if told else None,
        people=[_spoken_shown(one) for one in said.people],
        count=said.count,
        next_step=said.next_step,
        decides=said.decides,
        may_call=said.may_call,
        call_on=said.call_on,
        call_at=said.call_at,
        own_time=said.own_time,
        call_whom=said.call_whom,
        call_number=said.call_number,
        interested=said.interested,
        remark=said.remark,
    )


def _spoken_shown(one: Spoken) -> SpokenShown:
    return SpokenShown(
        name=one.name,
        email=one.email,
        role=one.role,
        salutation=one.salutation,
        office=one.office,
        topic=one.topic,
        promise=one.promise,
        present=one.present,
        emailed=one.emailed,
        posted=one.posted,
        skipped=list(one.skipped),
    )
