"""Bad days of the network and of Google, to be planned by a test or drawn by chance.

drop        the connection ends before anything happened
lose        it happened, and the connection ends without an answer
truncate    it happened, and half of the answer comes as a whole one (200)
html        200 with a page instead of JSON; nothing happened
error_page  a page of a proxy with the status of an error; nothing happened
status      an error answer; nothing happened
after       an error answer; it happened
hang        it takes `seconds` longer
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from typing import Literal

Kind = Literal["drop", "lose", "truncate", "html", "error_page", "status", "after", "hang"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`method` is a pattern of method ids (`events.list`, `events.*`) or `oauth.token`."""

    kind: Kind
    method: str = "*"
    user: str | None = None
    skip: int = 0  #: so many matching requests pass first
    times: int = 1
    status: int = 503
    reason: str = "backendError"
    message: str = "Backend Error"
    domain: str = "global"
    retry_after: int | None = None
    seconds: float = 0.0


Weather = Callable[[str, str], Fault | None]
"""(method id, user) -> what goes wrong this time."""


class Faults:
    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._lock = threading.Lock()
        self.weather: Weather | None = None

    def plan(self, *faults: Fault) -> None:
        with self._lock:
            self._planned += faults

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()
            self.weather = None

    @property
    def left(self) -> int:
        """How many planned faults haven't happened yet: a test can see that they did."""
        with self._lock:
            return sum(fault.times for fault in self._planned)

    def take(self, method: str, user: str) -> Fault | None:
        """What goes wrong with this request."""
        with self._lock:
            for place, fault in enumerate(self._planned):
                if fnmatch(method, fault.method) and fault.user in (None, user):
                    return self._use(place, fault)
        return self.weather(method, user) if self.weather else None

    def _use(self, place: int, fault: Fault) -> Fault | None:
        if fault.skip:
            self._planned[place] = replace(fault, skip=fault.skip - 1)
            return None
        if fault.times > 1:
            self._planned[place] = replace(fault, times=fault.times - 1)
        else:
            del self._planned[place]
        return fault
