"""How far one fetch may go, and the account that is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds, bytes and redirects one fetch may use (facts: icalendar 2.3).

    `connect_seconds` and `read_seconds` bound one step, `total_seconds` the whole fetch with
    its redirects: a server that sends a byte now and then never trips the first two.
    `wire_bytes` counts what arrives, headers included; `body_bytes` what it unpacks to.
    """

    connect_seconds: float = 5.0
    read_seconds: float = 15.0
    total_seconds: float = 45.0
    wire_bytes: int = 16 * MEGABYTE
    body_bytes: int = 32 * MEGABYTE
    redirects: int = 5


class OutOfTime(Exception):
    """The whole fetch took too long."""


class TooLarge(Exception):
    """More bytes came than one calendar may have."""


class Budget:
    """What one fetch may still spend. Runs from the moment it is made."""

    def __init__(self, limits: Limits) -> None:
        self._until = monotonic() + limits.total_seconds
        self._bytes = limits.wire_bytes

    def seconds(self, at_most: float | None) -> float:
        """The time the next step may take: `at_most`, or what is left if that is less.

        Raises `OutOfTime` when nothing is left.
        """
        left = self._until - monotonic()
        if left <= 0:
            raise OutOfTime
        return left if at_most is None else min(at_most, left)

    def spend(self, count: int) -> None:
        """Account for bytes that arrived. Raises `TooLarge`."""
        self._bytes -= count
        if self._bytes < 0:
            raise TooLarge
