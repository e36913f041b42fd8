"""The calendars that are read, and how their last reading went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from connectors.contract import Cursor
from service.store import schema
from service.store.codec import decode_problem, encode_problem
from service.store.leases import wake
from service.store.store import Reader, Writer
from service.store.types import Words
from service.store.values import GrantId, PersonId, Source, SourceId, Writes

_TABLE = schema.sources


def add_source(  # noqa: PLR0913 (what one line of a form holds)
    tx: Writer,
    person: PersonId,
    address: str,
    *,
    name: str,
    host: str,
    now: datetime,
    kind: str = "published",
    grant: GrantId | None = None,
    writes: Writes = "feed",
) -> SourceId:
    """A new calendar to read, at once. The address is sealed; `host` is what may be shown of it.

    `kind` is the connector's, `grant` the person's account it is read through; `writes` says
    where its follow-ups go.
    """
    new = Source(
        id=SourceId(0), person=person, name=name, address=address, host=host, next_read=now
    )
    sealed = tx.seal.seal(address)
    row = {"person": person, "kind": kind, "host": host, "sealed_address": sealed, "grant": grant}
    row["writes"] = writes
    made = insert(_TABLE).values(**row, **_mutable(new)).returning(_TABLE.c.id)
    number = SourceId(tx.connection.execute(made).scalar_one())
    wake(tx, person, now=now)
    return number


def sources(tx: Reader, person: PersonId) -> list[Source]:
    """A person's calendars with their addresses, the oldest first. Raises `WrongKey`."""
    found = select(_TABLE).where(_TABLE.c.person == person).order_by(_TABLE.c.id)
    return [_source(tx, row) for row in tx.connection.execute(found)]


def source(tx: Reader, id: SourceId) -> Source | None:  # noqa: A002 - the word it has everywhere
    """One calendar with its address. Raises `WrongKey`."""
    row = tx.connection.execute(select(_TABLE).where(_TABLE.c.id == id)).one_or_none()
    return None if row is None else _source(tx, row)


def remove_source(tx: Writer, id: SourceId, *, now: datetime | None = None) -> None:  # noqa: A002
    """Read it no more, and forget what it held. With `now`, its owner's next pass is at once."""
    owner = select(_TABLE.c.person).where(_TABLE.c.id == id)
    person = tx.connection.execute(owner).scalar_one_or_none()
    tx.connection.execute(delete(_TABLE).where(_TABLE.c.id == id))
    if person is not None and now is not None:
        wake(tx, PersonId(person), now=now)


def record_look(tx: Writer, source: Source) -> None:
    """Write back all that a reading may change; nothing if the source is gone meanwhile."""
    tx.connection.execute(update(_TABLE).where(_TABLE.c.id == source.id).values(**_mutable(source)))


def record_what_changed(tx: Writer, before: Source, after: Source) -> None:
    """Write down a look: all it learnt since `before`, and nothing that is the person's to say.

    What the person said during the look stands, though it was committed a moment ago, for the
    database compares and not the caller: a name, whether it is watched, and another look. For
    that one the cursor goes too, so that it sees everything.
    """
    learnt = {name: value for name, value in _mutable(after).items() if name not in _THEIRS}
    undisturbed = _TABLE.c.next_read == before.next_read
    learnt["name"] = _unless(_TABLE.c.name != "", _TABLE.c.name, after.name)
    learnt["next_read"] = _unless(~undisturbed, _TABLE.c.next_read, after.next_read)
    by_message = _TABLE.c.next_read == _TABLE.c.look_at  # that look wants only what is new
    learnt["cursor"] = case((undisturbed | by_message, literal(after.cursor, Words)), else_=None)
    tx.connection.execute(update(_TABLE).where(_TABLE.c.id == after.id).values(**learnt))


def record_trouble(tx: Writer, source: Source) -> None:
    """Write down that it can't be used just now, and nothing of how far it has been read."""
    told = {name: _mutable(source)[name] for name in ("next_read", "failures", "problem")}
    tx.connection.execute(update(_TABLE).where(_TABLE.c.id == source.id).values(**told))


def rename_source(tx: Writer, id: SourceId, name: str, *, now: datetime) -> None:  # noqa: A002
    """Another name, and all of it read anew, for settings go by names."""
    new = {"name": name, "cursor": None, "next_read": now}
    tx.connection.execute(update(_TABLE).where(_TABLE.c.id == id).values(**new))


def set_active(tx: Writer, id: SourceId, *, active: bool, now: datetime) -> None:  # noqa: A002
    """Read it, at once, or leave it alone."""
    due = {"next_read": now} if active else {}
    tx.connection.execute(update(_TABLE).where(_TABLE.c.id == id).values(active=active, **due))


def set_address(tx: Writer, id: SourceId, address: str, *, now: datetime) -> None:  # noqa: A002
    """It is there from now on, and all of it is to be read; "": it is to be made."""
    anew = {"cursor": None, "next_read": now, "failures": 0, "problem": None, "suspect": False}
    watch = {"watch_due": None, "watch_failures": None, "writes_after": None, "size": 0}
    new = {"sealed_address": tx.seal.seal(address), "active": bool(address), **anew, **watch}
    tx.connection.execute(update(_TABLE).where(_TABLE.c.id == id).values(**new))


def ask_for_look(tx: Writer, id: SourceId, *, now: datetime) -> None:  # noqa: A002
    """Have it read at the next pass, and leave alone what a look may be writing meanwhile."""
    tx.connection.execute(update(_TABLE).where(_TABLE.c.id == id).values(next_read=now))


def set_writes(tx: Writer, id: SourceId, writes: Writes, *, now: datetime) -> None:  # noqa: A002
    """Put follow-ups somewhere else from now on; those that stand move at the next pass."""
    changed = update(_TABLE).where(_TABLE.c.id == id).values(writes=writes)
    person = tx.connection.execute(changed.returning(_TABLE.c.person)).scalar_one_or_none()
    if person is not None:
        wake(tx, PersonId(person), now=now)


def settle_doubt(tx: Writer, id: SourceId, *, now: datetime) -> None:  # noqa: A002
    """The person has said what to make of what is gone: the next look, at once, is believed."""
    of_theirs = (_TABLE.c.id == id) & _TABLE.c.suspect
    settled = {"last_read": None, "cursor": None, "next_read": now}
    tx.connection.execute(update(_TABLE).where(of_theirs).values(**settled))


def keep_reached(
    tx: Writer, look: Source, cursor: Cursor | None, *, next_read: datetime | None = None
) -> None:
    """How far a recorded look has been made use of; `cursor` None has all of it read anew.

    Nothing happens if another look was asked for since: that one is to see everything.
    """
    undisturbed = (_TABLE.c.id == look.id) & (_TABLE.c.next_read == look.next_read)
    due = {} if next_read is None else {"next_read": next_read}
    tx.connection.execute(update(_TABLE).where(undisturbed).values(cursor=cursor, **due))


def hold_writes(tx: Writer, id: SourceId, until: datetime | None) -> None:  # noqa: A002
    """Something waits to be written there until then; None: nothing does."""
    tx.connection.execute(update(_TABLE).where(_TABLE.c.id == id).values(writes_after=until))


def next_read(tx: Reader, person: PersonId) -> datetime | None:
    """When the first of a person's calendars is to be read again; None: there is none.

    One whose account is not ours any more waits for the person, not for a time.
    """
    usable = select(schema.grants.c.id).where(schema.grants.c.state == "active")
    through = _TABLE.c.grant.is_(None) | _TABLE.c.grant.in_(usable)
    times = (func.min(_TABLE.c.next_read), func.min(_TABLE.c.writes_after))
    mine = select(*times).where(_TABLE.c.person == person, _TABLE.c.active, through)
    found = tx.connection.execute(mine).one()
    return min((time for time in found if time is not None), default=None)


_WRITES: Mapping[str | None, Writes] = {"there": "there", "apart": "apart", "ours": "ours"}
_THEIRS = frozenset({"name", "active", "writes_after"})
"""What a look leaves alone: what is the person's to say, and what a write knows."""


def _unless(
    condition: ColumnElement[bool], there: ColumnElement[Any], new: object
) -> ColumnElement[Any]:
    """What is there if the condition holds, else what is new."""
    return case((condition, there), else_=literal(new, there.type))


def _mutable(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "cursor": source.cursor,
        "timezone": source.timezone,
        "size": source.size,
        "suspect": source.suspect,
        "last_read": source.last_read,
        "last_change": source.last_change,
        "next_read": source.next_read,
        "failures": source.failures,
        "problem": encode_problem(source.problem) if source.problem else None,
        "active": source.active,
        "writes_after": source.writes_after,
    }


def _source(tx: Reader, row: Row[*tuple[Any, ...]]) -> Source:
    return Source(
        id=SourceId(row.id),
        person=PersonId(row.person),
        kind=row.kind,
        name=row.name,
        address=tx.seal.open(row.sealed_address),
        host=row.host,
        cursor=row.cursor,
        timezone=row.timezone,
        size=row.size,
        suspect=row.suspect,
        last_read=row.last_read,
        last_change=row.last_change,
        next_read=row.next_read,
        failures=row.failures,
        problem=decode_problem(row.problem) if row.problem else None,
        active=row.active,
        grant=None if row.grant is None else GrantId(row.grant),
        writes=_WRITES.get(row.writes, "feed"),
        writes_after=row.writes_after,
    )
