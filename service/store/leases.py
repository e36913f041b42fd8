"""Who is due, and who attends to whom: the laws that make every delivery harmless.

An engine may lose, double or delay what it delivers; these conditional updates put it right.
Nobody is held by two at once, and what was asked for during a pass makes it go again (facts:
the engine, "The row holds the truth"). The caller's clock counts; on several machines keep
them within a few seconds of each other, far less than a lease.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, literal, or_, select, update

from service.store import schema
from service.store.store import Writer
from service.store.types import Instant
from service.store.values import Claim, PersonId

_ROW = schema.people.c
_FREED = {"lease_token": None, "lease_until": None, "dispatched_at": None}


def wake(tx: Writer, person: PersonId, *, now: datetime, at: datetime | None = None) -> None:
    """Ask for a pass now, or `at` a time; never earlier than a back-off allows.

    Asking ten times makes one pass. One that is asked for during a pass comes after it.
    """
    soon = literal(at or now, Instant)
    allowed = case((_ROW.not_before > soon, _ROW.not_before), else_=soon)
    earliest = case((_ROW.due_at <= allowed, _ROW.due_at), else_=allowed)
    _update(tx, _ROW.id == person, wake_seq=_ROW.wake_seq + 1, due_at=earliest)


def claim(
    tx: Writer, person: PersonId, *, now: datetime, lease: timedelta, token: str
) -> Claim | None:
    """Take a person who is due and held by nobody; None: there is nothing to do here.

    `token` is the caller's own for this claim, never used twice.
    """
    return _taken(tx, and_(_ROW.id == person, _ROW.due_at <= now), now, lease, token)


def take(
    tx: Writer, person: PersonId, *, now: datetime, lease: timedelta, token: str
) -> Claim | None:
    """The same, due or not, for what must not go on beside a pass; None: one is under way.

    To be given back by `give_back`: unlike the end of a pass it says nothing of what is due.
    """
    return _taken(tx, _ROW.id == person, now, lease, token)


def give_back(tx: Writer, claim: Claim) -> None:
    """Whoever is due may be attended to again. Nothing happens to a lost lease."""
    _update(tx, _mine(claim), **_FREED)


def extend(tx: Writer, claim: Claim, *, now: datetime, lease: timedelta) -> bool:
    """A longer lease; False: it has run out and somebody else took over. Then stop."""
    return _update(tx, _mine(claim), lease_until=now + lease)


def release(tx: Writer, claim: Claim, *, now: datetime, due_at: datetime | None) -> bool:
    """The pass went well; the next is due at `due_at`, None: when somebody wakes.

    False: more was asked for meanwhile, and it stays due now; or the lease was lost, and all
    is with whoever holds it.
    """
    well = {"attempts": 0, "not_before": None, **_FREED}
    seen = and_(_mine(claim), _ROW.wake_seq == claim.wake_seq)
    if _update(tx, seen, synced_seq=claim.wake_seq, due_at=due_at, **well):
        return True
    _update(tx, _mine(claim), synced_seq=claim.wake_seq, due_at=now, **well)
    return False


def fail(tx: Writer, claim: Claim, *, now: datetime, not_before: datetime) -> None:
    """The pass went wrong; nobody tries before `not_before`. Nothing happens to a lost lease."""
    later = max(now, not_before)
    tries = _ROW.attempts + 1
    _update(tx, _mine(claim), attempts=tries, not_before=later, due_at=later, **_FREED)


def free_left_behind(tx: Writer, is_left_behind: Callable[[str], bool]) -> None:
    """End the leases whose holder is gone, by their tokens; who was held is due at once."""
    held = select(_ROW.id, _ROW.lease_token).where(_ROW.lease_token.isnot(None))
    for row in tx.connection.execute(held).all():
        if is_left_behind(row.lease_token):
            _update(tx, and_(_ROW.id == row.id, _ROW.lease_token == row.lease_token), **_FREED)


def due(tx: Writer, *, now: datetime, limit: int, dispatched_before: datetime) -> list[PersonId]:
    """Who is to be delivered, the longest waiting first; they are not named again for a while.

    Keep `limit` near 50: hundreds of rows in one transaction make a wake on SQLite wait. Two
    sweeps at once share the work.
    """
    forgotten = or_(_ROW.dispatched_at.is_(None), _ROW.dispatched_at < dispatched_before)
    waiting = (
        select(_ROW.id)
        .where(_ROW.due_at <= now, free(now), forgotten)
        .order_by(_ROW.due_at, _ROW.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = [PersonId(number) for number in tx.connection.execute(waiting).scalars()]
    if found:
        _update(tx, _ROW.id.in_(found), dispatched_at=now)
    return found


def _taken(
    tx: Writer, who: ColumnElement[bool], now: datetime, lease: timedelta, token: str
) -> Claim | None:
    until = now + lease
    taken = (
        update(schema.people)
        .where(who, free(now))
        .values(lease_token=token, lease_until=until, dispatched_at=None)
        .returning(_ROW.id, _ROW.wake_seq, _ROW.attempts)
    )
    row = tx.connection.execute(taken).one_or_none()
    if row is None:
        return None
    return Claim(
        person=PersonId(row.id),
        token=token,
        wake_seq=row.wake_seq,
        attempts=row.attempts,
        lease_until=until,
    )


def _mine(claim: Claim) -> ColumnElement[bool]:
    return and_(_ROW.id == claim.person, _ROW.lease_token == claim.token)


def free(now: datetime) -> ColumnElement[bool]:
    """Nobody attends to the person just now."""
    return or_(_ROW.lease_token.is_(None), _ROW.lease_until <= now)


def _update(tx: Writer, where: ColumnElement[bool], **values: object) -> bool:
    done = tx.connection.execute(update(schema.people).where(where).values(**values))
    return done.rowcount > 0
