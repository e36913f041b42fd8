"""What a pass needs of the world; the composition root puts it together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from connectors.contract import CalendarId, Changes, Cursor, Outcome, Write
from service.domain.policy import Policy
from service.store.values import Source, SourceId


class Puller(Protocol):
    """The half of a connector that a source needs."""

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:
        """As `CalendarConnector.pull`."""
        ...


class Pusher(Protocol):
    """The other half, which a calendar needs to be written."""

    def push(self, calendar: CalendarId, writes: Sequence[Write]) -> Sequence[Outcome]:
        """As `CalendarConnector.push`."""
        ...


@runtime_checkable
class Writable(Puller, Pusher, Protocol):
    """The whole of a connector: one that reads and writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A calendar by its own name, whatever the ledger calls it. What it raises is passed on."""

    calendar: CalendarId = field(repr=False)
    looks: Puller
    writes: Pusher

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:  # noqa: ARG002
        """As `CalendarConnector.pull`."""
        return self.looks.pull(self.calendar, cursor)

    def push(self, calendar: CalendarId, writes: Sequence[Write]) -> Sequence[Outcome]:  # noqa: ARG002
        """As `CalendarConnector.push`."""
        return self.writes.push(self.calendar, writes)


class Connect(Protocol):
    """Builds the connector of a source, for a reading under this policy at this time.

    One that is `Writable` may be told to write; the calendar it is asked for is the source's own,
    whatever it is called. Raises `Rejected` when the address will never do.
    """

    def __call__(self, source: Source, policy: Policy, now: datetime) -> Puller:
        """The connector, not asked for anything yet."""
        ...


Dice = Callable[[], float]
"""A number from 0 up to 1. Injected, so that a test can say how they fall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """`home` is the zone of a person who told none, and whose calendars tell none either.

    `rest` says how long a calendar of an account is left alone after a good look. `found` makes
    the calendar that an account is to have for the follow-ups, or finds it again. `base` is the
    address that we are reached by, where entries can lead to.
    """

    connect: Connect
    home: ZoneInfo
    dice: Dice
    rest: Callable[[SourceId, datetime], timedelta] | None = None
    found: Callable[[Source, Policy], CalendarId] | None = None
    base: str | None = None


class LeaseLost(Exception):
    """The lease ran out in the middle of a pass: somebody else may be at it, so stop."""
