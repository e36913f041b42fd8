"""What may be asked of a provider, shared by all processes (facts: google-calendar 3).

Two token buckets: one of the project, one of each account. A process draws a few tokens at once
and uses them within seconds, so that a call costs no write; how long it may hold them is part of
the arithmetic (`service.budget`). The day's calls are counted as they are drawn, so a process
that dies counts too many and never too few.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, Row, func, select, update

from service.store import schema
from service.store.store import Reader, Writer
from service.store.values import GrantId

_BUDGETS, _GRANTS = schema.budgets, schema.grants

Urgency = Literal["waiting", "pushed", "renewal", "poll"]
"""Somebody waits; something has changed; a channel runs out; it is time to look."""
URGENCIES: Final[tuple[Urgency, ...]] = get_args(Urgency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Holds `burst` tokens when it is full, and gets `a_second`."""

    burst: float
    a_second: float

    def left(self, kept: float | None, at: datetime | None, now: datetime) -> float:
        """What is in it now; a clock that goes backwards adds nothing."""
        if kept is None or at is None:
            return self.burst
        passed = max(timedelta(0), now - at).total_seconds()
        return min(self.burst, kept + passed * self.a_second)

    def until(self, missing: float) -> timedelta:
        """How long it takes to get so many."""
        return timedelta(seconds=max(0.0, missing) / self.a_second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """So many tokens; when there are none, how long to wait for the first.

    `writes_after`: until then this account may read only.
    """

    granted: int
    wait: timedelta = timedelta(0)
    writes_after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """Up to `most` calls of one urgency.

    It leaves `floor` tokens for what is more urgent, and stops where the day has seen `ceiling`
    calls. `unused` were drawn before and not called.
    """

    provider: str
    urgency: Urgency
    most: int
    floor: float
    day: str
    ceiling: int
    unused: int = 0


_TOMORROW: Final = timedelta(hours=1)
"""How long to leave a day alone that is spent: not until midnight, when all would come at once."""


def draw(tx: Writer, want: Want, bucket: Bucket, *, now: datetime) -> Drawn:
    """Take tokens of the project's, as many as there are for this urgency."""
    row = _budget(tx, want, bucket, now)
    day = max(want.day, row.day)  # whose clock is behind doesn't bring yesterday back
    spent = _spent(row, day)
    spent[want.urgency] -= min(want.unused, spent[want.urgency])
    left = bucket.left(row.calls_left, row.calls_at, now)
    today = max(0, want.ceiling - sum(spent.values()))
    granted = max(0, min(want.most, int(left - want.floor), today))
    spent[want.urgency] += granted
    at = max(now, row.calls_at)
    kept: dict[str, Any] = {"calls_left": left - granted, "calls_at": at, "day": day}
    mine = update(_BUDGETS).where(_BUDGETS.c.provider == want.provider)
    tx.connection.execute(mine.values(**kept, **spent))
    if granted:
        return Drawn(granted=granted)
    wait = bucket.until(want.floor + 1 - left) if today else _TOMORROW
    return Drawn(granted=0, wait=wait)


def draw_of_account(
    tx: Writer, grant: GrantId, most: int, bucket: Bucket, *, now: datetime
) -> Drawn:
    """Take tokens of an account's. One that is gone has none, for an hour."""
    mine = _GRANTS.c.id == grant
    columns = (_GRANTS.c.calls_left, _GRANTS.c.calls_at)
    pauses = (_GRANTS.c.calls_after, _GRANTS.c.writes_after)
    asked = select(*columns, *pauses).where(mine).with_for_update(key_share=True)
    row = tx.connection.execute(asked).one_or_none()
    if row is None:
        return Drawn(granted=0, wait=_TOMORROW)
    if row.calls_after and row.calls_after > now:
        return Drawn(granted=0, wait=row.calls_after - now, writes_after=row.writes_after)
    left = bucket.left(row.calls_left, row.calls_at, now)
    granted = min(most, int(left))
    at = max(now, row.calls_at) if row.calls_at else now
    kept = {"calls_left": left - granted, "calls_at": at}
    tx.connection.execute(update(_GRANTS).where(mine).values(**kept))
    wait = timedelta(0) if granted else bucket.until(1 - left)
    return Drawn(granted=granted, wait=wait, writes_after=row.writes_after)


def pause_calls(tx: Writer, grant: GrantId, until: datetime, *, writes_only: bool) -> None:
    """The provider asks for it. The longer pause counts."""
    column = _GRANTS.c.writes_after if writes_only else _GRANTS.c.calls_after
    sooner = column.is_(None) | (column < until)
    mine = update(_GRANTS).where(_GRANTS.c.id == grant, sooner)
    tx.connection.execute(mine.values({column.name: until}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """How the budgets stand. `spent` is by urgency; `parked` accounts wait, wholly or to write."""

    calls_left: float | None
    spent: dict[Urgency, int]
    parked: int


def spending(tx: Reader, provider: str, bucket: Bucket, *, day: str, now: datetime) -> Spending:
    """For whoever runs the service."""
    asked = select(_BUDGETS).where(_BUDGETS.c.provider == provider)
    row = tx.connection.execute(asked).one_or_none()
    return Spending(
        calls_left=None if row is None else bucket.left(row.calls_left, row.calls_at, now),
        spent=dict.fromkeys(URGENCIES, 0) if row is None else _spent(row, day),
        parked=_parked(tx, provider, now),
    )


def _parked(tx: Reader, provider: str, now: datetime) -> int:
    waits: ColumnElement[bool] = (_GRANTS.c.writes_after > now) | (_GRANTS.c.calls_after > now)
    theirs = select(func.count()).where(_GRANTS.c.provider == provider, waits)
    return int(tx.connection.execute(theirs).scalar_one())


def _budget(tx: Writer, want: Want, bucket: Bucket, now: datetime) -> Row[*tuple[Any, ...]]:
    """The row, held until the end of the transaction, and made by whoever comes first."""
    held = (
        select(_BUDGETS).where(_BUDGETS.c.provider == want.provider).with_for_update(key_share=True)
    )
    row = tx.connection.execute(held).one_or_none()
    if row is not None:
        return row
    new = {"provider": want.provider, "calls_left": bucket.burst, "calls_at": now}
    counts = dict.fromkeys(URGENCIES, 0)
    tx.connection.execute(_unless_there(tx).values(**new, day=want.day, **counts))
    return tx.connection.execute(held).one()


def _unless_there(tx: Writer) -> Any:
    if tx.dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as lite  # noqa: PLC0415 - one of the two

        return lite(_BUDGETS).on_conflict_do_nothing()
    from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 - one of the two

    return insert(_BUDGETS).on_conflict_do_nothing()


def _spent(row: Row[*tuple[Any, ...]], day: str) -> dict[Urgency, int]:
    return {one: getattr(row, one) if row.day == day else 0 for one in URGENCIES}
