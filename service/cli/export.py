"""`afterword export`: everything that is stored of somebody, to take along."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from connectors.contract import Problem
from service.cli.house import ME, Who, complain, house, now

File = Annotated[Path, typer.Argument(metavar="FILE", help="A new ZIP file.")]


def command(file: File, person: Who = ME) -> None:
    """Save all that is stored of you, but for secrets: JSON, your follow-ups, the people met."""
    from service.desk.export import export  # noqa: PLC0415 - keeps `--help` quick

    with house(person) as here:
        made = export(here.store, here.person, now=now())
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as out:
            out.write(made)
    except OSError as error:
        what = f"It can't be written: {error.strerror or error}."
        complain(Problem(where=str(file), what=what, next_step="Name a new file."))
    typer.echo(
        f"Saved to {file}. It holds names and addresses: keep it where you keep such things."
    )
