"""A connector that has answered already.

The reading that found the interviews is the reading that our own entries are compared with: one
request, not two. Writes go through, a few at a time, so that the lease is asked for in between.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from connectors.contract import (
    CalendarId,
    Changes,
    ConnectorError,
    Cursor,
    Outcome,
    Transient,
    Write,
)
from service.watch.equipment import Writable

_log = logging.getLogger(__name__)

AT_ONCE = 10
"""Writes, which take a second each at most; a lease lasts minutes."""
AFTER_A_FAULT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """`between` is called before all writes but the first few; what it raises ends them."""

    connector: Writable
    answer: Changes
    between: Callable[[], None]

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:  # noqa: ARG002
        """The answer that is there."""
        return self.answer

    def push(self, calendar: CalendarId, writes: Sequence[Write]) -> Sequence[Outcome]:
        """As the connector's. After one that is to wait, the rest waits with it."""
        outcomes: list[Outcome] = []
        for start in range(0, len(writes), AT_ONCE):
            some = writes[start : start + AT_ONCE]
            wait = next(filter(_is_long, outcomes), None)
            if wait is not None:
                outcomes.extend([wait] * len(some))
                continue
            if start:
                self.between()
            outcomes.extend(self._pushed(calendar, some))
        return outcomes

    def _pushed(self, calendar: CalendarId, writes: Sequence[Write]) -> Sequence[Outcome]:
        try:
            return self.connector.push(calendar, writes)
        except ConnectorError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours in one calendar must not cost the others
            # Its message may repeat what an entry says, so only its kind is logged.
            _log.error("writing to a calendar failed: %s", type(error).__name__)
            return [Transient("a fault of ours", retry_after=AFTER_A_FAULT)] * len(writes)


def _is_long(outcome: Outcome) -> bool:
    return isinstance(outcome, Transient) and outcome.retry_after is not None
