"""Channels by which providers tell that a calendar has changed (facts: google-calendar 2).

A row stands before the provider is asked, for its first message may come before its answer. A
new channel is made before the old one ends: the old one drains, and is dead in the end. Dead
ones stay known until they would have run out, so that what still comes by them is recognised.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from connectors.contract import CalendarId
from service.store import schema
from service.store.store import Reader, Writer
from service.store.values import GrantId, PersonId, SourceId

_CHANNELS = schema.channels

ChannelState = Literal["pending", "live", "draining", "dead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One channel; `resource` and `expires` are the provider's to say, once it has answered.

    Without a `source` its calendar is not read any more.
    """

    id: str
    person: PersonId
    grant: GrantId
    calendar: CalendarId
    token_hash: bytes = field(repr=False)
    state: ChannelState = "pending"
    resource: str | None = None
    expires: datetime | None = None
    source: SourceId | None = None


def add_channel(tx: Writer, channel: Channel) -> None:
    """About to ask for it, until `expires`: an answer that never comes is forgotten by then."""
    row = {name: getattr(channel, name) for name in Channel.__slots__ if name != "id"}
    tx.connection.execute(insert(_CHANNELS).values(channel=channel.id, **row))


def channel(tx: Reader, id: str) -> Channel | None:  # noqa: A002 - the word it has everywhere
    """One channel, dead or alive."""
    row = tx.connection.execute(_select(_CHANNELS.c.channel == id)).one_or_none()
    return None if row is None else _channel(row)


def channels_of(tx: Reader, grant: GrantId) -> list[Channel]:
    """All of an account that may still tell something."""
    mine = _select(_CHANNELS.c.grant == grant, _CHANNELS.c.state != "dead")
    return [_channel(row) for row in tx.connection.execute(mine.order_by(_CHANNELS.c.channel))]


def open_channel(tx: Writer, id: str, *, resource: str, expires: datetime) -> bool:  # noqa: A002
    """The provider has agreed. Others of the same calendar drain from now on.

    False: it was retired meanwhile, and is to be stopped.
    """
    pending = (_CHANNELS.c.channel == id, _CHANNELS.c.state == "pending")
    opened = (
        update(_CHANNELS)
        .where(*pending)
        .values(state="live", resource=resource, expires=expires)
        .returning(_CHANNELS.c.grant, _CHANNELS.c.calendar)
    )
    row = tx.connection.execute(opened).one_or_none()
    if row is None:
        return False
    same = (_CHANNELS.c.grant == row.grant, _CHANNELS.c.calendar == row.calendar)
    older = (*same, _CHANNELS.c.channel != id, _CHANNELS.c.state == "live")
    tx.connection.execute(update(_CHANNELS).where(*older).values(state="draining"))
    return True


def end_channel(tx: Writer, id: str) -> None:  # noqa: A002
    """It was stopped, or has never come to be."""
    tx.connection.execute(update(_CHANNELS).where(_CHANNELS.c.channel == id).values(state="dead"))


def retire_channels(tx: Writer, grant: GrantId) -> None:
    """All of an account: without its consent they can't even be stopped any more.

    When it is connected again, there are to be new ones at once.
    """
    tx.connection.execute(update(_CHANNELS).where(_CHANNELS.c.grant == grant).values(state="dead"))
    anew = {"watch_due": None, "watch_failures": None}
    theirs = schema.sources.c.grant == grant
    tx.connection.execute(update(schema.sources).where(theirs).values(**anew))


def forget_channels(tx: Writer, *, ended_before: datetime) -> int:
    """Let go of those that ran out before then, or never came to be and are dead; how many."""
    over = _CHANNELS.c.expires < ended_before
    never = _CHANNELS.c.expires.is_(None) & (_CHANNELS.c.state == "dead")
    return tx.connection.execute(delete(_CHANNELS).where(over | never)).rowcount


def _select(*which: ColumnElement[bool]) -> Any:
    return select(_CHANNELS).where(*which)


def _channel(row: Row[*tuple[Any, ...]]) -> Channel:
    return Channel(
        id=row.channel,
        person=PersonId(row.person),
        grant=GrantId(row.grant),
        calendar=CalendarId(row.calendar),
        token_hash=row.token_hash,
        state=row.state,
        resource=row.resource,
        expires=row.expires,
        source=None if row.source is None else SourceId(row.source),
    )
