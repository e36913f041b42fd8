"""What the looks mean: sessions remembered, visits named, follow-ups planned. Does nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from connectors.contract import Event, Problem
from connectors.feed import FEED
from connectors.ics.recurrence import expand
from service.domain.group import group
from service.domain.model import FollowUp, Session, Visit, VisitKey
from service.domain.plan import plan
from service.domain.policy import Policy
from service.domain.remember import named, remember
from service.domain.survey import Judged, judge, looked_at, sessions
from service.domain.told import told
from service.store.suggestions import Suggestion
from service.store.values import Source, SourceId, StoredVisit
from service.watch.asking import UNTHOUGHT_OF, suggested
from service.watch.looking import Look
from service.watch.recall import Asked, Known, Names, Stored
from service.watch.told import Told

_Held = TypeVar("_Held", Session, Suggestion)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """All that is to be saved of what was seen: of sessions and suggestions what has changed."""

    sources: tuple[Source, ...]
    sessions: Stored
    suggestions: Asked
    visits: tuple[Visit, ...]
    names: Names
    wanted: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What one source holds, by its look or by what is remembered of it."""

    source: Source
    sessions: tuple[Session, ...]
    suggestions: tuple[Suggestion, ...]


def understand(
    looks: Sequence[Look], known: Known, policy: Policy, *, now: datetime
) -> Understanding:
    """What the looks mean, with what was seen before and what the person told us."""
    first_seen = _first_seen(known.sessions)
    read = [_read(look, known, policy, now) for look in looks]
    fresh = {one.source.id: _dated(one.sessions, first_seen) for one in read}
    asked = {one.source.id: one.suggestions for one in read}
    visits = visits_of((s for found in fresh.values() for s in found), known.names, policy)
    names = {session.key: visit.key for visit in visits for session in visit.sessions}
    return Understanding(
        sources=tuple(one.source for one in read),
        sessions=_changed(fresh, known.sessions),
        suggestions=_changed(asked, known.suggestions),
        visits=visits,
        names={**known.names, **names},
        wanted=planned(visits, policy, known.told),
    )


def _changed(
    held: Mapping[SourceId, tuple[_Held, ...]], before: Mapping[SourceId, tuple[_Held, ...]]
) -> Mapping[SourceId, tuple[_Held, ...]]:
    return {source: now for source, now in held.items() if now != before.get(source, ())}


def visits_of(found: Iterable[Session], names: Names, policy: Policy) -> tuple[Visit, ...]:
    """The visits that sessions make up, under the names they have always had."""
    return named(group(found, policy), names)


def planned(visits: Iterable[Visit], policy: Policy, said: Told) -> tuple[FollowUp, ...]:
    """The follow-ups of visits that are known together, after what the person said of them."""
    return plan(told(visits, said.outcomes), policy, calendar=FEED)


def as_stored(visit: Visit) -> StoredVisit:
    """A visit as the pages show it."""
    met = (one for one in visit.people if one.state != "excluded")
    return StoredVisit(
        key=visit.key,
        company=visit.company,
        role=visit.role,
        start=visit.start.astimezone(UTC),
        end=visit.end.astimezone(UTC),
        people=tuple(one.name for one in met),
    )


def _read(look: Look, known: Known, policy: Policy, now: datetime) -> _Read:
    source = look.source
    before = [one for one in known.sessions.get(source.id, ()) if looked_at(one, now)]
    asked = known.suggestions.get(source.id, ())
    if look.listing is None:
        still = tuple(one for one in asked if one.end > now)
        return _Read(source=source, sessions=tuple(before), suggestions=still)
    spoilt: list[Problem] = []
    events = [change.event for change in look.listing.items if change.event]
    judged = list(_judged(events, source, policy, known.told, spoilt))
    seen = list(_sessions(judged, source, policy, now, spoilt))
    kept = remember(before, seen, now=now)
    if spoilt and source.problem is None:
        source = replace(source, problem=spoilt[0])
    return _Read(
        source=source,
        sessions=tuple(sorted(kept, key=lambda session: (session.start, session.key))),
        suggestions=suggested(judged, policy, now=now),
    )


def _judged(
    events: Iterable[Event],
    source: Source,
    policy: Policy,
    said: Told,
    spoilt: list[Problem],
) -> Iterator[Judged]:
    # Who switches guessing off does not take back what they said yes to.
    guessing = replace(policy, recognise=replace(policy.recognise, heuristics=True))
    for event in events:
        under = guessing if event.uid in said.accepted else policy
        try:
            yield judge(event, source.name, under, said.accepted)
        except UNTHOUGHT_OF as error:
            # What nobody thought of costs one event, and the calendar goes on.
            spoilt.append(_set_aside(source, error))


def _sessions(
    judged: Iterable[Judged],
    source: Source,
    policy: Policy,
    now: datetime,
    spoilt: list[Problem],
) -> Iterator[Session]:
    for one in judged:
        try:
            yield from tuple(sessions([one], policy, now=now, expand=expand))
        except UNTHOUGHT_OF as error:
            spoilt.append(_set_aside(source, error))


def _set_aside(source: Source, error: Exception) -> Problem:
    return Problem(
        where=source.name or source.host,
        what=f"An event could not be understood ({type(error).__name__}) and was left out.",
        next_step="Open your latest interviews in your calendar, and set their times again.",
    )


def _first_seen(stored: Stored) -> Mapping[VisitKey, datetime]:
    """Since when a session has been known, in whichever calendar it was."""
    known: dict[VisitKey, datetime] = {}
    for session in (one for found in stored.values() for one in found):
        known[session.key] = min(session.first_seen, known.get(session.key, session.first_seen))
    return known


def _dated(
    found: Iterable[Session], first_seen: Mapping[VisitKey, datetime]
) -> tuple[Session, ...]:
    return tuple(
        replace(one, first_seen=min(one.first_seen, first_seen.get(one.key, one.first_seen)))
        for one in found
    )
