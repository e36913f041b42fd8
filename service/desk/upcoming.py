"""Upcoming: the next thing to do, the visits with their follow-ups, and what may be interviews.

A read model for the page and the API. `laid_out` is pure; `upcoming` reads what it needs in one
look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from service.desk.asked import Asked, asked
from service.desk.next_up import Next, next_up
from service.desk.visits import NOBODYS, Shown, shown
from service.domain.model import FollowUp, Placement, VisitKey
from service.domain.places import local
from service.domain.policy import Me
from service.store.answers import ABOUT_VISITS, StoredAnswer, answers
from service.store.ledger import every_row
from service.store.people import person as find_person
from service.store.plan_rows import follow_ups, visits
from service.store.sessions import sessions, visit_names
from service.store.sources import sources
from service.store.store import Reader, Store
from service.store.suggestions import Suggestion, stored_suggestions
from service.store.values import PersonId, Source, StoredVisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A calendar that cannot be read as it should, and why."""

    calendar: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """`visits` are to come or have something left to do, today's first; `over` is the rest.

    Those that are over come latest first. `unread` are calendars that nobody has read yet, and
    of the `calendars` those that are not left alone are `watched`;
    until it has `begun`, nothing of all this stands in any calendar.
    """

    today: date
    next: Next | None
    visits: tuple[Shown, ...]
    over: tuple[Shown, ...]
    suggestions: tuple[Asked, ...]
    troubles: tuple[Trouble, ...]
    unread: tuple[str, ...]
    calendars: int
    watched: int
    begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is stored of a person, of one moment. `titles` are of visits without a company.

    `names` lead from the key a visit once had to the one it has now.
    """

    visits: Sequence[StoredVisit] = ()
    follow_ups: Sequence[FollowUp] = ()
    rows: Sequence[Placement] = ()
    answers: Sequence[StoredAnswer] = ()
    suggestions: Sequence[Suggestion] = ()
    sources: Sequence[Source] = ()
    titles: Mapping[VisitKey, str]
    names: Mapping[VisitKey, VisitKey] = field(default_factory=lambda: NOBODYS)
    begun: bool = True


def upcoming(store: Store, person: PersonId, *, me: Me, now: datetime) -> Upcoming:
    """As things stand, and as the person has just said. Raises `Unavailable`."""
    with store.read() as tx:
        found = stored(tx, person)
    return laid_out(found, me, now=now)


def laid_out(found: Stored, me: Me, *, now: datetime) -> Upcoming:
    """The same, of what is stored."""
    seen = shown(
        found.visits,
        found.follow_ups,
        found.rows,
        found.answers,
        found.titles,
        me,
        names=found.names,
        now=now,
    )
    today = local(now, me).date()
    return Upcoming(
        today=today,
        next=next_up(seen, me, now=now),
        visits=tuple(sorted((one for one in seen if not one.over), key=_todays_first)),
        over=tuple(one for one in reversed(seen) if one.over),
        suggestions=asked(found.suggestions, found.answers, me, now=now),
        troubles=tuple(_trouble(one) for one in found.sources if one.active and one.in_trouble),
        unread=tuple(one.called for one in found.sources if one.unread),
        calendars=sum(one.writes != "ours" for one in found.sources),
        watched=sum(one.active and one.writes != "ours" for one in found.sources),
        begun=found.begun,
    )


def stored(tx: Reader, person: PersonId) -> Stored:
    """What there is to lay out."""
    who, found, told = find_person(tx, person), visits(tx, person), answers(tx, person)
    keys: set[str] = {one.key for one in found}
    elsewhere = any(one.kind in ABOUT_VISITS and one.key not in keys for one in told)
    return Stored(
        visits=found,
        follow_ups=follow_ups(tx, person),
        rows=every_row(tx, person),
        answers=told,
        suggestions=[one for held in stored_suggestions(tx, person).values() for one in held],
        sources=sources(tx, person),
        names=visit_names(tx, person) if elsewhere else NOBODYS,
        titles={} if all(one.company for one in found) else _titles(tx, person),
        begun=who is not None and who.started is not None,
    )


def _titles(tx: Reader, person: PersonId) -> Mapping[VisitKey, str]:
    """What the first entry of each visit is called."""
    names = visit_names(tx, person)
    held = [one for found in sessions(tx, person).values() for one in found]
    held.sort(key=lambda one: (one.start.timestamp(), one.key), reverse=True)
    return {names.get(one.key, one.key): one.title for one in held}


def _todays_first(visit: Shown) -> tuple[bool, float, str]:
    return not visit.today, visit.start.timestamp(), visit.key


def _trouble(source: Source) -> Trouble:
    what = source.problem.what if source.problem else ""
    return Trouble(calendar=source.called, what=what)
