"""People who are due, and a watcher that tells who attends to whom."""

import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from service.store import leases
from service.store.people import add_person
from service.store.values import PersonId
from service.watch import Equipment
from service.worker.attend import Attendance


def clock() -> datetime:
    return datetime.now(UTC)


def attendance(store, connect=None, **how) -> Attendance:
    equipment = Equipment(connect=connect, home=ZoneInfo("UTC"), dice=lambda: 0.5)
    return Attendance(store=store, equipment=equipment, clock=clock, **how)


def settle(store, names) -> list[PersonId]:
    with store.write() as tx:
        return [add_person(tx, name, now=clock()) for name in names]


def wake(store, person) -> None:
    with store.write() as tx:
        leases.wake(tx, person, now=clock())


@contextmanager
def within(seconds: float):
    """Tries a condition until it holds, for at most so long."""

    def until(condition) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it never came to that"
            time.sleep(0.01)

    yield until


@dataclass
class Passes:
    """Stands in for `watch`: notes who is being attended to, and fails on two at once."""

    seconds: float = 0.0
    during: dict = field(default_factory=dict)
    count: defaultdict = field(default_factory=lambda: defaultdict(int))
    order: list = field(default_factory=list)
    overlaps: list = field(default_factory=list)
    _busy: set = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, store, person, equipment, *, now, held):
        with self._lock:
            if person in self._busy:
                self.overlaps.append(person)
            self._busy.add(person)
            self.order.append(person)
            self.count[person] += 1
        try:
            time.sleep(self.seconds)
            self.during.pop(person, lambda: None)()
        finally:
            with self._lock:
                self._busy.discard(person)
