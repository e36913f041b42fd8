"""What is done once a day for everybody: forget what has been over for long enough.

Every process does it. Done twice it is done once, for each person's rows are asked again under
the lock of the transaction that forgets.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from service.desk.memory import forget_in_time, is_overdue
from service.store.people import people
from service.store.store import Store
from service.store.values import PersonId

_log = logging.getLogger(__name__)

DAY = timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class Chores:
    """`others` are chores that are done at every turn; one that fails costs no other its turn."""

    store: Store
    clock: Callable[[], datetime]
    others: tuple[Callable[[], object], ...] = ()
    _done: datetime | None = field(default=None, init=False)

    def attend(self) -> None:
        """One turn."""
        now = self.clock()
        if self._done is None or now - self._done >= DAY:
            self._done = now
            self.forget()
        for other in self.others:
            _tried(other)

    def forget(self) -> int:
        """Forget what is due to be; how many interviews. One person's fault is nobody else's."""
        with self.store.read() as tx:
            everybody = [one.id for one in people(tx)]
        return sum(map(self._forgotten, everybody))

    def _forgotten(self, person: PersonId) -> int:
        now = self.clock()
        try:
            with self.store.read() as tx:
                if not is_overdue(tx, person, now=now):
                    return 0
            with self.store.write() as tx:
                return forget_in_time(tx, person, now=now)
        except Exception as error:  # noqa: BLE001 - its message may repeat what is stored
            _log.error("forgetting for person %d failed: %s", person, type(error).__name__)
            return 0


def _tried(chore: Callable[[], object]) -> None:
    try:
        chore()
    except Exception as error:  # noqa: BLE001 - the next turn may do better
        _log.warning("chores failed: %s", type(error).__name__)
