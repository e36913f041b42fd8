"""Which calendars have changed by what a provider tells, and which are to be watched anew.

A message is a hint: it asks for a look. Many within moments ask for one, and what comes after a
look has begun asks for another, so the last one is never lost. When a channel is due is a time
in the calendar's row, and a claim moves it on: whoever dies over it has it come due again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select, update

from service.store import schema
from service.store.budgets import Urgency
from service.store.channels import Channel, channel
from service.store.leases import wake
from service.store.sources import source
from service.store.store import Reader, Writer
from service.store.values import PersonId, Source, SourceId

_SOURCES, _GRANTS, _CHANNELS = schema.sources, schema.grants, schema.channels

GAP: Final = timedelta(seconds=2)
"""The shortest time between two looks that messages ask for (facts: google-calendar 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Whose calendar it is, and when it is looked at; `new`: by this message."""

    person: PersonId
    at: datetime
    new: bool


def take_hint(tx: Writer, id: SourceId, *, now: datetime) -> Hint | None:  # noqa: A002
    """A message says that a calendar has changed. None: it is not read any more."""
    person = hold_owner(tx, id)
    mine = (_SOURCES.c.id == id) & _SOURCES.c.active
    asked = select(_SOURCES.c.next_read, _SOURCES.c.look_at).where(mine)
    row = tx.connection.execute(asked).one_or_none()
    if person is None or row is None:
        return None
    # That look has not begun, so it will see this change too.
    if row.look_at is not None and now < row.look_at and row.next_read <= row.look_at:
        return Hint(person=person, at=row.look_at, new=False)
    at = now if row.look_at is None else max(now, row.look_at + GAP)
    tx.connection.execute(update(_SOURCES).where(mine).values(next_read=at, look_at=at))
    wake(tx, person, now=now, at=at)
    return Hint(person=person, at=at, new=True)


def hold_owner(tx: Writer, id: SourceId) -> PersonId | None:  # noqa: A002
    """Whose calendar it is; their row is ours until the end of `tx`.

    A pass takes the person's row before the calendar's. Who took them the other way round would
    wait for it in a circle.
    """
    owner = select(_SOURCES.c.person).where(_SOURCES.c.id == id).scalar_subquery()
    held = select(schema.people.c.id).where(schema.people.c.id == owner)
    found = tx.connection.execute(held.with_for_update(key_share=True)).scalar_one_or_none()
    return None if found is None else PersonId(found)


def claim_watches(
    tx: Writer, kind: str, *, now: datetime, lease: timedelta, limit: int
) -> Sequence[Source]:
    """Calendars whose channel is to be made, the most overdue first. Raises `WrongKey`."""
    due = or_(_SOURCES.c.watch_due.is_(None), _SOURCES.c.watch_due <= now)
    usable = select(_GRANTS.c.id).where(_GRANTS.c.state == "active")
    waiting = (
        select(_SOURCES.c.id)
        .where(_SOURCES.c.kind == kind, _SOURCES.c.active, _SOURCES.c.grant.in_(usable), due)
        .order_by(_SOURCES.c.watch_due, _SOURCES.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = [SourceId(number) for number in tx.connection.execute(waiting).scalars()]
    later = update(_SOURCES).where(_SOURCES.c.id.in_(found)).values(watch_due=now + lease)
    tx.connection.execute(later)
    return [one for one in (source(tx, number) for number in found) if one is not None]


def watched_well(tx: Writer, id: SourceId, *, again_at: datetime) -> None:  # noqa: A002
    """There is a channel; the next one is to be made then."""
    values = {"watch_due": again_at, "watch_failures": None}
    tx.connection.execute(update(_SOURCES).where(_SOURCES.c.id == id).values(**values))


def watch_failed(tx: Writer, id: SourceId, *, again_at: datetime) -> None:  # noqa: A002
    """There is none, or no new one."""
    failures = func.coalesce(_SOURCES.c.watch_failures, 0) + 1
    values = {"watch_due": again_at, "watch_failures": failures}
    tx.connection.execute(update(_SOURCES).where(_SOURCES.c.id == id).values(**values))


def watch_failures(tx: Reader, id: SourceId) -> int:  # noqa: A002
    """How often in a row there was no channel to be had."""
    asked = select(_SOURCES.c.watch_failures).where(_SOURCES.c.id == id)
    return tx.connection.execute(asked).scalar_one_or_none() or 0


def look_by(tx: Writer, id: SourceId, at: datetime, *, now: datetime) -> None:  # noqa: A002
    """Read it by then at the latest."""
    person = hold_owner(tx, id)
    sooner = (_SOURCES.c.id == id) & (_SOURCES.c.next_read > at)
    changed = tx.connection.execute(update(_SOURCES).where(sooner).values(next_read=at))
    if person is not None and changed.rowcount:
        wake(tx, person, now=now, at=at)


def urgency_of(tx: Reader, look: Source) -> Urgency:
    """Why a calendar is read: nobody has seen it yet, a message asked for it, or it is time."""
    if look.last_read is None:
        return "waiting"
    asked = select(_SOURCES.c.look_at).where(_SOURCES.c.id == look.id)
    at = tx.connection.execute(asked).scalar_one_or_none()
    return "pushed" if at is not None and at >= look.last_read else "poll"


def told_until(tx: Reader, id: SourceId, *, now: datetime) -> datetime | None:  # noqa: A002
    """Until when a live channel tells of its changes; None: there is none."""
    mine = (_CHANNELS.c.source == id) & (_CHANNELS.c.state == "live")
    asked = select(_CHANNELS.c.expires).where(mine, _CHANNELS.c.expires > now)
    found: datetime | None = tx.connection.execute(
        asked.order_by(_CHANNELS.c.expires.desc()).limit(1)
    ).scalar_one_or_none()
    return found


def to_stop(tx: Reader, *, now: datetime, limit: int) -> list[Channel]:
    """Channels that still tell, of calendars that nobody reads any more."""
    read = select(_SOURCES.c.id).where(_SOURCES.c.active)
    unread: ColumnElement[bool] = _CHANNELS.c.source.is_(None) | _CHANNELS.c.source.not_in(read)
    open_ones = _CHANNELS.c.state.in_(("live", "draining")) & (_CHANNELS.c.expires > now)
    usable = _CHANNELS.c.grant.in_(select(_GRANTS.c.id).where(_GRANTS.c.state == "active"))
    asked = select(_CHANNELS.c.channel).where(unread, open_ones, usable).limit(limit)
    names = tx.connection.execute(asked).scalars().all()
    return [one for one in (channel(tx, name) for name in names) if one is not None]


def draining_channels(tx: Reader, id: SourceId) -> list[Channel]:  # noqa: A002
    """The older ones of a calendar, which are to be stopped."""
    mine = (_CHANNELS.c.source == id) & (_CHANNELS.c.state == "draining")
    names = tx.connection.execute(select(_CHANNELS.c.channel).where(mine)).scalars().all()
    return [one for one in (channel(tx, name) for name in names) if one is not None]


def number_watched(tx: Reader, kind: str, *, now: datetime) -> tuple[int, int]:
    """How many calendars of a kind are read, and how many channels are live."""
    counted = select(func.count()).select_from(_SOURCES).where(_SOURCES.c.kind == kind)
    calendars = tx.connection.execute(counted.where(_SOURCES.c.active)).scalar_one()
    live = (_CHANNELS.c.state == "live") & (_CHANNELS.c.expires > now)
    channels = select(func.count()).select_from(_CHANNELS).where(live)
    return int(calendars), int(tx.connection.execute(channels).scalar_one())
