"""What is remembered of interviews, for how long, and whom one has met before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from service.desk.debrief import sheet
from service.desk.forgetting import forget_visits
from service.desk.guests import Guest, is_same
from service.desk.met_before import Before, met_before
from service.domain.debrief import Debrief, Spoken
from service.domain.memory import KEPT_FOR, Round, applications, closed, overdue
from service.domain.model import Key, Placement, VisitKey
from service.domain.policy import Policy
from service.domain.steering import visit_and_kind
from service.store.answers import (
    ABOUT_MEMORY,
    StoredAnswer,
    answers,
    give_answer,
    take_back_answer,
)
from service.store.debriefs import debriefs
from service.store.journal import write_line
from service.store.ledger import every_row
from service.store.plan_rows import visits
from service.store.sessions import visit_names
from service.store.store import Reader, Store, Writer
from service.store.values import PersonId, StoredVisit

FORGOTTEN_IN_TIME = "An application has been over for 30 days, so its interviews were forgotten."
_ENDS = frozenset({"offer", "rejected", "withdrew"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Somebody, with what was said of them before, the latest first; nobody new has any."""

    spoken: Spoken
    before: tuple[Before, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSheet:
    """Who is there this time, and who was in the rounds before and is not.

    `forgotten_on` is when all of it will be forgotten, as things stand; None: it is kept.
    """

    here: tuple[Met, ...]
    others: tuple[Met, ...]
    kept: bool
    forgotten_on: datetime | None


def people_sheet(
    tx: Reader, person: PersonId, visit: StoredVisit, policy: Policy, *, now: datetime
) -> PeopleSheet:
    """One page to read the evening before."""
    told, names, every = debriefs(tx, person), visit_names(tx, person), visits(tx, person)
    guests = [one for one in sheet(tx, person, visit, policy, now=now).guests if _expected(one)]
    here = [
        Met(spoken=one.spoken, before=met_before(one.spoken, visit, every, told, names))
        for one in guests
    ]
    rounds = _application(rounds_of(tx, person), visit.key)
    kept = any(one.kept for one in rounds)
    return PeopleSheet(
        here=tuple(here),
        others=tuple(_others(here, visit, rounds, told, names, every)),
        kept=kept,
        forgotten_on=None if kept else closed(rounds) + KEPT_FOR,
    )


def _expected(one: Guest) -> bool:
    return one.there or one.told


def _others(  # noqa: PLR0913, PLR0917 (what there is to look through)
    here: Iterable[Met],
    visit: StoredVisit,
    rounds: Iterable[Round],
    told: Mapping[VisitKey, Debrief],
    names: Mapping[VisitKey, VisitKey],
    every: Iterable[StoredVisit],
) -> Iterator[Met]:
    """Whom one met in earlier rounds, each once, the latest first."""
    known, seen = {one.key: one for one in every}, [one.spoken for one in here]
    earlier = {one.key for one in rounds if one.start < visit.start}
    for key in sorted(told, key=lambda one: told[one].at, reverse=True):
        there = known.get(names.get(key, key))
        if there is None or there.key not in earlier:
            continue
        for one in told[key].people:
            if one.present and not any(is_same(one, each.name, each.email) for each in seen):
                seen.append(one)
                now = Before(at=there.start, company=there.company, spoken=one)
                yield Met(spoken=one, before=(now,))


def keep(store: Store, person: PersonId, visit: VisitKey, *, now: datetime, wanted: bool) -> None:
    """Remember an application until the person says otherwise. Raises `Unavailable`."""
    with store.write() as tx:
        for one in _application(rounds_of(tx, person), visit):
            if wanted:
                give_answer(tx, person, "keep", one.key, now=now)
            else:
                take_back_answer(tx, person, "keep", one.key)


def forget_in_time(tx: Writer, person: PersonId, *, now: datetime) -> int:
    """Forget what has been over for long enough; how many interviews. Twice is once."""
    rounds = rounds_of(tx, person)
    for one in _joined(rounds):
        give_answer(tx, person, "keep", one.key, now=now)
    gone = [one.key for one in overdue(rounds, now=now)]
    if gone:
        forget_visits(tx, person, gone, now=now)
        write_line(tx, person, now, "interview_forgotten", None, FORGOTTEN_IN_TIME)
    return len(gone)


def is_overdue(tx: Reader, person: PersonId, *, now: datetime) -> bool:
    """Whether there is anything to forget, or to keep: asked first, for it is seldom so."""
    rounds = rounds_of(tx, person)
    return bool(overdue(rounds, now=now) or _joined(rounds))


def _joined(rounds: tuple[Round, ...]) -> list[Round]:
    """Rounds that were added to what is kept since: they are kept with the others."""
    groups = (group for group in applications(rounds) if any(one.kept for one in group))
    return [one for group in groups for one in group if not one.kept]


def rounds_of(tx: Reader, person: PersonId) -> tuple[Round, ...]:
    """All that is remembered, round by round; of what has left the plan, what is left of it."""
    names, told = visit_names(tx, person), answers(tx, person)
    rounds = {one.key: _round(one) for one in visits(tx, person)}

    def heard(key: VisitKey, at: datetime, *, ended: bool = False) -> None:
        visit = names.get(key, key)
        one = rounds.get(visit, Round(key=visit, start=at, news=at))
        last = max(one.ended or at, at) if ended else one.ended
        rounds[visit] = replace(one, news=max(one.news, at), ended=last)

    for key, debrief in debriefs(tx, person).items():
        heard(key, debrief.at, ended=debrief.interested is False)
    for row in every_row(tx, person):
        named = visit_and_kind(row.key)
        if named and names.get(named[0], named[0]) not in rounds:
            heard(named[0], _end(row))
    for answer in told:
        visit = _about(answer)
        if visit is not None and names.get(visit, visit) in rounds:
            heard(visit, answer.at, ended=answer.kind in _ENDS)
    kept = {names.get(VisitKey(one.key), VisitKey(one.key)) for one in told if _keeps(one)}
    return tuple(replace(one, kept=one.key in kept) for one in rounds.values())


def _round(one: StoredVisit) -> Round:
    return Round(key=one.key, company=one.company, role=one.role, start=one.start, news=one.end)


def _end(row: Placement) -> datetime:
    end = (row.seen or row.sent).when.end
    return end if isinstance(end, datetime) else datetime.combine(end, time.min, UTC)


def _about(answer: StoredAnswer) -> VisitKey | None:
    """The visit that an answer is news of. To keep it is none."""
    if _keeps(answer):
        return None
    named = visit_and_kind(Key(answer.key))
    return named[0] if named else VisitKey(answer.key)


def _keeps(answer: StoredAnswer) -> bool:
    return answer.kind in ABOUT_MEMORY


def _application(rounds: tuple[Round, ...], visit: VisitKey) -> tuple[Round, ...]:
    groups = applications(rounds)
    return next((group for group in groups if any(one.key == visit for one in group)), ())
