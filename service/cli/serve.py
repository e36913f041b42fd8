"""`afterword serve` and `afterword worker`: the service itself."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.house import opened

NoWorker = Annotated[
    bool, typer.Option("--no-worker", help="Only the web; `afterword worker` does the watching.")
]


def serve(no_worker: NoWorker = False) -> None:  # noqa: FBT002 - Typer makes a switch of it
    """Serve the feeds and the API, and watch everybody's calendars, until told to stop."""
    from service import wiring  # noqa: PLC0415 - keeps `--help` quick

    with opened() as (settings, store):
        wiring.serve(settings, store, with_worker=not no_worker)


def worker() -> None:
    """Watch calendars on this machine, beside others on the same PostgreSQL database."""
    from service import wiring  # noqa: PLC0415 - see serve

    with opened() as (settings, store):
        wiring.work(settings, store)
