"""Threads in the serving process: the deliverer of an embedded database, and a fine one anyway.

What is woken here is attended to at once; the sweep finds what was woken elsewhere, what a
crash left behind, and whose time has come.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from service.store import heartbeats, leases
from service.store.values import PersonId
from service.worker.attend import Attendance, Attended
from service.worker.line import Line
from service.worker.owners import is_left_behind
from service.worker.pulse import Pulse

_log = logging.getLogger(__name__)

SWEEP_S = 5.0
BATCH = 50
"""People of one sweep's transaction: with hundreds a wake on SQLite would wait (facts: engine)."""
REDELIVER = timedelta(seconds=30)
SILENT = timedelta(days=1)
THREADS = 4
CHORES_S = 10.0


def process_name() -> str:
    """A name for this process and no other, for its heartbeat."""
    return f"{socket.gethostname()}/{os.getpid()}"


def say_alive(attendance: Attendance) -> None:
    """This process's heartbeat; those that fell silent long ago are forgotten."""
    now = attendance.clock()
    with attendance.store.write() as tx:
        heartbeats.beat(tx, process_name(), now)
        heartbeats.forget_beats(tx, before=now - SILENT)


def deliver_due(attendance: Attendance, poll: Callable[[PersonId], None]) -> None:
    """Hand over everybody whose time has come, and who was not handed over a moment ago."""
    now = attendance.clock()
    while True:
        with attendance.store.write() as tx:
            found = leases.due(tx, now=now, limit=BATCH, dispatched_before=now - REDELIVER)
        for person in found:
            poll(person)
        if len(found) < BATCH:
            return


class LocalWorker:
    """Starts with `start`, ends with `stop`; `wake` is what the web calls after a change."""

    def __init__(
        self, attendance: Attendance, *, threads: int = THREADS, sweep_seconds: float = SWEEP_S
    ) -> None:
        self._attendance = attendance
        self._line = Line()
        self._has_freed = False
        self._sweeper = Pulse("sweep", sweep_seconds, self.sweep)
        chores = attendance.chores
        self._chores = Pulse("chores", CHORES_S, chores) if chores else None
        self._threads = [
            threading.Thread(target=self._work, name=f"worker-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Begin to attend."""
        self._sweeper.start()
        if self._chores:
            self._chores.start()
        for thread in self._threads:
            thread.start()

    def wake(self, person: PersonId) -> None:
        """Deliver a person whose wake-up has been committed; losing this only costs a sweep."""
        self._line.wake(person)

    def stop(self, *, timeout: float = 30.0) -> bool:
        """Finish the passes that run, begin no other; False: some would not end in time.

        What is left behind is due in the store, at the latest when its lease runs out.
        """
        deadline = time.monotonic() + timeout
        self._line.close()
        well = self._sweeper.stop(timeout=timeout)
        if self._chores:
            well &= self._chores.stop(timeout=max(0.0, deadline - time.monotonic()))
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, deadline - time.monotonic()))
        return well and not any(thread.is_alive() for thread in self._threads)

    def sweep(self) -> None:
        """Bring everybody whose time has come into line, and say that we are alive."""
        if not self._has_freed:
            self._free_left_behind()
        say_alive(self._attendance)
        deliver_due(self._attendance, self._line.poll)

    def _free_left_behind(self) -> None:
        """Once, when we begin: whoever a killed process attended to does not wait for its lease.

        Only where the database is a file of this machine, and so are all who may hold one.
        """
        store = self._attendance.store
        if store.dialect == "sqlite":
            with store.write() as tx:
                leases.free_left_behind(tx, is_left_behind)
        self._has_freed = True

    def _work(self) -> None:
        while (person := self._line.next()) is not None:
            try:
                outcome = self._attendance.attend(person)
            except Exception as error:  # noqa: BLE001 - the database is away; the sweep tries again
                _log.warning("person %d could not be attended to: %s", person, type(error).__name__)
                continue
            if outcome is Attended.AGAIN:
                self._line.wake(person)  # at the end of the line: others wait too
