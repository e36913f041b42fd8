"""What was said the last time somebody was met: nobody likes to be asked a thing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from service.desk import phrases
from service.desk.guests import is_same
from service.domain.debrief import Debrief, Spoken
from service.domain.model import VisitKey
from service.domain.places import local
from service.domain.policy import Me
from service.store.values import StoredVisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """An earlier meeting with somebody, and what was said of it."""

    at: datetime
    company: str | None
    spoken: Spoken


def said_of(before: Before, later: datetime, me: Me) -> str:
    """When and where that was, as seen from a `later` meeting: "3 November, Acme"."""
    day = phrases.when(local(before.at, me).date(), local(later, me).date())
    return f"{day}, {before.company}" if before.company else day


def met_before(
    spoken: Spoken,
    visit: StoredVisit,
    visits: Iterable[StoredVisit],
    told: Mapping[VisitKey, Debrief],
    names: Mapping[VisitKey, VisitKey],
) -> tuple[Before, ...]:
    """Every earlier meeting of which something was told, the latest first.

    A debrief is known by the key its visit had then; `names` is what that visit is called now.
    """
    known = {one.key: one for one in visits}
    found = [
        Before(at=there.start, company=there.company, spoken=one)
        for key, debrief in told.items()
        if (there := known.get(names.get(key, key))) and there.start < visit.start
        for one in debrief.people
        if one.present and (one.topic or one.promise) and is_same(one, spoken.name, spoken.email)
    ]
    return tuple(sorted(found, key=lambda one: one.at.timestamp(), reverse=True))
