"""The pass, and its transactions. Between them, and never in them, the network.

    read      who, what was seen before, what the person told us
    (network) a look at every source that is due, or is to be written
    write     what was seen, and the plan it makes
    for the feed, and for each calendar that is written (service.sync):
    write     what is about to be done, and how far its calendar was read
    (network) the writes
    write     what came of it, and its story
    write     the feed, if its bytes differ

Until the person has begun, it ends with the plan: that is the rehearsal.

Wherever it breaks off, the next pass does the rest: what is seen again changes nothing, and
the feed is printed from the ledger whatever came before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from connectors.feed import FEED, FeedConnector
from service.domain.model import FollowUp, Key
from service.domain.policy import Policy
from service.store.feed_bodies import kept_etag
from service.store.feeds import keep_body
from service.store.forgotten import forgot_since, forgotten
from service.store.grants import pause_grant
from service.store.ledger import StoredLedger, entries, keep_rows, raise_sequence
from service.store.link_secrets import give_link_secret, link_secret
from service.store.plan_rows import keep_follow_ups, keep_visits
from service.store.sessions import keep_sessions, keep_visit_names
from service.store.sources import hold_writes, next_read, record_what_changed, sources
from service.store.store import Store, Writer
from service.store.suggestions import keep_suggestions
from service.store.values import PersonId, Source, SourceId, StoredVisit
from service.store.wiping import wipe
from service.sync import sync
from service.watch.again import keep_taken_up
from service.watch.equipment import Equipment
from service.watch.founding import found
from service.watch.ledger import Held, PassLedger, require, tell
from service.watch.looking import Look
from service.watch.notices import notices
from service.watch.printing import printed
from service.watch.recall import Known, lost_grants, recall
from service.watch.rounds import Round, Rounds
from service.watch.sweeping import sweep, with_erasures
from service.watch.telling import of_sources, of_visits
from service.watch.understanding import Understanding, as_stored
from service.watch.writing import Writing, is_written

LATELY = timedelta(hours=1)
"""How long after something was forgotten passes see to it that no log of the database holds it."""


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
    known = _recalled(store, person, equipment)
    if known is None:
        return None
    waits = found(store, person, known, equipment, now=now, held=held) if known.begun else ()
    if waits:
        known = _recalled(store, person, equipment) or known
    due = _passed(store, person, known, equipment, now=now, held=held)
    later = (time for time in waits if time > now)
    return min((time for time in (due, *later) if time is not None), default=None)


def _recalled(store: Store, person: PersonId, equipment: Equipment) -> Known | None:
    """What is known. Where entries can lead to a page, there is a secret to make the links of."""
    with store.read() as tx:
        known = recall(tx, person, equipment.home, equipment.base)
    if known is None or known.links is not None or equipment.base is None:
        return known
    with store.write() as tx:
        if link_secret(tx, person) is None:
            give_link_secret(tx, person)
        return recall(tx, person, equipment.home, equipment.base)


def _passed(  # noqa: PLR0913 (as above)
    store: Store,
    person: PersonId,
    known: Known,
    equipment: Equipment,
    *,
    now: datetime,
    held: Held,
) -> datetime | None:
    rows = StoredLedger(store, person, now).rows()
    known = with_erasures(known, rows, now=now)
    between = _between(store, held)
    made = Rounds(known=known, rows=rows, equipment=equipment, now=now, between=between).go()
    written = _written(made) if known.begun else ()
    with store.write() as tx:
        require(held, tx)
        _save(tx, person, known, made, {one.source.id for one in written}, now=now)
    if not known.begun:
        return _next(store, person)
    _put_on_feed(store, person, known, made, now=now, held=held)
    _write(store, person, known, made, written=written, equipment=equipment, now=now, held=held)
    _sweep(store, person, now=now, held=held)
    return _print(store, person, made.found, made.policy, now=now, held=held)


def _sweep(store: Store, person: PersonId, *, now: datetime, held: Held) -> None:
    """What has left the calendars leaves us too; of what this pass has told, the names do."""
    with store.read() as tx:
        gone, lately = forgotten(tx, person), forgot_since(tx, person, now - LATELY)
    if gone:
        with store.write() as tx:
            require(held, tx)
            sweep(tx, person, gone, now=now, since=now)
    if lately:
        wipe(store)


def _between(store: Store, held: Held) -> Callable[[], None]:
    """Each look may take its time, so all but the first are under a lease that runs."""
    first = True

    def between() -> None:
        nonlocal first
        if not first:
            with store.write() as tx:
                require(held, tx)
        first = False

    return between


def _written(made: Round) -> tuple[Look, ...]:
    """The looks that are followed by writing, each with its source as it is recorded."""
    recorded = {source.id: source for source in made.found.sources}
    looks = (replace(look, source=recorded[look.source.id]) for look in made.looks)
    return tuple(look for look in looks if is_written(look, made.rows))


def _put_on_feed(  # noqa: PLR0913 (what a pass has at its end)
    store: Store, person: PersonId, known: Known, made: Round, *, now: datetime, held: Held
) -> None:
    rows = StoredLedger(store, person, now).rows()
    with store.read() as tx:
        lost = lost_grants(tx, person, known.sources)
    ours = notices(lost, known.sources, rows, made.policy.me, now=now)
    wanted = (*made.found.wanted, *ours)
    ledger = PassLedger(store=store, person=person, wanted=wanted, now=now, held=held)
    sync(ledger, FeedConnector(), FEED, wanted, now=now, settled=known.told.settled)


def _write(  # noqa: PLR0913 (what a pass has at its end)
    store: Store,
    person: PersonId,
    known: Known,
    made: Round,
    *,
    written: Sequence[Look],
    equipment: Equipment,
    now: datetime,
    held: Held,
) -> None:
    """The calendars, and then the feed again: what left a calendar for it can come now."""
    writing = Writing(
        store=store,
        person=person,
        wanted=made.found.wanted,
        settled=known.told.settled,
        me=made.policy.me,
        now=now,
        held=held,
        dice=equipment.dice,
    )
    for look in written:
        writing.write(look)
    if written:
        _put_on_feed(store, person, known, made, now=now, held=held)


def _save(  # noqa: PLR0913 (what was known and what was found, each for one purpose)
    tx: Writer,
    person: PersonId,
    known: Known,
    made: Round,
    written: set[SourceId],
    *,
    now: datetime,
) -> None:
    """What was seen and planned. What the person changed during the look is theirs, and stays."""
    found = made.found
    there = {source.id for source in sources(tx, person)}
    before = {source.id: source for source in known.sources}
    seen = [source for source in found.sources if source.id in there]
    for source in seen:
        if source != before[source.id]:
            was, cursor = before[source.id], before[source.id].cursor
            # What is told of our own entries is not saved yet: it has to be told again till then.
            now_is = replace(source, cursor=cursor) if source.id in written else source
            record_what_changed(tx, was, now_is)
    for source_id, held in found.sessions.items():
        if source_id in there:
            keep_sessions(tx, person, source_id, held)
    for source_id, asked in found.suggestions.items():
        if source_id in there:
            keep_suggestions(tx, person, source_id, asked)
    _save_accounts(tx, made.looks)
    _save_holds(tx, made.looks, before, written, now)
    _save_plan(tx, person, known, found, now)
    keep_rows(tx, person, made.left.values(), now=now)
    keep_taken_up(tx, person, made.back, known.told.again, now=now)
    tell(tx, person, of_sources(before.values(), seen), now=now)
    tell(tx, person, of_visits(known.visits, found.visits, made.policy.me, now=now), now=now)


def _save_accounts(tx: Writer, looks: Sequence[Look]) -> None:
    for look in looks:
        if look.lost is not None and look.source.grant is not None:
            pause_grant(tx, look.source.grant, why=look.lost)


def _save_holds(
    tx: Writer,
    looks: Sequence[Look],
    before: Mapping[SourceId, Source],
    written: set[SourceId],
    now: datetime,
) -> None:
    """What waited to be written, and can't be after this look: it waits for the next one.

    Else its time would have come for good, and the calendar be asked past all its back-off.
    """
    for look in looks:
        was = before[look.source.id]
        waited = was.writes_after is not None and was.writes_after <= now
        if waited and look.source is not was and was.id not in written:
            hold_writes(tx, was.id, look.source.next_read if look.listing is None else None)


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
    feed = printed(
        rows,
        statuses,
        timezone=policy.me.timezone,
        now=now,
        discreet=policy.privacy.discreet_titles,
    )
    if feed.etag != kept:
        with store.write() as tx:
            require(held, tx)
            keep_body(tx, person, feed.body, feed.etag, now)
    return due


def _next(store: Store, person: PersonId) -> datetime | None:
    with store.read() as tx:
        return next_read(tx, person)
