"""How long a claim takes among 100,000 people of whom 1,000 are due, on both databases.

A claim is measured with its share of the sweep that found the person, each transaction
committed. The ratio is to the same among 1,000 people: what does not grow with the crowd is
done by an index.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean, median, quantiles
from time import perf_counter

from sqlalchemy import insert

from service.store import schema
from service.store.leases import claim, due, release
from service.store.seal import Seal, new_key
from service.store.store import Store, open_store
from tests.store.postgres_server import folder, server

CROWD, DUE, BATCH = 100_000, 1_000, 50
LIMIT_S = 0.005
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LEASE = timedelta(minutes=2)


def main() -> int:
    results = [*_sqlite(), *_postgresql()]
    for name, alone, crowded in results:
        print(
            f"{name:11} {mean(crowded) * 1e3:.2f} ms a claim, median {median(crowded) * 1e3:.2f}, "
            f"p99 {quantiles(crowded, n=100)[-1] * 1e3:.2f}; "
            f"{median(crowded) / median(alone):.2f} times that among {DUE:,} people"
        )
    if not all(mean(crowded) < LIMIT_S for *_, crowded in results):
        print(f"a claim took more than {LIMIT_S * 1e3:.0f} ms", file=sys.stderr)
        return 1
    return 0


def _sqlite() -> Iterator[tuple[str, list[float], list[float]]]:
    with tempfile.TemporaryDirectory() as home:
        urls = [f"sqlite:///{Path(home) / name}" for name in ("few.db", "many.db")]
        yield ("sqlite", *_compared(urls))


def _postgresql() -> Iterator[tuple[str, list[float], list[float]]]:
    binaries = folder()
    if binaries is None:
        print("postgresql  NOT MEASURED: no binaries here")
        return
    import psycopg  # noqa: PLC0415 - an extra

    with server(binaries, durable=True) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for name in ("few", "many"):
                connection.execute(f"CREATE DATABASE {name}")
        base = url.rpartition("/")[0]
        yield ("postgresql", *_compared([f"{base}/few", f"{base}/many"]))


def _compared(urls: list[str]) -> tuple[list[float], list[float]]:
    few, many = urls
    with _filled(few, DUE) as store:
        alone = _claims(store)
    with _filled(many, CROWD) as store:
        crowded = _claims(store)
    return alone, crowded


@contextmanager
def _filled(url: str, crowd: int) -> Iterator[Store]:
    store = open_store(url, seal=Seal.from_keys([new_key()]))
    row = {"settings": "", "created": NOW, "wake_seq": 1, "synced_seq": 0, "attempts": 0}
    far = NOW + timedelta(days=1)
    step = crowd // DUE
    rows = [
        {**row, "name": f"{n}", "due_at": far if n % step else NOW - timedelta(seconds=n % 997)}
        for n in range(crowd)
    ]
    with store.write() as tx:
        tx.connection.execute(insert(schema.people), rows)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    yield store
    store.close()


def _claims(store: Store) -> list[float]:
    """How long each took; the release is not part of it."""
    took: list[float] = []
    while True:
        began = perf_counter()
        with store.write() as tx:
            found = due(tx, now=NOW, limit=BATCH, dispatched_before=NOW)
        if not found:
            assert len(took) == DUE
            return took
        share = (perf_counter() - began) / len(found)
        for person in found:
            began = perf_counter()
            with store.write() as tx:
                held = claim(tx, person, now=NOW, lease=LEASE, token=f"{person}")
            took.append(perf_counter() - began + share)
            assert held is not None
            with store.write() as tx:
                assert release(tx, held, now=NOW, due_at=NOW + timedelta(days=1))


if __name__ == "__main__":
    sys.exit(main())
