"""`afterword serve` and `afterword worker`: the service itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.house import opened
from service.cli.invite import first_link

if TYPE_CHECKING:
    from service.settings import Settings
    from service.store.store import Store

NoWorker = Annotated[
    bool, typer.Option("--no-worker", help="Only the web; `afterword worker` does the watching.")
]


def serve(no_worker: NoWorker = False) -> None:  # noqa: FBT002 - Typer makes a switch of it
    """Serve the pages, the feeds and the API, and watch everybody's calendars."""
    from service import wiring  # noqa: PLC0415 - keeps `--help` quick

    with opened() as (settings, store):
        _welcome(settings, store)
        wiring.serve(settings, store, with_worker=not no_worker)


def worker() -> None:
    """Watch calendars on this machine, beside others on the same PostgreSQL database."""
    from service import wiring  # noqa: PLC0415 - see serve

    with opened() as (settings, store):
        wiring.work(settings, store)


def _welcome(settings: Settings, store: Store) -> None:
    """On one's own machine a way in, until somebody has come in; elsewhere `invite` makes them."""
    address = first_link(settings, store) if settings.embedded else None
    if address:
        typer.echo(f"Open this in your browser. It works once, within a day:\n\n    {address}\n")
