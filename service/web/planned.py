"""What the last pass found and planned: visits and their follow-ups."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service.domain.model import FollowUp
from service.store.plan_rows import follow_ups, visits
from service.store.values import StoredVisit
from service.web.deps import Asking, Here
from service.web.schemas import FollowUps, FollowUpShown, Visits, VisitShown

router = APIRouter(tags=["plan"])


@router.get("/visits")
def read_visits(here: Here, person: Asking) -> Visits:
    """Your interviews, as they were understood."""
    with here.store.read() as tx:
        found = visits(tx, person)
    return Visits(visits=[_visit(one) for one in found])


@router.get("/follow-ups")
def read_follow_ups(
    here: Here,
    person: Asking,
    visit: Annotated[
        str | None, Query(description="Only those of the visit with this key.")
    ] = None,
) -> FollowUps:
    """What ought to be in your calendar, and why then."""
    with here.store.read() as tx:
        found = follow_ups(tx, person)
    shown = [one for one in found if visit is None or one.visit == visit]
    return FollowUps(follow_ups=[_follow_up(one) for one in shown])


def _visit(one: StoredVisit) -> VisitShown:
    return VisitShown(
        key=one.key,
        company=one.company,
        role=one.role,
        start=one.start,
        end=one.end,
        people=list(one.people),
    )


def _follow_up(one: FollowUp) -> FollowUpShown:
    when = one.content.when
    return FollowUpShown(
        key=one.key,
        visit=one.visit,
        kind=one.kind,
        title=one.content.title,
        notes=one.content.notes,
        start=when.start,
        end=when.end,
        timezone=when.timezone,
        status=one.status,
        flags=list(dict.fromkeys(one.flags)),
        because=one.because,
    )
