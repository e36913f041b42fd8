"""A worker process of the chaos run: real claims and real delivery, and a pass that only notes.

It writes to FILE one line when a pass begins, "b PERSON PID THREAD TIME SAW", and one when it ends,
"e ...". SAW is how often the person had been woken when it looked. One pass in ten fails.

Run as: python -m tests.worker.chaos_worker cluster|local DATABASE KEY FILE
"""

import os
import random
import signal
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from service.store import schema
from service.store.faults import Unavailable
from service.store.seal import Seal
from service.store.store import open_store
from service.worker import attend as attending
from service.worker import cluster, local
from tests.worker.town import attendance

LEASE = timedelta(seconds=3)
SOON = timedelta(seconds=2)


class Noting:
    """Stands in for `watch`."""

    def __init__(self, file: str) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._dice = random.Random(os.getpid())  # noqa: S311 - passes are no secret

    def __call__(self, store, person, equipment, *, now, held):
        with store.read() as tx:
            asked = select(schema.people.c.wake_seq).where(schema.people.c.id == person)
            saw = tx.connection.execute(asked).scalar_one()
        self._note("b", person, saw)
        time.sleep(self._dice.uniform(0, 0.1))
        well = self._dice.random() > 0.1
        self._note("e" if well else "f", person, saw)
        if not well:
            raise RuntimeError

    def _note(self, what: str, person: int, saw: int) -> None:
        who = f"{os.getpid()} {threading.get_ident()}"
        line = f"{what} {person} {who} {time.monotonic()} {saw}\n"
        os.write(self._file, line.encode())  # one write is one line, whoever else writes


def stray(attends, dice) -> None:
    """Deliver for nothing, twice, and in the middle of a pass: the row must put it right."""
    with attends.store.read() as tx:
        town = list(tx.connection.execute(select(schema.people.c.id)).scalars())
    while True:
        time.sleep(dice.uniform(0, 0.05))
        with suppress(Unavailable):
            attends.attend(dice.choice(town))


def main() -> None:
    how, url, key, file = sys.argv[1:]
    attending.watch = Noting(file)
    attending.FIRST_PAUSE = timedelta(seconds=0.2)
    attending.LONGEST_PAUSE = timedelta(seconds=1)
    local.REDELIVER = cluster.REDELIVER = SOON
    store = open_store(url, seal=Seal.from_keys([key]), migrate=False)
    attends = attendance(store, lease=LEASE)
    dice = random.Random(os.getpid())  # noqa: S311 - as above
    for _ in range(2):
        threading.Thread(target=stray, args=(attends, dice), daemon=True).start()
    if how == "cluster":
        cluster.run(attends, threads=4)
        return
    worker, told = local.LocalWorker(attends, threads=4, sweep_seconds=0.5), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    worker.start()
    told.wait()
    worker.stop(timeout=10)


if __name__ == "__main__":
    main()
