"""What the looks mean: sessions remembered, visits named, follow-ups planned. Does nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from connectors.contract import CalendarId
from connectors.feed import FEED
from service.domain.group import group
from service.domain.homes import Homes, homes, routed
from service.domain.model import FollowUp, Session, Visit, VisitKey
from service.domain.plan import plan
from service.domain.policy import Policy
from service.domain.remember import named
from service.domain.told import told
from service.domain.visit_link import Links
from service.store.suggestions import Suggestion
from service.store.values import Source, SourceId, StoredVisit
from service.watch.grace import with_grace
from service.watch.looking import Look
from service.watch.places import calendar_of, written_for
from service.watch.reading import read
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


def understand(
    looks: Sequence[Look], known: Known, policy: Policy, *, now: datetime
) -> Understanding:
    """What the looks mean, with what was seen before and what the person told us."""
    first_seen = _first_seen(known.sessions)
    found = [read(look, known, policy, now) for look in looks]
    found = with_grace(found, known, now=now)
    fresh = {one.source.id: _dated(one.sessions, first_seen) for one in found}
    asked = {one.source.id: one.suggestions for one in found}
    visits = visits_of((one for held in fresh.values() for one in held), known.names, policy)
    names = {session.key: visit.key for visit in visits for session in visit.sessions}
    return Understanding(
        sources=tuple(one.source for one in found),
        sessions=_changed(fresh, known.sessions),
        suggestions=_changed(asked, known.suggestions),
        visits=visits,
        names={**known.names, **names},
        wanted=routed(
            planned(visits, policy, known.told, known.links), _homes(visits, fresh, known)
        ),
    )


def _homes(visits: Sequence[Visit], fresh: Stored, known: Known) -> Homes:
    held: dict[CalendarId, frozenset[VisitKey]] = {}
    for source, home in written_for(known.sources):
        keys = frozenset(one.key for one in fresh.get(source.id, ()))
        held[calendar_of(home)] = held.get(calendar_of(home), frozenset()) | keys
    before = {one.visit: one.calendar for one in known.planned}
    return homes(visits, held, before)


def _changed(
    held: Mapping[SourceId, tuple[_Held, ...]], before: Mapping[SourceId, tuple[_Held, ...]]
) -> Mapping[SourceId, tuple[_Held, ...]]:
    return {source: now for source, now in held.items() if now != before.get(source, ())}


def visits_of(found: Iterable[Session], names: Names, policy: Policy) -> tuple[Visit, ...]:
    """The visits that sessions make up, under the names they have always had."""
    return named(group(found, policy), names)


def planned(
    visits: Iterable[Visit], policy: Policy, said: Told, links: Links | None = None
) -> tuple[FollowUp, ...]:
    """The follow-ups of visits that are known together, after what the person said of them."""
    via_agency = policy.notes.via_agency
    known = told(visits, said.outcomes, said.debriefs, said.doubts, via_agency=via_agency)
    return plan(
        known,
        policy,
        calendar=FEED,
        links=links,
        debriefs=said.debriefs,
        put_off=said.put_off,
        supplies=said.supplies,
    )


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
