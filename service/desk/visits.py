"""A visit as the person sees it: who and when, what came of it, and its follow-ups by time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from service.desk.lines import Known, Line, instant, line
from service.domain.entries import untagged
from service.domain.model import KINDS, FollowUp, Key, Kind, Placement, VisitKey
from service.domain.places import local
from service.domain.policy import Me
from service.store.answers import (
    ABOUT_FOLLOW_UPS,
    ABOUT_VISITS,
    AnswerKind,
    StoredAnswer,
)
from service.store.values import StoredVisit

NOBODYS: Final[Mapping[VisitKey, VisitKey]] = MappingProxyType({})
_KEY = re.compile(rf"(?s)(?P<visit>.*)/(?P<kind>{'|'.join(KINDS)})(?:/.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One visit; times on the person's clock.

    `place` is the company or, where nobody knows it, what the entry is called. `accepted` is
    the UID of an event that is an interview only because the person said so. An `outcome` is
    taken back by the key in `told_of`.
    """

    key: VisitKey
    anchor: str
    company: str | None
    place: str
    role: str | None
    start: datetime
    end: datetime
    people: tuple[str, ...]
    lines: tuple[Line, ...]
    today: bool
    begun: bool
    over: bool
    outcome: AnswerKind | None = None
    told_of: str | None = None
    accepted: str | None = None

    @property
    def heading(self) -> str:
        """Like "Acme, Data Engineer"."""
        return f"{self.place}, {self.role}" if self.role else self.place

    @property
    def can_skip(self) -> tuple[Line, ...]:
        """The follow-ups that need not be."""
        return tuple(one for one in self.lines if "skip" in one.acts)


def shown(  # noqa: PLR0913, PLR0917 (a visit is told by as many things)
    visits: Iterable[StoredVisit],
    follow_ups: Iterable[FollowUp],
    rows: Iterable[Placement],
    told: Sequence[StoredAnswer],
    titles: Mapping[VisitKey, str],
    me: Me,
    *,
    names: Mapping[VisitKey, VisitKey] = NOBODYS,
    now: datetime,
) -> tuple[Shown, ...]:
    """All visits, by start. By `names` an outcome is found that was told before visits merged."""
    said = {one.key: one for one in told if one.kind in ABOUT_FOLLOW_UPS}
    outcomes = _outcomes(told, names)
    accepted = {one.key for one in told if one.kind == "accept"}
    known = _by_visit(follow_ups, rows, said)
    found = (
        _shown(
            visit,
            known[visit.key],
            [outcomes.get(visit.key), *(said.get(one.key) for one in known[visit.key])],
            titles,
            accepted,
            me,
            now,
        )
        for visit in visits
    )
    return tuple(sorted(found, key=lambda one: (one.start.timestamp(), one.key)))


def _outcomes(
    told: Iterable[StoredAnswer], names: Mapping[VisitKey, VisitKey]
) -> Mapping[str, StoredAnswer]:
    """By visit: what was told under its own key, else under that of one that is part of it now."""
    about = [one for one in told if one.kind in ABOUT_VISITS]
    merged = {str(names.get(VisitKey(one.key), one.key)): one for one in about}
    return merged | {one.key: one for one in about}


def anchor_of(key: VisitKey) -> str:
    """What the visit is called within the page: a key is anybody's text, and long."""
    return f"v-{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _shown(  # noqa: PLR0913, PLR0917 (see `shown`)
    visit: StoredVisit,
    known: Sequence[Known],
    told: Sequence[StoredAnswer | None],
    titles: Mapping[VisitKey, str],
    accepted: set[str],
    me: Me,
    now: datetime,
) -> Shown:
    today, outcome = local(now, me).date(), told[0]
    start, end = local(visit.start, me), local(visit.end, me)
    begun, answered = visit.start <= now, outcome is not None and outcome.kind != "silent"
    lines = _lines((replace(one, begun=begun, answered=answered) for one in known), me, now)
    # Who has just said something sees it where they said it, for the rest of the day.
    said_today = any(local(one.at, me).date() == today for one in told if one)
    is_today = start.date() <= today <= end.date()
    left = visit.end > now or any(one.is_open for one in lines)
    return Shown(
        key=visit.key,
        anchor=anchor_of(visit.key),
        company=visit.company,
        place=visit.company or untagged(titles.get(visit.key, "")) or "Interview",
        role=visit.role,
        start=start,
        end=end,
        people=visit.people,
        lines=lines,
        today=is_today,
        begun=begun,
        over=not (left or is_today or said_today),
        outcome=outcome.kind if outcome else None,
        told_of=outcome.key if outcome else None,
        accepted=next((uid for uid in _uids(visit.key) if uid in accepted), None),
    )


def _lines(known: Iterable[Known], me: Me, now: datetime) -> tuple[Line, ...]:
    found = (line(one, me, now=now) for one in known)
    order = {kind: place for place, kind in enumerate(KINDS)}
    in_order = sorted(
        (one for one in found if one),
        key=lambda one: (instant(one.start, me).timestamp(), order[one.kind], one.key),
    )
    return tuple(in_order)


def _by_visit(
    follow_ups: Iterable[FollowUp],
    rows: Iterable[Placement],
    said: Mapping[str, StoredAnswer],
) -> Mapping[VisitKey, list[Known]]:
    """Every follow-up that is planned or has a row, by the visit it belongs to."""
    plan = {one.key: one for one in follow_ups}
    placed = {one.key: one for one in rows}
    found: defaultdict[VisitKey, list[Known]] = defaultdict(list)
    for key in plan.keys() | placed.keys():
        visit, kind = _named(key, plan.get(key))
        answer = said.get(key)
        found[visit].append(
            Known(
                key=key,
                kind=kind,
                planned=plan.get(key),
                row=placed.get(key),
                said=answer.kind if answer else None,
            )
        )
    return found


def _named(key: Key, planned: FollowUp | None) -> tuple[VisitKey, Kind]:
    """Whose and what: by the plan or, of what is planned no longer, by its key."""
    if planned is not None:
        return planned.visit, planned.kind
    match = _KEY.fullmatch(key)
    if match is None:
        return VisitKey(""), "email"
    kind = next(one for one in KINDS if one == match["kind"])
    return VisitKey(match["visit"]), kind


def _uids(key: VisitKey) -> tuple[str, ...]:
    """What the UID in a key may be: a key of a series ends in a date (`Session.key`)."""
    return key, key.rpartition("/")[0]
