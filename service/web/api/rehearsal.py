"""The rehearsal: what would have been written, before anything is."""

from __future__ import annotations

from fastapi import APIRouter

from service.desk.rehearsal import Rehearsed, has_begun, rehearse
from service.domain.model import FollowUp
from service.web.api.route import ApiRoute
from service.web.api.shapes.rehearsal import PlannedShown, RehearsalShown, RehearsedShown
from service.web.deps import Asking, Here

router = APIRouter(prefix="/rehearsal", tags=["you"], route_class=ApiRoute)


@router.get("")
def read_rehearsal(here: Here, person: Asking) -> RehearsalShown:
    """What belongs beside the interviews of your last 90 days, and beside those to come."""
    found = rehearse(here.store, person, now=here.clock())
    with here.store.read() as tx:
        begun = has_begun(tx, person)
    return RehearsalShown(
        begun=begun,
        unread=list(found.unread),
        past=[_rehearsed(one) for one in found.past],
        coming=[_rehearsed(one) for one in found.coming],
        suggestions=len(found.suggestions),
    )


def _rehearsed(one: Rehearsed) -> RehearsedShown:
    visit = one.visit
    return RehearsedShown(
        visit=visit.key,
        company=visit.company,
        role=visit.role,
        start=visit.start,
        end=visit.end,
        people=list(visit.people),
        follow_ups=[_planned(each) for each in one.follow_ups],
    )


def _planned(one: FollowUp) -> PlannedShown:
    when = one.content.when
    return PlannedShown(
        kind=one.kind,
        title=one.content.title,
        start=when.start,
        end=when.end,
        because=one.because,
    )
