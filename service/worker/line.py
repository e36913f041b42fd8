"""Who waits to be attended to in this process: everybody once, and those who were woken first."""

from __future__ import annotations

import threading
from collections import OrderedDict

from service.store.values import PersonId


class Line:
    """A queue of people, safe to share between threads.

    Behind a backlog of polls a person would wait for what they clicked, so what somebody waits
    for goes before what the clock asks for (facts: engine, "Chosen").
    """

    def __init__(self) -> None:
        self._woken: OrderedDict[PersonId, None] = OrderedDict()
        self._polled: OrderedDict[PersonId, None] = OrderedDict()
        self._changed = threading.Condition()
        self._closed = False

    def wake(self, person: PersonId) -> None:
        """Somebody waits for this one."""
        with self._changed:
            self._polled.pop(person, None)
            self._woken[person] = None
            self._changed.notify()

    def poll(self, person: PersonId) -> None:
        """It is this one's time; already in line is fine."""
        with self._changed:
            if person not in self._woken:
                self._polled[person] = None
                self._changed.notify()

    def next(self) -> PersonId | None:
        """Wait for the next one; None once the line is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._woken or self._polled)
            if self._closed:
                return None
            person, _ = (self._woken or self._polled).popitem(last=False)
            return person

    def close(self) -> None:
        """Nobody is attended to any more; who is in line stays due in the store."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
