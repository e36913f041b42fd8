"""The read model of the plan with what only programs want: the notes, the zone, the standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from service.desk.lines import Known, Line
from service.desk.settings import policy_of
from service.desk.upcoming import Upcoming, laid_out, stored
from service.desk.visits import Shown
from service.domain.model import FollowUp, Key, Placement, Standing
from service.store.values import PersonId
from service.web.api.shapes.plan import FollowUpShown, Outcome, VisitShown
from service.web.deps import House


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """As Upcoming has it, and what it was made of; all of one moment."""

    upcoming: Upcoming
    planned: Mapping[Key, FollowUp]
    rows: Mapping[Key, Placement]

    @property
    def visits(self) -> tuple[Shown, ...]:
        """All of them."""
        return (*self.upcoming.visits, *self.upcoming.over)

    def lines(self, only: str | None) -> Iterator[tuple[Shown, Line]]:
        """The follow-ups of all visits, or of the one with that key."""
        for visit in self.visits:
            if only in {None, visit.key}:
                yield from ((visit, line) for line in visit.lines)

    def follow_up(self, visit: Shown, line: Line) -> FollowUpShown:
        """One of them."""
        plan, row = self.planned.get(line.key), self.rows.get(line.key)
        content = Known(key=line.key, kind=line.kind, planned=plan, row=row).content
        return FollowUpShown(
            key=line.key,
            visit=visit.key,
            kind=line.kind,
            title=line.title,
            notes=content.notes if content else "",
            start=line.start,
            end=line.end,
            timezone=content.when.timezone if content else None,
            status=plan.status if plan else None,
            flags=list(dict.fromkeys(plan.flags)) if plan else [],
            because=line.because,
            state=line.state,
            standing=(row.standing if row else Standing.ABSENT).value,
            change=line.change,
            agreed=line.agreed,
            ask=line.ask,
            acts=list(line.acts),
        )


def laid(here: House, person: PersonId) -> Laid:
    """As things stand. Raises `Unavailable`, `SettingsError`."""
    with here.store.read() as tx:
        me, found = policy_of(tx, person).me, stored(tx, person)
    return Laid(
        upcoming=laid_out(found, me, now=here.clock()),
        planned={one.key: one for one in found.follow_ups},
        rows={one.key: one for one in found.rows},
    )


def visit_shown(one: Shown) -> VisitShown:
    """One visit."""
    return VisitShown(
        key=one.key,
        heading=one.heading,
        company=one.company,
        role=one.role,
        start=one.start,
        end=one.end,
        people=list(one.people),
        over=one.over,
        outcome=_outcome(one),
        accepted=one.accepted,
        follow_ups=[line.key for line in one.lines],
    )


def _outcome(one: Shown) -> Outcome | None:
    return next((kind for kind in get_args(Outcome) if kind == one.outcome), None)
