"""Taking turns at one host: many people's calendars stand on the same few servers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

PER_HOST = 4


class Turns:
    """At most so many fetches at once from one host; others wait (facts: icalendar 2.3)."""

    def __init__(self, per_host: int = PER_HOST) -> None:
        self._most = per_host
        self._busy: Counter[str] = Counter()
        self._change = Condition()

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        """Wait for a turn at a host, and give it back at the end."""
        with self._change:
            self._change.wait_for(lambda: self._busy[host] < self._most)
            self._busy[host] += 1
        try:
            yield
        finally:
            with self._change:
                self._busy[host] -= 1
                self._busy += Counter()  # forget the hosts nobody is at
                self._change.notify_all()
