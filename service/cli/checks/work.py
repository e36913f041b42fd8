"""Is anybody at work, does anybody wait for it, and what is the time?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from service.cli.checks.finding import Finding, fault, warning, well
from service.store.heartbeats import SILENT
from service.store.store import Store
from service.store.vitals import Vitals, clock_of, vitals

WORKER, CLOCK = "worker", "clock"
SLOW, WRONG = timedelta(seconds=30), timedelta(minutes=5)
_START: Final = "Start `afterword serve`, or `afterword worker` beside `serve --no-worker`."


def worker(store: Store, *, now: datetime) -> Iterator[Finding]:
    """The last heartbeat, and who waits."""
    with store.read() as tx:
        found = vitals(tx, now=now)
    yield _heartbeat(found)
    if found.late:
        minutes = int(found.oldest / timedelta(minutes=1))
        says = f"{found.late} of {found.people} people wait to be attended to, {minutes} minutes."
        yield warning(WORKER, says, "If that does not sink, start another `afterword worker`.")


def _heartbeat(found: Vitals) -> Finding:
    if not found.beats:
        return fault(WORKER, "None was heard of in the last day.", _START)
    last = max(timedelta(), min(found.beats))
    if last > SILENT:
        return fault(WORKER, f"The last one was heard of {_said(last)} ago.", _START)
    alive = sum(age <= SILENT for age in found.beats)
    return well(WORKER, f"{alive} at work, heard of {_said(last)} ago.")


def clock(store: Store | None, others: Iterable[datetime | None], *, now: datetime) -> Finding:
    """Against the database's clock, or that of any server that answered (`others`)."""
    told = _of_database(store)
    clocks = [one for one in (told, *others) if one is not None]
    if not clocks:
        step = "Compare it by hand, or try again when a server can be reached."
        return warning(CLOCK, "There was no other clock to compare this one with.", step)
    away = min(abs(one - now) for one in clocks)  # the others are compared as well as we are
    if away <= SLOW:
        return well(CLOCK, "It agrees with another one.")
    grade = fault if away > WRONG else warning
    return grade(CLOCK, f"It is {_said(away)} off.", "Set it by the network (timedatectl, NTP).")


def _of_database(store: Store | None) -> datetime | None:
    if store is None:
        return None
    with store.read() as tx:
        return clock_of(tx)


def _said(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
