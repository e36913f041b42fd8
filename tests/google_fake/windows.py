"""Sliding windows, by the clock of the fake."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta


class Windows:
    """When what was done, as long as it counts."""

    def __init__(self) -> None:
        self._times: dict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def admit(self, key: tuple[str, str], now: datetime, *, per: timedelta, most: int) -> bool:
        """Count one more if it fits; a refused request doesn't count."""
        times = self._times[key]
        while times and times[0] <= now - per:
            times.popleft()
        if len(times) >= most:
            return False
        times.append(now)
        return True
