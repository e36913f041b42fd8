"""`afterword backup`, `restore` and `migrate`: looking after the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.house import opened

Target = Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes.")]
Origin = Annotated[Path, typer.Argument(metavar="FILE", help="A backup made by this program.")]


def backup(file: Target) -> None:
    """Save everything to one file, also while the service runs. Keep the key beside it."""
    from service.store.backup import backup as save  # noqa: PLC0415 - keeps `--help` quick

    with opened() as (_settings, store):
        save(store, file)
    typer.echo(f"Saved to {file}. It opens only with the key that sealed it (AFTERWORD_KEY).")


def restore(file: Origin) -> None:
    """Fill an empty database from a backup, be it SQLite or PostgreSQL; stop the service first."""
    from service import wiring  # noqa: PLC0415 - see backup

    with opened() as (settings, store):
        store.close()
        wiring.restore(settings, file)
    typer.echo("Restored.")


def migrate() -> None:
    """Bring the tables up to date; `afterword serve` does so by itself."""
    with opened():
        typer.echo("The tables are up to date.")
