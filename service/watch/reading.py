"""What one source holds after a look: sessions and suggestions, what is remembered included.

An answer may tell all there is, or only what is different. Of the second kind an event replaces
whatever came from it before, and one that is gone takes that along; the rest stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.contract import Changes, Event, Problem
from connectors.ics.recurrence import expand
from service.domain.forgotten import Forgotten
from service.domain.model import Session
from service.domain.policy import Policy
from service.domain.remember import remember
from service.domain.survey import Judged, judge, looked_at, sessions
from service.store.suggestions import Suggestion
from service.store.values import Source
from service.watch.asking import UNTHOUGHT_OF, suggested
from service.watch.looking import Look
from service.watch.recall import Known
from service.watch.sweeping import suggestion
from service.watch.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What one source holds, by its look or by what is remembered of it.

    `missed` are sessions to come that it held before, and does not show any more.
    """

    source: Source
    sessions: tuple[Session, ...]
    suggestions: tuple[Suggestion, ...]
    missed: tuple[Session, ...] = ()


def read(look: Look, known: Known, policy: Policy, now: datetime) -> Read:
    """What a source holds, without what the person wants forgotten."""
    found = _read(look, known, policy, now)
    return _without(found, known.forgotten) if known.forgotten else found


def _without(found: Read, forgotten: Forgotten) -> Read:
    kept = filter(None, map(forgotten.session, found.sessions))
    missed = filter(None, map(forgotten.session, found.missed))
    asked = filter(None, (suggestion(one, forgotten) for one in found.suggestions))
    return replace(found, sessions=tuple(kept), suggestions=tuple(asked), missed=tuple(missed))


def _read(look: Look, known: Known, policy: Policy, now: datetime) -> Read:
    source, listing = look.source, look.listing
    if source.writes == "ours":
        return Read(source=source, sessions=(), suggestions=())
    before = [one for one in known.sessions.get(source.id, ()) if looked_at(one, now)]
    asked = tuple(one for one in known.suggestions.get(source.id, ()) if one.end > now)
    if listing is None or not (listing.complete or listing.items):
        return Read(source=source, sessions=tuple(before), suggestions=asked)
    spoilt: list[Problem] = []
    events = [change.event for change in listing.items if change.event]
    judged = list(_judged(events, source, policy, known.told, spoilt))
    seen = list(_sessions(judged, source, policy, now, spoilt))
    again = [one for one in before if _is_told(one, before, listing)]
    found = {one.key: one for one in before if one not in again}
    found |= {one.key: one for one in remember(again, seen, now=now)}
    if spoilt and source.problem is None:
        source = replace(source, problem=spoilt[0])
    return Read(
        source=source,
        sessions=tuple(sorted(found.values(), key=lambda one: (one.start, one.key))),
        suggestions=(*_unchanged(asked, listing), *suggested(judged, policy, now=now)),
        missed=tuple(one for one in before if one.key not in found),
    )


def _is_told(one: Session, before: Iterable[Session], listing: Changes) -> bool:
    """Whether a listing says anew what has become of a session; a whole one says so of all."""
    if listing.complete or one.event in {change.id for change in listing.items}:
        return True
    return one.recurrence_id is not None and one.uid in _ended_series(before, listing)


def _ended_series(before: Iterable[Session], listing: Changes) -> frozenset[str]:
    """The UIDs of series that are gone: moved instances go too, though nothing is told of them."""
    gone = {change.id for change in listing.items if change.event is None}
    return frozenset(one.uid for one in before if one.event in gone and one.recurrence_id)


def _unchanged(asked: Iterable[Suggestion], listing: Changes) -> Iterator[Suggestion]:
    if listing.complete:
        return
    ids = {change.id for change in listing.items}
    uids = {change.event.uid for change in listing.items if change.event}
    yield from (one for one in asked if one.event not in ids and one.uid not in uids)


def _judged(
    events: Iterable[Event],
    source: Source,
    policy: Policy,
    said: Told,
    spoilt: list[Problem],
) -> Iterator[Judged]:
    for event in events:
        try:
            yield judge(event, source.name, policy, said.accepted)
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
        where=source.called,
        what=f"An event could not be understood ({type(error).__name__}) and was left out.",
        next_step="Open your latest interviews in your calendar, and set their times again.",
    )
