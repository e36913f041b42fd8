"""How everything stands: what is next, the visits, and their follow-ups."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from service.desk.lines import Line, State
from service.desk.next_up import Next
from service.desk.upcoming import Upcoming
from service.desk.visits import Shown
from service.web.api.laid import laid, visit_shown
from service.web.api.paging import Rank, Turn, ranked
from service.web.api.route import ApiRoute
from service.web.api.shapes.base import LONGEST_KEY, id_of
from service.web.api.shapes.plan import (
    FollowUps,
    NextShown,
    UnwellShown,
    UpcomingShown,
    Visits,
)
from service.web.deps import Asking, Here
from service.web.problems import missing

router = APIRouter(tags=["plan"], route_class=ApiRoute)

VisitNamed = Annotated[
    str | None,
    Query(
        max_length=LONGEST_KEY,
        description="Only those of the visit with this key.",
        json_schema_extra=id_of("visit"),
        examples=["0a1b2c@google.com"],
    ),
]


@router.get("/upcoming")
def read_upcoming(here: Here, person: Asking) -> UpcomingShown:
    """The next thing to do, and whether all is well."""
    return _upcoming(laid(here, person).upcoming)


@router.get("/visits")
def read_visits(
    here: Here,
    person: Asking,
    turn: Turn,
    which: Annotated[
        Literal["all", "coming", "over"],
        Query(description="`coming` are to come or have something left to do.", examples=["all"]),
    ] = "all",
) -> Visits:
    """Your interviews, as they were understood, by start."""
    found = laid(here, person).visits
    wanted = [one for one in found if which == "all" or one.over == (which == "over")]
    shown, following = turn.page(wanted, lambda one: ranked(one.start, one.key))
    return Visits(visits=[visit_shown(one) for one in shown], next=following)


@router.get("/follow-ups", responses={404: {}})
def read_follow_ups(
    here: Here,
    person: Asking,
    turn: Turn,
    visit: VisitNamed = None,
    state: Annotated[
        State | None, Query(description="Only those in this state.", examples=["planned"])
    ] = None,
) -> FollowUps:
    """What is or ought to be in your calendar, by start: where it stands, and why then."""
    found = laid(here, person)
    if visit is not None and all(one.key != visit for one in found.visits):
        raise missing("visit")
    wanted = [pair for pair in found.lines(visit) if state in {None, pair[1].state}]
    shown, following = turn.page(wanted, _rank)
    return FollowUps(follow_ups=[found.follow_up(*pair) for pair in shown], next=following)


def _rank(pair: tuple[Shown, Line]) -> Rank:
    return ranked(pair[1].start, pair[1].key)


def _upcoming(found: Upcoming) -> UpcomingShown:
    return UpcomingShown(
        today=found.today,
        next=_next(found.next) if found.next else None,
        troubles=[UnwellShown(calendar=one.calendar, what=one.what) for one in found.troubles],
        unread=list(found.unread),
        calendars=found.calendars,
        begun=found.begun,
    )


def _next(one: Next) -> NextShown:
    return NextShown(
        when=one.when,
        what=one.what,
        because=one.because,
        visit=one.visit.key,
        follow_up=one.line.key if one.line else None,
    )
