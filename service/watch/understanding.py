"""What the looks mean: sessions remembered, visits named, follow-ups planned. Does nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.contract import Event, Problem
from connectors.feed import FEED
from connectors.ics.recurrence import expand
from service.domain.group import group
from service.domain.model import FollowUp, Session, Visit, VisitKey
from service.domain.plan import plan
from service.domain.policy import Me, Policy
from service.domain.remember import named, remember
from service.domain.survey import judge, looked_at, sessions
from service.store.values import Source, SourceId
from service.watch.looking import Look

Stored = Mapping[SourceId, tuple[Session, ...]]
Names = Mapping[VisitKey, VisitKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """All that is to be saved of what was seen. `sessions` are those of changed sources only."""

    sources: tuple[Source, ...]
    sessions: Stored
    visits: tuple[Visit, ...]
    names: Names
    wanted: tuple[FollowUp, ...]


def at_home(policy: Policy, sources: Iterable[Source], home: ZoneInfo) -> Policy:
    """The policy with the person's zone: the settings', else a calendar's, else the machine's."""
    if not policy.me.timezone_guessed:
        return policy
    told = next((source.timezone for source in sources if source.timezone), None)
    me: Me = replace(policy.me, timezone=told or home.key, timezone_guessed=told is None)
    return replace(policy, me=me)


def understand(
    looks: Sequence[Look], stored: Stored, names: Names, policy: Policy, *, now: datetime
) -> Understanding:
    """What the looks mean, with what was seen before."""
    first_seen = _first_seen(stored)
    read = [_read(look, stored.get(look.source.id, ()), policy, now) for look in looks]
    fresh = {source.id: _dated(found, first_seen) for source, found in read}
    visits = named(group((s for found in fresh.values() for s in found), policy), names)
    known = {session.key: visit.key for visit in visits for session in visit.sessions}
    return Understanding(
        sources=tuple(source for source, _ in read),
        sessions={key: found for key, found in fresh.items() if found != stored.get(key, ())},
        visits=visits,
        names={**names, **known},
        wanted=plan(visits, policy, calendar=FEED),
    )


def _read(
    look: Look, before: tuple[Session, ...], policy: Policy, now: datetime
) -> tuple[Source, tuple[Session, ...]]:
    if look.listing is None:
        return look.source, tuple(session for session in before if looked_at(session, now))
    spoilt: list[Problem] = []
    events = [change.event for change in look.listing.items if change.event]
    seen = list(_sessions(events, look.source, policy, now, spoilt))
    kept = remember((s for s in before if looked_at(s, now)), seen, now=now)
    source = look.source
    if spoilt and source.problem is None:
        source = replace(source, problem=spoilt[0])
    return source, tuple(sorted(kept, key=lambda session: (session.start, session.key)))


def _sessions(
    events: Iterable[Event], source: Source, policy: Policy, now: datetime, spoilt: list[Problem]
) -> Iterator[Session]:
    for event in events:
        try:
            verdict = judge(event, source.name, policy)
            yield from tuple(sessions([verdict], policy, now=now, expand=expand))
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            # What nobody thought of costs one event, and the calendar goes on.
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
