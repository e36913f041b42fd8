"""How long a calendar at a provider may be left alone (facts: google-calendar 2 and 3).

While a channel tells of changes, one look a day is for what it failed to tell. Without one the
looks are minutes apart, and so far apart that all the calendars together stay within their part
of the day's calls: five minutes for a household, hours for a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from service.store.store import Store
from service.store.values import SourceId
from service.store.watches import number_watched, told_until

SAFETY: Final = timedelta(days=1)
SHORTEST: Final = timedelta(minutes=5)
POLLS_A_DAY: Final = 300_000
"""What is left for them of a day's 950,000 calls."""
AFTER_THE_END: Final = timedelta(minutes=1)
"""A channel that was not renewed is noticed so soon."""
_KEPT: Final = timedelta(minutes=10)
_SPREAD: Final = 0.1


def poll_every(unwatched: int) -> timedelta:
    """How often each of so many calendars can be looked at."""
    return max(SHORTEST, timedelta(days=1) * unwatched / POLLS_A_DAY)


@dataclass(slots=True, kw_only=True)
class Rest:
    """Called after a good look, with the calendar and the time: how long until the next."""

    store: Store
    kind: str
    dice: Callable[[], float]
    _counted: tuple[datetime, timedelta] | None = field(default=None, init=False)

    def __call__(self, source: SourceId, now: datetime) -> timedelta:
        """Never the same for all, so that they drift apart. Raises `Unavailable`."""
        with self.store.read() as tx:
            told = told_until(tx, source, now=now)
        if told is None:
            return self.poll(now) * (1 + _SPREAD * self.dice())
        return min(SAFETY * (1 - _SPREAD * self.dice()), told - now + AFTER_THE_END)

    def poll(self, now: datetime) -> timedelta:
        """Between two looks at a calendar that tells nothing; counted anew now and then."""
        if self._counted is None or not timedelta(0) <= now - self._counted[0] < _KEPT:
            with self.store.read() as tx:
                read, watched = number_watched(tx, self.kind, now=now)
            self._counted = now, poll_every(max(0, read - watched))
        return self._counted[1]
