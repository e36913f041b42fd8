"""The pass, and its transactions. Between them, and never in them, the network.

    read      who, what was seen before
    (network) a look at every source that is due
    write     what was seen, and the plan it makes
    write     what is about to be done        (service.sync)
    write     what came of it, and its story  (service.sync)
    write     the feed, if its bytes differ

Wherever it breaks off, the next pass does the rest: what is seen again changes nothing, and
the feed is printed from the ledger whatever came before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from connectors.feed import FEED, FeedConnector
from service.domain.model import FollowUp, Key, Visit
from service.domain.policy import Me, Policy
from service.settings_file import load
from service.store.feed_bodies import kept_etag
from service.store.feeds import keep_body
from service.store.ledger import StoredLedger, entries, raise_sequence
from service.store.people import person as find_person
from service.store.plan_rows import follow_ups, keep_follow_ups, keep_visits, visits
from service.store.sessions import keep_sessions, keep_visit_names, sessions, visit_names
from service.store.sources import next_read, record_look, sources
from service.store.store import Store, Writer
from service.store.values import PersonId, Source, StoredVisit
from service.sync import sync
from service.watch.anew import renewed
from service.watch.equipment import Equipment
from service.watch.ledger import FeedLedger, Held, require, tell
from service.watch.looking import Look, look_at
from service.watch.printing import printed
from service.watch.telling import of_sources, of_visits
from service.watch.understanding import Names, Stored, Understanding, at_home, understand


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was known when the pass began."""

    policy: Policy
    sources: tuple[Source, ...]
    sessions: Stored
    names: Names
    visits: tuple[StoredVisit, ...]
    planned: tuple[FollowUp, ...]


def watch(
    store: Store,
    person: PersonId,
    equipment: Equipment,
    *,
    now: datetime,
    held: Held = lambda _: True,
) -> datetime | None:
    """One pass for one person; when the next is due, None: there is nothing to watch.

    Raises `LeaseLost` as soon as the lease is: then nothing more is written. Raises
    `Unavailable` when the database is, and `SettingsError` for settings nobody checked.
    """
    known = _recall(store, person)
    if known is None:
        return None
    known = replace(known, policy=at_home(known.policy, known.sources, equipment.home))
    looks = _look(store, known, equipment, now, held)
    policy = at_home(known.policy, [look.source for look in looks], equipment.home)
    found = understand(looks, known.sessions, known.names, policy, now=now)
    rows = StoredLedger(store, person, now).rows()
    found = replace(found, wanted=renewed(found.wanted, rows, now=now))
    with store.write() as tx:
        require(held, tx)
        _save(tx, person, known, found, me=policy.me, now=now)
    ledger = FeedLedger(store=store, person=person, wanted=found.wanted, now=now, held=held)
    sync(ledger, FeedConnector(), FEED, found.wanted, now=now)
    return _print(store, person, found, policy, now=now, held=held)


def _recall(store: Store, person: PersonId) -> _Known | None:
    with store.read() as tx:
        who = find_person(tx, person)
        if who is None:
            return None
        return _Known(
            policy=load(who.settings, where="settings"),
            sources=tuple(sources(tx, person)),
            sessions=sessions(tx, person),
            names=visit_names(tx, person),
            visits=visits(tx, person),
            planned=follow_ups(tx, person),
        )


def _look(
    store: Store, known: _Known, equipment: Equipment, now: datetime, held: Held
) -> list[Look]:
    """A look at every source; at one that is not due, what is remembered of it."""
    looks: list[Look] = []
    for number, source in enumerate(known.sources):
        if not source.active or source.next_read > now:
            looks.append(Look(source=source))
            continue
        if number:  # each may take its time, so each is asked for under a lease that runs
            with store.write() as tx:
                require(held, tx)
        looks.append(look_at(source, known.policy, equipment, now=now))
    return looks


def _save(  # noqa: PLR0913 (what was known and what was found, each for one purpose)
    tx: Writer,
    person: PersonId,
    known: _Known,
    found: Understanding,
    *,
    me: Me,
    now: datetime,
) -> None:
    """What was seen and planned. What the person changed during the look is theirs, and stays."""
    there = {source.id: source for source in sources(tx, person)}
    before = {source.id: source for source in known.sources}
    seen = [source for source in found.sources if source.id in there]
    for source in seen:
        if source != before[source.id]:
            record_look(tx, _beside(there[source.id], before[source.id], source))
    for source_id, held in found.sessions.items():
        if source_id in there:
            keep_sessions(tx, person, source_id, held)
    _save_plan(tx, person, known, found, now)
    tell(tx, person, of_sources(before.values(), seen), now=now)
    tell(tx, person, of_visits(known.visits, found.visits, me, now=now), now=now)


def _save_plan(
    tx: Writer, person: PersonId, known: _Known, found: Understanding, now: datetime
) -> None:
    if found.names != known.names:
        keep_visit_names(tx, person, found.names)
    stored = tuple(_stored(visit) for visit in found.visits)
    if _by_key(stored) != _by_key(known.visits):
        keep_visits(tx, person, stored)
    before, after = _planned(known.planned), _planned(found.wanted)
    if before != after:
        keep_follow_ups(tx, person, found.wanted)
    # The status shows in the feed, and no row of the ledger knows it.
    changed = [key for key, one in before.items() if one.status != _status(after.get(key))]
    raise_sequence(tx, person, changed, now=now)


def _status(follow_up: FollowUp | None) -> str:
    return follow_up.status if follow_up else "confirmed"


def _planned(follow_ups: Sequence[FollowUp]) -> Mapping[Key, FollowUp]:
    return {one.key: one for one in follow_ups}


def _by_key(stored: Sequence[StoredVisit]) -> Mapping[str, StoredVisit]:
    return {visit.key: visit for visit in stored}


def _stored(visit: Visit) -> StoredVisit:
    met = (one for one in visit.people if one.state != "excluded")
    return StoredVisit(
        key=visit.key,
        company=visit.company,
        role=visit.role,
        start=visit.start.astimezone(UTC),
        end=visit.end.astimezone(UTC),
        people=tuple(one.name for one in met),
    )


def _beside(there: Source, before: Source, after: Source) -> Source:
    """The row as it stands now, with what the look changed of it."""
    asked_for = there.next_read != before.next_read
    return replace(
        there,
        name=there.name or after.name,
        cursor=after.cursor,
        timezone=after.timezone,
        size=after.size,
        suspect=after.suspect,
        last_read=after.last_read,
        last_change=after.last_change,
        next_read=there.next_read if asked_for else after.next_read,
        failures=after.failures,
        problem=after.problem,
    )


def _print(  # noqa: PLR0913 (what a pass has at its end)
    store: Store,
    person: PersonId,
    found: Understanding,
    policy: Policy,
    *,
    now: datetime,
    held: Held,
) -> datetime | None:
    statuses = {one.key: one.status for one in found.wanted}
    with store.read() as tx:
        rows, kept = entries(tx, person, FEED), kept_etag(tx, person)
        due = next_read(tx, person)
    feed = printed(rows, statuses, timezone=policy.me.timezone, now=now)
    if feed.etag != kept:
        with store.write() as tx:
            require(held, tx)
            keep_body(tx, person, feed.body, feed.etag, now)
    return due
