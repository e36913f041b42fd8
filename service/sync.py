"""The shell: look, decide, write down, do, write down what came of it. It never judges.

A pass is level-triggered: whatever woke it, it finds out for itself what changed. It has two
commit points and holds nothing open between them. The first saves what was seen and what is
about to be done, the second what came of it; a crash anywhere in between is put right by the
next look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from connectors.contract import (
    CalendarConnector,
    CalendarId,
    Changes,
    ConnectorError,
    Cursor,
    CursorExpired,
    Outcome,
    PreconditionFailed,
    Problem,
    Rejected,
    Transient,
)
from service.domain.ledger import absorb, begin, refuse, stand
from service.domain.look import concerns, emptied, look, unsure, within
from service.domain.model import FollowUp, Key, Operation, Placement, Push
from service.domain.reconcile import NOBODY, reconcile

EMPTIED = (
    "None of your follow-ups is on the calendar any more. If you removed them all yourself, say "
    "so, and they stay away; until then nothing is changed."
)

Rows = dict[Key, Placement]


class Store(Protocol):
    """Where the rows and cursors are kept. A commit is one transaction."""

    def rows(self) -> Mapping[Key, Placement]:
        """Every row of the person, on whatever calendar."""
        ...

    def cursor(self, calendar: CalendarId) -> Cursor | None:
        """How far this calendar has been read; None: look at everything."""
        ...

    def commit(self, calendar: CalendarId, rows: Rows, cursor: Cursor | None) -> None:
        """Save these rows and the cursor, all or nothing."""
        ...


@dataclass
class Ledger:
    """A store in memory, for tests and the demo."""

    placements: Rows = field(default_factory=dict)
    cursors: dict[CalendarId, Cursor | None] = field(default_factory=dict)

    def rows(self) -> Mapping[Key, Placement]:
        """Every row of the person."""
        return dict(self.placements)

    def cursor(self, calendar: CalendarId) -> Cursor | None:
        """How far this calendar has been read."""
        return self.cursors.get(calendar)

    def commit(self, calendar: CalendarId, rows: Rows, cursor: Cursor | None) -> None:
        """Save these rows and the cursor."""
        self.placements.update(rows)
        self.cursors[calendar] = cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What one pass decided and what came of it: one outcome for each `Push`, in order.

    `halted` when the safety catch stopped it before anything was changed. `look_again` when a
    pass soon has more to do: a write failed for now, or a missing event may only be late.
    """

    operations: tuple[Operation, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    told: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    halted: bool = False
    look_again: bool = False
    retry_after: timedelta | None = None


def sync(  # noqa: PLR0913 (four sides of one pass; the rest have defaults and names)
    store: Store,
    connector: CalendarConnector,
    calendar: CalendarId,
    wanted: Sequence[FollowUp],
    *,
    now: datetime,
    settled: Mapping[Key, str] = NOBODY,
    preview: bool = False,
    emptied_on_purpose: bool = False,
    parked: bool = False,
) -> Pass:
    """Make one calendar look as the plan wants it, as far as the person left it to us.

    `settled` are the keys that the person called done or skipped. A `preview` takes the same
    path and stops before anything is saved or written; a `parked` calendar is not written to,
    though what the person did there is taken in. `emptied_on_purpose` answers a `halted` pass.

    Raises `AccessLost`, and `Transient` or `CursorExpired` when the calendar cannot be read;
    the outcome of a single write is a value and never costs the others.
    """
    changes = _pull(connector, calendar, store.cursor(calendar))
    known = store.rows()
    before = {key: row for key, row in known.items() if concerns(calendar, row)}
    if emptied(before, changes) and not emptied_on_purpose:
        return Pass(halted=True, told=(EMPTIED,))
    elsewhere = {key: row for key, row in known.items() if key not in before}
    rows = look(calendar, before, changes, elsewhere=elsewhere)
    operations = reconcile(within(calendar, wanted, known), rows.values(), now=now, settled=settled)
    if preview:
        return _pass(operations, (), again=False)
    operations = _unwritten(operations) if parked else operations
    cursor = None if (again := unsure(rows, now=now)) else changes.cursor
    rows = _intend(rows, operations, now)
    store.commit(calendar, rows, cursor)
    outcomes = _push(connector, calendar, operations)
    if outcomes:
        store.commit(calendar, _record(rows, operations, outcomes), cursor)
    return _pass(operations, outcomes, again=again)


def _pull(connector: CalendarConnector, calendar: CalendarId, cursor: Cursor | None) -> Changes:
    try:
        return connector.pull(calendar, cursor)
    except CursorExpired:
        if cursor is None:
            raise
        return connector.pull(calendar, None)


def _intend(rows: Rows, operations: Sequence[Operation], now: datetime) -> Rows:
    rows = dict(rows)
    for operation in operations:
        if isinstance(operation, Push):
            rows[operation.key] = begin(rows.get(operation.key), operation, now=now)
        else:
            rows[operation.key] = stand(rows[operation.key], operation)
    return rows


def _unwritten(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    return tuple(one for one in operations if not isinstance(one, Push))


def _push(
    connector: CalendarConnector, calendar: CalendarId, operations: Sequence[Operation]
) -> tuple[Outcome, ...]:
    writes = [push.write for push in _pushes(operations)]
    return tuple(connector.push(calendar, writes)) if writes else ()


def _record(rows: Rows, operations: Sequence[Operation], outcomes: Sequence[Outcome]) -> Rows:
    rows = dict(rows)
    for push, outcome in zip(_pushes(operations), outcomes, strict=True):
        if isinstance(outcome, Rejected):
            rows[push.key] = refuse(rows[push.key], outcome)
        elif not isinstance(outcome, ConnectorError):
            rows[push.key] = absorb(rows[push.key], outcome)
    return rows


def _pushes(operations: Sequence[Operation]) -> list[Push]:
    return [operation for operation in operations if isinstance(operation, Push)]


def _pass(operations: Sequence[Operation], outcomes: Sequence[Outcome], *, again: bool) -> Pass:
    failed = [one for one in outcomes if isinstance(one, (Transient, PreconditionFailed))]
    waits = [one.retry_after for one in failed if isinstance(one, Transient) and one.retry_after]
    return Pass(
        operations=tuple(operations),
        outcomes=tuple(outcomes),
        told=tuple(operation.told for operation in operations if operation.told),
        problems=tuple(_problems(operations, outcomes)),
        look_again=again or bool(failed),
        retry_after=max(waits, default=None),
    )


def _problems(operations: Sequence[Operation], outcomes: Sequence[Outcome]) -> list[Problem]:
    answered = zip(_pushes(operations), outcomes, strict=False)  # a preview has no outcomes
    return [
        Problem(
            where=push.key,
            what=f"The calendar refused this entry: {outcome}.",
            next_step="It is not tried again until the entry changes.",
        )
        for push, outcome in answered
        if isinstance(outcome, Rejected)
    ]
