"""The next thing to do, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.desk import phrases
from service.desk.lines import Line, instant
from service.desk.visits import Shown
from service.domain.places import local
from service.domain.policy import Me

SOON = timedelta(hours=2)
"""An interview this near is all that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """`when` and `what` in words; `line` is None when it is the interview itself."""

    when: str
    what: str
    because: str
    visit: Shown
    line: Line | None = None


def next_up(visits: Sequence[Shown], me: Me, *, now: datetime) -> Next | None:
    """An interview that is under way or near, else whatever is due first and not done."""
    near = [one for one in visits if one.end > now and one.start <= now + SOON]
    if near:
        return _visit(min(near, key=lambda one: one.start.timestamp()), me, now)
    coming = [_visit(one, me, now) for one in visits if one.start > now]
    due = [_line(one, visit, me, now) for visit in visits for one in visit.lines if one.is_open]
    return min((*due, *coming), key=lambda one: _start(one, me), default=None)


def _visit(visit: Shown, me: Me, now: datetime) -> Next:
    today = local(now, me).date()
    begun = visit.start <= now
    when = f"Now, until {visit.end:%H:%M}" if begun else _next(phrases.when(visit.start, today))
    what = phrases.interview(visit.heading, known=visit.company is not None)
    return Next(when=when, what=what, because=", ".join(visit.people), visit=visit)


def _line(line: Line, visit: Shown, me: Me, now: datetime) -> Next:
    when = phrases.when(line.start, local(now, me).date())
    # An entry for one person of several says itself whom it is for.
    whole = line.key == f"{visit.key}/{line.kind}"
    what = phrases.to_do(line.kind, visit.people, visit.place) if whole else line.title
    if line.kind == "call" and line.agreed:
        what = f"{what}, as agreed"
    lead = {"now": "Now", "open": f"Still open since {when}"}.get(line.state, _next(when))
    return Next(when=lead, what=what, because=line.because, visit=visit, line=line)


def _next(when: str) -> str:
    return f"Next, {when}"


def _start(one: Next, me: Me) -> float:
    start = one.visit.start if one.line is None else instant(one.line.start, me)
    return start.timestamp()
