"""How the budgets at a provider stand, as metrics, read from the database when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from service.budget import Limits, day
from service.store.budgets import spending
from service.store.faults import Unavailable
from service.store.store import Store
from service.store.watches import number_watched


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetsLeft(Collector):
    """To be registered beside the counters of a process that serves."""

    store: Store
    clock: Callable[[], datetime]
    limits: Limits
    provider: str = "google"

    def describe(self) -> list[Metric]:
        """Nothing: asking the database at registration would be too early."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The metrics; nothing of a database that is away, which says so elsewhere."""
        now, full = self.clock(), self.limits.project()
        try:
            with self.store.read() as tx:
                found = spending(tx, self.provider, full, day=day(now), now=now)
                _read, watched = number_watched(tx, self.provider, now=now)
        except Unavailable:
            return
        left = self.limits.project_a_day - sum(found.spent.values())
        yield self._gauge("day_calls_left", "Calls that are left of today.", left)
        soon = full.burst if found.calls_left is None else found.calls_left
        yield self._gauge("calls_left", "Calls that could be made this second.", soon)
        yield self._gauge(
            "accounts_parked", "Accounts that wait, to write or wholly.", found.parked
        )
        yield self._gauge("channels", "Channels that tell of changes.", watched)
        about = "Today's calls, by how urgent they were."
        calls = GaugeMetricFamily(f"afterword_{self.provider}_day_calls", about, labels=("why",))
        for urgency, number in found.spent.items():
            calls.add_metric([urgency], number)
        yield calls

    def _gauge(self, name: str, about: str, value: float) -> GaugeMetricFamily:
        return GaugeMetricFamily(f"afterword_{self.provider}_{name}", about, value=value)
