"""What a pass needs of the world; the composition root puts it together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from connectors.contract import CalendarId, Changes, Cursor
from service.domain.policy import Policy
from service.store.values import Source, SourceId


class Puller(Protocol):
    """The half of a connector that a source needs."""

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:
        """As `CalendarConnector.pull`."""
        ...


class Connect(Protocol):
    """Builds the connector of a source, for a reading under this policy at this time.

    Raises `Rejected` when the address will never do.
    """

    def __call__(self, source: Source, policy: Policy, now: datetime) -> Puller:
        """The connector, not asked for anything yet."""
        ...


Dice = Callable[[], float]
"""A number from 0 up to 1. Injected, so that a test can say how they fall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """`home` is the zone of a person who told none, and whose calendars tell none either.

    `rest` says how long a calendar of an account is left alone after a good look.
    """

    connect: Connect
    home: ZoneInfo
    dice: Dice
    rest: Callable[[SourceId, datetime], timedelta] | None = None


class LeaseLost(Exception):
    """The lease ran out in the middle of a pass: somebody else may be at it, so stop."""
