"""Children that watch a calendar file until somebody kills them.

A process that has imported everything once and forks for each line it reads: "NOW NTH", NOW in
ISO format. It answers with the child's number as soon as that is about to begin. A child goes
over the file again and again, twenty minutes apart by its own clock, and ends after two passes.
At its NTH transaction it kills itself: just before the commit if NTH is even, just after if odd;
so that also the shortest moments are hit. With -1 it leaves that to others.

Run as: python -m tests.watch.nursery DATABASE KEY PERSON FILE
"""

import os
import signal
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from connectors.contract import About, Change, Changes, Cursor
from connectors.ics.read import read
from service.domain.recognise.screen import screen
from service.domain.survey import window
from service.store.seal import Seal
from service.store.store import open_store
from service.watch import Equipment
from service.worker.attend import Attendance
from tests.watch.home import NEW_YORK

PASSES, APART = 2, timedelta(minutes=20)
LEASE = timedelta(hours=1)


@dataclass
class FileCalendar:
    """A calendar file that is read like a published one."""

    file: Path
    policy: object
    now: datetime

    def pull(self, calendar, cursor):
        body = self.file.read_bytes()
        digest = Cursor(sha256(body).hexdigest())
        if digest == cursor:
            return Changes(items=(), cursor=cursor)
        reading = read(body, home=NEW_YORK, screen=screen(self.policy), window=window(self.now))
        items = tuple(Change(id=event.id, event=event) for event in reading.events)
        about = About(name="crash", timezone=None, refresh=None, size=len(items))
        return Changes(items=items, cursor=digest, complete=True, about=about)


def attendance(store, file: Path, clock) -> Attendance:
    equipment = Equipment(
        connect=lambda _, policy, now: FileCalendar(file, policy, now),
        home=NEW_YORK,
        dice=lambda: 0.0,
    )
    return Attendance(store=store, equipment=equipment, clock=clock, lease=LEASE)


class Mortal:
    """A store that takes its process along at its nth half transaction."""

    def __init__(self, store, nth: int) -> None:
        self._store, self._left = store, nth

    def __getattr__(self, name):
        return getattr(self._store, name)

    @contextmanager
    def write(self):
        with self._store.write() as tx:
            yield tx
            self._live()
        self._live()

    def _live(self) -> None:
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1


def live(store, person: int, file: Path, now: datetime) -> None:
    clock = [now]
    attending = attendance(store, file, lambda: clock[0])
    for _ in range(PASSES):
        attending.attend(person)
        clock[0] += APART
    store.close()


def main() -> None:
    url, key, person, file = sys.argv[1:]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child:
            print(child, flush=True)
            continue
        try:
            now, nth = line.split()
            store = open_store(url, seal=Seal.from_keys([key]), migrate=False)
            live(Mortal(store, int(nth)), int(person), Path(file), datetime.fromisoformat(now))
        finally:
            os._exit(0)


if __name__ == "__main__":
    main()
