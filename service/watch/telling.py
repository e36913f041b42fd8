"""What a pass did and noticed, as lines of the journal: a constant verb and a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from service.domain.entries import place
from service.domain.model import FollowUp, Key, Placement, Standing, Visit
from service.domain.places import local
from service.domain.policy import Me
from service.domain.wording import said, said_day
from service.store.values import Source, StoredVisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the journal, before it has a number."""

    action: str
    key: str | None
    text: str


def of_sources(before: Iterable[Source], after: Iterable[Source]) -> Iterator[Line]:
    """A problem that is new, and one that is over."""
    known = {source.id: source for source in before}
    for source in after:
        was, problem = known[source.id].problem, source.problem
        if problem and (was is None or problem.what != was.what):
            text = f"{source.called}: {problem.what} {problem.next_step}"
            yield Line(action="source_problem", key=None, text=text)
        elif was and not problem:
            text = f"{source.called} can be read again."
            yield Line(action="source_recovered", key=None, text=text)


def of_visits(
    before: Iterable[StoredVisit], after: Iterable[Visit], me: Me, *, now: datetime
) -> Iterator[Line]:
    """An interview that is new, moved or gone. One that is over may go without a word."""
    known = {visit.key: visit for visit in before}
    found = {visit.key: visit for visit in after}
    for key, visit in found.items():
        was, when = known.get(key), said(local(visit.start, me))
        if was is None:
            text = f"An interview was found: {place(visit)}, {when}."
            yield Line(action="visit_found", key=key, text=text)
        elif (_utc(was.start), _utc(was.end)) != (_utc(visit.start), _utc(visit.end)):
            text = f"The interview with {place(visit)} has moved: now {when}."
            yield Line(action="visit_moved", key=key, text=text)
    for was in known.values():
        if was.key not in found and was.end > now:
            when = said(local(was.start, me))
            text = f"The interview{_with(was)} on {when} is off, or no longer tagged."
            yield Line(action="visit_gone", key=was.key, text=text)


def of_rows(
    before: Mapping[Key, Placement], after: Mapping[Key, Placement], wanted: Iterable[FollowUp]
) -> Iterator[Line]:
    """Every entry that came to stand on the calendar, changed there, or went, and why."""
    plan = {follow_up.key: follow_up.because for follow_up in wanted}
    for key, row in after.items():
        yield from _of_row(before.get(key), row, plan.get(key, ""))


def _of_row(was: Placement | None, row: Placement, because: str) -> Iterator[Line]:
    stood = was is not None and was.standing is Standing.OURS
    stands = row.standing is Standing.OURS
    why = f" {because}" if because else ""
    if stands and not stood:
        text = f"“{row.sent.title}” was put on {_said(row.sent.when.start)}.{why}"
        yield Line(action="follow_up_created", key=row.key, text=text)
    elif was is not None and stands and row.sent != was.sent:
        text = f"“{row.sent.title}” {_change(was, row, why)}"
        yield Line(action="follow_up_changed", key=row.key, text=text)
    elif stood and row.standing is Standing.ABSENT:
        text = f"“{row.sent.title}” was taken away: {row.reason}."
        yield Line(action="follow_up_removed", key=row.key, text=text)
    elif stood and row.standing is Standing.THEIRS:
        text = f"“{row.sent.title}” {_LET_GO.get(row.reason, LEFT_ALONE.format(row.reason))}."
        yield Line(action="follow_up_let_go", key=row.key, text=text)


_LET_GO = {"done": "is done", "skip": "is skipped"}
LEFT_ALONE = "is left alone from now on: {}"


def _change(was: Placement, row: Placement, why: str) -> str:
    if was.sent.when != row.sent.when:
        return f"was moved to {_said(row.sent.when.start)}.{why}"
    return "was brought up to date."


def _with(visit: StoredVisit) -> str:
    return f" with {visit.company}" if visit.company else ""


def _said(moment: date | datetime) -> str:
    return said(moment) if isinstance(moment, datetime) else said_day(moment)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
