"""What a process counts of its own work. Labels are from short fixed lists, or bounded by us."""

from __future__ import annotations

import platform
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from connectors.contract import Rejected, Transient

SECONDS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 45.0, 120.0)


class Telemetry:
    """A registry of its own, so that two services in one process, as in tests, count apart."""

    def __init__(self, version: str) -> None:
        own = self.registry = CollectorRegistry()
        ProcessCollector(registry=own)
        Gauge("afterword_build", "What runs here.", ("version", "python"), registry=own).labels(
            version, platform.python_version()
        ).set(1)
        self._requests = Counter(
            "afterword_requests", "Answers, by what was asked.", ("area", "status"), registry=own
        )
        self._passes = Counter(
            "afterword_passes", "Passes, by outcome.", ("outcome",), registry=own
        )
        self._pass_seconds = Histogram(
            "afterword_pass_seconds", "How long a pass took.", buckets=SECONDS, registry=own
        )
        self._reads = Counter(
            "afterword_source_reads", "Looks at calendars.", ("kind", "outcome"), registry=own
        )
        self._read_seconds = Histogram(
            "afterword_source_read_seconds",
            "How long a look at a calendar took.",
            ("kind",),
            buckets=SECONDS,
            registry=own,
        )
        self._pushes = Counter(
            "afterword_pushes", "Messages that a calendar has changed.", ("outcome",), registry=own
        )
        self._watches = Counter(
            "afterword_watches", "Channels asked for, or stopped.", ("outcome",), registry=own
        )
        self._sent_away = Counter(
            "afterword_budget_refusals", "Passes that the budget broke off.", ("why",), registry=own
        )

    def answered(self, area: str, status: int) -> None:
        """A request was answered: a feed, a sign-in, a page, the API."""
        self._requests.labels(area, status).inc()

    def passed(self, outcome: str, seconds: float) -> None:
        """A person was attended to."""
        self._passes.labels(outcome).inc()
        self._pass_seconds.observe(seconds)

    def looked(self, kind: str, outcome: str, seconds: float) -> None:
        """A calendar was looked at."""
        self._reads.labels(kind, outcome).inc()
        self._read_seconds.labels(kind).observe(seconds)

    def pushed(self, outcome: str) -> None:
        """A provider told that a calendar has changed."""
        self._pushes.labels(outcome).inc()

    def renewed(self, outcome: str) -> None:
        """A channel was made, or not, or could not be stopped."""
        self._watches.labels(outcome).inc()

    def sent_away(self, urgency: str) -> None:
        """The budget let no more calls out for now."""
        self._sent_away.labels(urgency).inc()


def trouble(error: Exception) -> str:
    """What an error of a connector counts as."""
    if isinstance(error, Transient):
        return "unreachable"
    return "refused" if isinstance(error, Rejected) else "failed"
