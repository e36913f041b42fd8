"""The pass, and its transactions. Between them, and never in them, the network.

    read      who, what was seen before, what the person told us
    (network) a look at every source that is due
    write     what was seen, and the plan it makes
    write     what is about to be done        (service.sync)
    write     what came of it, and its story  (service.sync)
    write     the feed, if its bytes differ

Until the person has begun, it ends with the plan: that is the rehearsal.

Wherever it breaks off, the next pass does the rest: what is seen again changes nothing, and
the feed is printed from the ledger whatever came before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from connectors.feed import FEED, FeedConnector
from service.domain.model import FollowUp, Key
from service.domain.policy import Me, Policy
from service.store.feed_bodies import kept_etag
from service.store.feeds import keep_body
from service.store.ledger import StoredLedger, entries, raise_sequence
from service.store.plan_rows import keep_follow_ups, keep_visits
from service.store.sessions import keep_sessions, keep_visit_names
from service.store.sources import next_read, record_what_changed, sources
from service.store.store import Store, Writer
from service.store.suggestions import keep_suggestions
from service.store.values import PersonId, StoredVisit
from service.sync import sync
from service.watch.again import keep_taken_up, taken_up
from service.watch.anew import renewed
from service.watch.bookmark import circumstances, outdated
from service.watch.equipment import Equipment
from service.watch.ledger import FeedLedger, Held, require, tell
from service.watch.looking import Look, look_at
from service.watch.printing import printed
from service.watch.recall import Known, at_home, recall
from service.watch.telling import of_sources, of_visits
from service.watch.understanding import Understanding, as_stored, understand


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
    with store.read() as tx:
        known = recall(tx, person, equipment.home)
    if known is None:
        return None
    looks = _look(store, known, equipment, now, held)
    policy = at_home(known.policy, [look.source for look in looks], equipment.home)
    found = understand(looks, known, policy, now=now)
    rows, told = StoredLedger(store, person, now).rows(), known.told
    back = taken_up(rows, told.again)
    latest = renewed(found.wanted, {**rows, **back}, now=now, settled=told.settled)
    found = replace(found, wanted=latest)
    with store.write() as tx:
        require(held, tx)
        _save(tx, person, known, found, me=policy.me, now=now)
        keep_taken_up(tx, person, back, told.again, now=now)
    if not known.begun:
        return _next(store, person)
    ledger = FeedLedger(store=store, person=person, wanted=found.wanted, now=now, held=held)
    sync(ledger, FeedConnector(), FEED, found.wanted, now=now, settled=told.settled)
    return _print(store, person, found, policy, now=now, held=held)


def _look(
    store: Store, known: Known, equipment: Equipment, now: datetime, held: Held
) -> list[Look]:
    """A look at every source; at one that is not due, what is remembered of it."""
    looks: list[Look] = []
    under = circumstances(known.policy, known.told.accepted, now)
    for number, source in enumerate(known.sources):
        due = source.next_read <= now or outdated(source, under)
        if not source.active or not due:
            looks.append(Look(source=source))
            continue
        if number:  # each may take its time, so each is asked for under a lease that runs
            with store.write() as tx:
                require(held, tx)
        looks.append(look_at(source, known.policy, equipment, under=under, now=now))
    return looks


def _save(  # noqa: PLR0913 (what was known and what was found, each for one purpose)
    tx: Writer,
    person: PersonId,
    known: Known,
    found: Understanding,
    *,
    me: Me,
    now: datetime,
) -> None:
    """What was seen and planned. What the person changed during the look is theirs, and stays."""
    there = {source.id for source in sources(tx, person)}
    before = {source.id: source for source in known.sources}
    seen = [source for source in found.sources if source.id in there]
    for source in seen:
        if source != before[source.id]:
            record_what_changed(tx, before[source.id], source)
    for source_id, held in found.sessions.items():
        if source_id in there:
            keep_sessions(tx, person, source_id, held)
    for source_id, asked in found.suggestions.items():
        if source_id in there:
            keep_suggestions(tx, person, source_id, asked)
    _save_plan(tx, person, known, found, now)
    tell(tx, person, of_sources(before.values(), seen), now=now)
    tell(tx, person, of_visits(known.visits, found.visits, me, now=now), now=now)


def _save_plan(
    tx: Writer, person: PersonId, known: Known, found: Understanding, now: datetime
) -> None:
    if found.names != known.names:
        keep_visit_names(tx, person, found.names)
    stored = tuple(as_stored(visit) for visit in found.visits)
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
        rows, kept, due = entries(tx, person, FEED), kept_etag(tx, person), next_read(tx, person)
    feed = printed(rows, statuses, timezone=policy.me.timezone, now=now)
    if feed.etag != kept:
        with store.write() as tx:
            require(held, tx)
            keep_body(tx, person, feed.body, feed.etag, now)
    return due


def _next(store: Store, person: PersonId) -> datetime | None:
    with store.read() as tx:
        return next_read(tx, person)
