"""What stands in the database, as metrics, read when somebody asks and kept for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from service.store.faults import Unavailable
from service.store.heartbeats import SILENT
from service.store.store import Store
from service.store.vitals import AGES, Kind, Vitals, vitals

KEPT: Final = timedelta(seconds=10)
"""Ten who ask at once cost one look."""


class Standing(Collector):
    """To be registered beside the counters of a process that serves."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._lock = Lock()
        self._last: tuple[datetime, Vitals] | None = None

    def describe(self) -> list[Metric]:
        """Nothing: asking the database at registration would be too early."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The metrics; of a database that is away only that it is."""
        now = self._found()
        up = "Whether the database answers."
        yield GaugeMetricFamily("afterword_database_up", up, value=0 if now is None else 1)
        if now is not None:
            yield from _of_people(now)
            yield from _of_workers(now)
            yield from _of_calendars(now.kinds)

    def _found(self) -> Vitals | None:
        with self._lock:
            now = self._clock()
            if self._last is None or not timedelta() <= now - self._last[0] < KEPT:
                try:
                    with self._store.read() as tx:
                        self._last = now, vitals(tx, now=now)
                except Unavailable:
                    self._last = None
            return self._last[1] if self._last else None


def _of_people(now: Vitals) -> Iterator[Metric]:
    yield _gauge("people", "Whose calendars are watched.", now.people)
    yield _gauge("people_due", "Who waits for a pass.", now.due)
    yield _gauge("people_late", "Who has waited for a pass for more than a minute.", now.late)
    yield _gauge("people_backing_off", "Whose last pass went wrong.", now.backing_off)
    oldest = now.oldest.total_seconds()
    yield _gauge("oldest_due_seconds", "How long the one who waits longest has waited.", oldest)
    yield _gauge("browser_sessions", "Browsers that are signed in.", now.signed_in)


def _of_workers(now: Vitals) -> Iterator[Metric]:
    alive = [age for age in now.beats if age <= SILENT]
    yield _gauge("workers", "Workers that were heard of within a minute.", len(alive))
    if now.beats:
        last = min(now.beats).total_seconds()
        yield _gauge("heartbeat_age_seconds", "How long ago a worker was heard of.", last)
    if alive:
        first = max(alive).total_seconds()
        about = "The same of the live worker that has been silent longest."
        yield _gauge("heartbeat_age_of_slowest_seconds", about, first)


def _of_calendars(kinds: tuple[Kind, ...]) -> Iterator[Metric]:
    watched = _by_kind("sources", "Calendars that are watched.")
    trouble = _by_kind("sources_in_trouble", "Those that something is wrong with.")
    never = _by_kind("sources_never_read", "Those that could not be read even once.")
    overdue = _by_kind("source_overdue_seconds", "How long the most overdue one has been so.")
    age = HistogramMetricFamily(
        "afterword_source_age_seconds",
        "How long ago calendars were last read well, now; never is in +Inf only.",
        labels=("kind",),
    )
    for one in kinds:
        watched.add_metric([one.kind], one.watched)
        trouble.add_metric([one.kind], one.in_trouble)
        never.add_metric([one.kind], one.never_read)
        overdue.add_metric([one.kind], one.overdue.total_seconds())
        age.add_metric([one.kind], _buckets(one), None)
    yield from (watched, trouble, never, overdue, age)


def _buckets(one: Kind) -> list[tuple[str, float]]:
    edges = [str(edge.total_seconds()) for edge in AGES]
    return [*zip(edges, map(float, one.aged), strict=True), ("+Inf", float(one.watched))]


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"afterword_{name}", about, value=value)


def _by_kind(name: str, about: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"afterword_{name}", about, labels=("kind",))
