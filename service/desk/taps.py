"""One tap on the page of a follow-up: done, tomorrow, skip, they answered."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final, Literal, get_args

from service.desk import answers
from service.domain.model import FollowUp, Kind, VisitKey
from service.domain.places import local, wall, zone_on
from service.domain.policy import Me
from service.store.plan_rows import follow_ups
from service.store.store import Store
from service.store.values import PersonId

Tap = Literal["done", "later", "skip", "heard_back"]
TAPS: Final[tuple[Tap, ...]] = get_args(Tap)
MORNING: Final = time(9)


def tap(  # noqa: PLR0913 (what, of what, whose, when)
    store: Store, person: PersonId, visit: VisitKey, kind: Kind, said: Tap, *, me: Me, now: datetime
) -> None:
    """Tell it: of the visit that they answered, all else of its follow-ups of that kind.

    Raises `NotYours` where there is none of that kind, `Unavailable`.
    """
    if said == "heard_back":
        answers.give(store, person, said, visit, now=now)
        return
    with store.read() as tx:
        planned = [one for one in follow_ups(tx, person) if (one.visit, one.kind) == (visit, kind)]
    # What is planned no longer may stand in the calendar all the same, changed by the person.
    alone: dict[str, FollowUp | None] = {f"{visit}/{kind}": None}
    for key, one in ({one.key: one for one in planned} or alone).items():
        value = _tomorrow(one, me, now) if said == "later" else ""
        answers.give(store, person, said, key, now=now, value=value)


def _tomorrow(one: FollowUp | None, me: Me, now: datetime) -> str:
    """At the time of day it has."""
    start = one.content.when.start if one else None
    clock = local(start, me).time() if isinstance(start, datetime) else MORNING
    day = local(now, me).date() + timedelta(days=1)
    return wall(day, clock, zone_on(day, me)).isoformat()
