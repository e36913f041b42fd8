"""Who delivers: this process's own threads, machines beside it, or the sweeps of another."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from service.store.store import Store
from service.store.values import PersonId
from service.worker.attend import Attendance
from service.worker.local import LocalWorker


class Deliverer(Protocol):
    """Has a person attended to soon; losing one only costs a sweep."""

    def wake(self, person: PersonId) -> None:
        """Deliver a wake-up that has been committed."""
        ...


@contextmanager
def own_threads(attendance: Attendance) -> Iterator[Deliverer]:
    """Of a process that serves and works."""
    worker = LocalWorker(attendance)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


@contextmanager
def elsewhere(store: Store) -> Iterator[Deliverer]:
    """Of a process that only serves."""
    if store.dialect == "postgresql":
        from service.worker import cluster  # noqa: PLC0415 - Procrastinate is an extra

        cluster.prepare(store.url)
        with cluster.delivering(store.url) as deliverer:
            yield deliverer
    else:
        yield _Nobody()


def work(attendance: Attendance) -> None:
    """Only work, until SIGTERM or SIGINT: of many on PostgreSQL, or alone on SQLite."""
    if attendance.store.dialect == "postgresql":
        from service.worker import cluster  # noqa: PLC0415 - as in elsewhere

        cluster.run(attendance)
    else:
        _work_alone(attendance)


def _work_alone(attendance: Attendance) -> None:
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    with own_threads(attendance):
        told.wait()


class _Nobody:
    """On SQLite beside a worker of its own: its sweep finds who was woken."""

    def wake(self, person: PersonId) -> None:
        """Leave it to the sweep."""
