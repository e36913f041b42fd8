"""Reading a large calendar, against icalendar parsing the same bytes in the same run.

    python -m tests.bench.bench_read

Once with the window `plan` looks at, once with one that holds every event: then only the
screen saves work. Figures only: what is wanted of a whole `plan` is held by bench_plan.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from connectors.contract import Span
from connectors.ics.read import read
from tests.bench.calendar_generator import calendar

SCREEN = re.compile("interview|phone screen|onsite|recruit|hiring|greenhouse|calendly")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WINDOWS = {
    "plan's window": Span(start=NOW - timedelta(days=90), end=NOW + timedelta(days=400)),
    "everything inside": Span(start=NOW - timedelta(days=9000), end=NOW + timedelta(days=4000)),
}


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    body = calendar()
    print(f"{len(body) / 1e6:.1f} MB")
    whole = seconds(lambda: icalendar.Calendar.from_ical(body))
    print(f"icalendar.Calendar.from_ical  {whole:6.2f} s")
    for name, window in WINDOWS.items():
        took = min(
            seconds(lambda: read(body, home=ZoneInfo("UTC"), screen=SCREEN, window=window))  # noqa: B023
            for _ in range(3)
        )
        print(f"read, {name:22}  {took:6.2f} s  {took / whole:.4f} of it")


if __name__ == "__main__":
    main()
