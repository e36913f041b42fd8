"""Workers that are killed, bursts of wake-ups, passes that fail: none lost, never two at once."""

import itertools
import random
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from service.store import schema
from service.store.heartbeats import beats
from service.store.seal import Seal, new_key
from service.store.store import open_store
from tests.worker.town import settle, wake, within

ROOT = Path(__file__).parents[2]
REST = 60.0
"""Seconds within which all must be at rest after the last wake."""


@dataclass
class Chaos:
    how: str
    url: str
    key: str
    notes: Path
    workers: list = field(default_factory=list)
    killed: dict = field(default_factory=dict)

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.worker.chaos_worker", self.how, self.url, self.key]
        self.workers.append(
            subprocess.Popen(
                [*command, str(self.notes)], cwd=ROOT, stderr=subprocess.DEVNULL, text=True
            )
        )

    def kill(self, dice) -> None:
        victim = self.workers.pop(dice.randrange(len(self.workers)))
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        self.killed[victim.pid] = time.monotonic()
        self.start()

    def stop(self, store) -> None:
        """In peace; one that has only just begun is let begin."""
        names = {f"{socket.gethostname()}/{worker.pid}" for worker in self.workers}
        with within(60) as until:
            until(lambda: names <= _alive(store))
        time.sleep(0.5)
        for worker in self.workers:
            worker.send_signal(signal.SIGTERM)
        codes = [worker.wait(timeout=90) for worker in self.workers]
        self.workers.clear()
        assert codes == [0] * len(codes), "SIGTERM ends a worker in peace"

    def end(self) -> None:
        """Whatever came of it, nobody is left behind."""
        for worker in self.workers:
            worker.kill()
            worker.wait()


def run(how, url, folder, *, people, seconds, kills, workers=2) -> float:  # noqa: PLR0913 - as many knobs
    """The chaos; how long it took to come to rest."""
    key, dice = new_key(), random.Random(7)  # noqa: S311 - chaos is no secret
    store = open_store(url, seal=Seal.from_keys([key]))
    town = settle(store, [f"p{number}" for number in range(people)])
    chaos = Chaos(how=how, url=url, key=key, notes=folder / "notes")
    chaos.notes.touch()
    if how == "cluster":
        from service.worker import cluster  # noqa: PLC0415 - an extra

        cluster.prepare(url)
    try:
        for _ in range(workers):
            chaos.start()
        _let_loose(chaos, store, town, dice, seconds=seconds, kills=kills)
        rest = _until_rest(store)
        chaos.stop(store)
        passes = _passes(chaos)
        assert not _overlaps(passes)
        _assert_all_seen(store, passes)
    finally:
        chaos.end()
        store.close()
    return rest


def _let_loose(chaos, store, town, dice, *, seconds, kills) -> None:  # noqa: PLR0913 - see run
    begun = time.monotonic()
    deaths = sorted(begun + dice.uniform(seconds / 4, seconds) for _ in range(kills))
    while time.monotonic() < begun + seconds:
        for _ in range(dice.randrange(1, 6)):
            wake(store, dice.choice(town))
        burst = dice.choice(town)
        for _ in range(dice.randrange(4)):
            wake(store, burst)
        if deaths and time.monotonic() > deaths[0]:
            deaths.pop(0)
            chaos.kill(dice)
        time.sleep(0.02)


def _alive(store) -> set[str]:
    with store.read() as tx:
        return {beat.worker for beat in beats(tx)}


def _until_rest(store) -> float:
    begun, row = time.monotonic(), schema.people.c
    restless = select(row.id).where((row.synced_seq < row.wake_seq) | row.lease_token.isnot(None))
    while True:
        with store.read() as tx:
            left = len(tx.connection.execute(restless).all())
        if not left:
            return time.monotonic() - begun
        assert time.monotonic() < begun + REST, f"{left} wake-ups are lost"
        time.sleep(0.1)


def _passes(chaos) -> dict[int, list]:
    """By person: from when, until when, what was seen, and whether it went well."""
    found, open_ = defaultdict(list), {}
    for line in chaos.notes.read_text().splitlines():
        what, person, pid, thread, at, saw = line.split()
        if what == "b":
            open_[int(person), int(pid), thread] = float(at)
        else:
            begun = open_.pop((int(person), int(pid), thread))
            found[int(person)].append((begun, float(at), int(saw), what == "e"))
    for (person, pid, _), begun in open_.items():
        found[person].append((begun, chaos.killed[pid], 0, False))
    return {person: sorted(passes) for person, passes in found.items()}


def _overlaps(passes) -> list:
    return [
        (person, one, other)
        for person, theirs in passes.items()
        for one, other in itertools.pairwise(theirs)
        if other[0] < one[1]
    ]


def _assert_all_seen(store, passes) -> None:
    """The last thing that was asked for was seen by a pass that went well."""
    with store.read() as tx:
        rows = tx.connection.execute(select(schema.people.c.id, schema.people.c.wake_seq)).all()
    for person, wakes in rows:
        assert max(saw for _, _, saw, well in passes[person] if well) == wakes


def test_local_workers_beside_each_other(database_url, tmp_path):
    run("local", database_url, tmp_path, people=30, seconds=5, kills=1)


def test_workers_of_a_cluster(postgresql_database, tmp_path):
    run("cluster", postgresql_database, tmp_path, people=30, seconds=6, kills=1)


@pytest.mark.soak
@pytest.mark.parametrize("how", ["local", "cluster"])
def test_the_chaos_run(how, postgresql_database, tmp_path):
    run(how, postgresql_database, tmp_path, people=300, seconds=60, kills=9, workers=3)
