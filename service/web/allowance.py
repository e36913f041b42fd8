"""How often something may be done in a minute, counted by whatever the caller names.

A feed's fetches are counted by its token and never by who asks: Google and Microsoft fetch for
all of their people from the same few addresses (facts: icalendar 1.7). Links
that let nobody in, and fetches of feeds that are none, are counted by client address.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

MINUTE = 60.0


class Allowance:
    """So many a minute, by name. Each minute starts with a clean page, so nothing piles up."""

    def __init__(self, a_minute: int, tick: Callable[[], float] = monotonic) -> None:
        self._a_minute = a_minute
        self._tick = tick
        self._lock = Lock()
        self._turns = tick() + MINUTE
        self._spent: dict[bytes, int] = {}

    def spend(self, name: bytes) -> int:
        """Count one. Zero when it is allowed, else the seconds until the next one is."""
        with self._lock:
            now = self._turned()
            spent = self._spent.get(name, 0) + 1
            self._spent[name] = spent
            return 0 if spent <= self._a_minute else self._rest(now)

    def spent(self, name: bytes) -> int:
        """Count none. Zero when one more would be allowed, else the seconds until it is."""
        with self._lock:
            now = self._turned()
            return 0 if self._spent.get(name, 0) < self._a_minute else self._rest(now)

    def _turned(self) -> float:
        now = self._tick()
        if now >= self._turns:
            self._turns = now + MINUTE
            self._spent.clear()
        return now

    def _rest(self, now: float) -> int:
        return max(1, round(self._turns - now))
