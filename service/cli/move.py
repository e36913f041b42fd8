"""`afterword move`: everything into another database, by the way of backup and restore."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from connectors.contract import Problem
from service.cli.house import complain, now, opened
from service.cli.keep import told

if TYPE_CHECKING:
    from service.settings import Settings
    from service.store.store import Store

Target = Annotated[
    str,
    typer.Argument(
        metavar="DATABASE_URL", help="An empty one: sqlite:///FILE or postgresql://USER@HOST/NAME."
    ),
]
AT_WORK: Final = timedelta(seconds=20)
"""Heartbeats come every 10 seconds at most."""
WHERE: Final = "DATABASE_URL"


def command(target: Target) -> None:
    """Copy everything into another database, empty so far; stop the service first."""
    from service.store.backup import backup  # noqa: PLC0415 - keeps `--help` quick
    from service.store.restore import restore  # noqa: PLC0415

    with opened() as (here, store), tempfile.TemporaryDirectory() as folder:
        url = _address(target, here)
        _refuse_if_at_work(store)
        file = Path(folder) / "everything.zip"
        with told(WHERE):
            backup(store, file)
            restore(url, file, store.seal)
    typer.echo("Everything was copied; the old database is as it was.")
    for step in _next_steps(here, url):
        typer.echo(f"  {step}")


def _address(target: str, here: Settings) -> str:
    from service.variables import Unusable, database  # noqa: PLC0415 - see command

    try:
        url = database(target)
    except Unusable as error:
        complain(Problem(where=WHERE, what=f"{error}", next_step="See docs/environment.md."))
    if url == here.database_url:
        what = "This is the database that is used now."
        complain(Problem(where=WHERE, what=what, next_step="Name the one to move to."))
    return url


def _refuse_if_at_work(store: Store) -> None:
    """What is written after the copy would be lost without anybody noticing."""
    from service.store.heartbeats import last_beat  # noqa: PLC0415 - see command

    with store.read() as tx:
        last = last_beat(tx)
    if last is not None and now() - last < AT_WORK:
        step = "Stop `serve` and every `worker`, wait 20 seconds, then try again."
        complain(Problem(where="the service", what="It is at work.", next_step=step))


def _next_steps(here: Settings, url: str) -> list[str]:
    """Without the address itself, which may hold a password."""
    steps = ["1. Set AFTERWORD_DATABASE_URL to the address you just gave."]
    if not url.startswith("sqlite:") and not here.keys:
        steps.append(f"2. Set AFTERWORD_KEY_FILE={here.key_file}: without that key nothing opens.")
    elif not here.keys:
        steps.append(f"2. Copy {here.key_file} into the folder of the new database, mode 600.")
    else:
        steps.append("2. Leave AFTERWORD_KEY as it is: without that key nothing opens.")
    steps.append("3. Start the service, and run `afterword doctor`.")
    return [*steps, "4. When all is well, put the old database away."]
