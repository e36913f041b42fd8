"""The rehearsal: what would have been written, before anything is; and the beginning.

Past interviews are planned as if each had been seen three days before, because seen today all
of it would be late, and nobody would see what the service is for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from service.domain.model import FollowUp, Visit, VisitKey
from service.domain.survey import looked_at
from service.machine_zone import machine_zone
from service.store import people
from service.store.journal import write_line
from service.store.store import Reader, Store
from service.store.suggestions import Suggestion, suggestions
from service.store.values import PersonId, StoredVisit
from service.watch.recall import Known, recall
from service.watch.understanding import as_stored, planned, visits_of

SEEN_BEFORE = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """One interview and what belongs beside it."""

    visit: StoredVisit
    follow_ups: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """`unread` are the names of calendars that are about to be read first: all else may grow.

    `past` are the last 90 days, the latest first; `coming` the soonest first.
    """

    unread: tuple[str, ...] = ()
    past: tuple[Rehearsed, ...] = ()
    coming: tuple[Rehearsed, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


def rehearse(store: Store, person: PersonId, *, now: datetime) -> Rehearsal:
    """What the calendars hold, as far as they have been read. Writes nothing.

    Raises `Unavailable`, and `SettingsError` for settings nobody checked.
    """
    with store.read() as tx:
        known = recall(tx, person, machine_zone())
        if known is None:
            return Rehearsal()
        asked = suggestions(tx, person)
    past, coming = _rehearsed(known, now)
    return Rehearsal(
        unread=tuple(one.called for one in known.sources if one.unread),
        past=past,
        coming=coming,
        suggestions=tuple(one for one in asked if one.end > now),
    )


def begin(store: Store, person: PersonId, *, now: datetime) -> None:
    """Put follow-ups on the calendars from now on. To begin again changes nothing."""
    with store.write() as tx:
        if people.begin(tx, person, now=now):
            text = "You said yes: follow-ups are put beside your interviews from now on."
            write_line(tx, person, now, "begun", None, text)


def has_begun(tx: Reader, person: PersonId) -> bool:
    """Whether the person said yes to the rehearsal, or never needed one."""
    who = people.person(tx, person)
    return who is not None and who.started is not None


def _rehearsed(known: Known, now: datetime) -> tuple[tuple[Rehearsed, ...], tuple[Rehearsed, ...]]:
    held = (one for found in known.sessions.values() for one in found if looked_at(one, now))
    visits = visits_of(held, known.names, known.policy)
    seen = [_seen_before(visit) if visit.end <= now else visit for visit in visits]
    plan = _by_visit(planned(seen, known.policy, known.told))
    shown = [
        Rehearsed(visit=as_stored(visit), follow_ups=tuple(plan.get(visit.key, ())))
        for visit in visits
    ]
    past = [one for one in shown if one.visit.end <= now]
    return tuple(past[::-1]), tuple(one for one in shown if one.visit.end > now)


def _seen_before(visit: Visit) -> Visit:
    first_seen = visit.start - SEEN_BEFORE
    sessions = (replace(session, first_seen=first_seen) for session in visit.sessions)
    return replace(visit, sessions=tuple(sessions))


def _by_visit(follow_ups: Iterable[FollowUp]) -> Mapping[VisitKey, list[FollowUp]]:
    found: defaultdict[VisitKey, list[FollowUp]] = defaultdict(list)
    for one in follow_ups:
        found[one.visit].append(one)
    return found
