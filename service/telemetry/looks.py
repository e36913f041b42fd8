"""Counts the looks at calendars, around whatever connector looks."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from connectors.contract import CalendarId, Changes, Cursor
from service.telemetry.counters import Telemetry, trouble


class Puller(Protocol):
    """The half of a connector that looks."""

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:
        """As `CalendarConnector.pull`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLooks:
    """A connector whose looks are counted; what it gives and raises is passed on."""

    inner: Puller
    kind: str
    telemetry: Telemetry

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:
        """As `CalendarConnector.pull`."""
        began, outcome = monotonic(), "failed"
        try:
            changes = self.inner.pull(calendar, cursor)
            outcome = "changed" if changes.complete or changes.items else "unchanged"
        except Exception as error:
            outcome = trouble(error)
            raise
        finally:
            self.telemetry.looked(self.kind, outcome, monotonic() - began)
        return changes
