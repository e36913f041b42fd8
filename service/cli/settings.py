"""`afterword settings`: how a person likes it, as a settings file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.house import ME, Who, complain, house, now

File = Annotated[
    Path | None, typer.Argument(metavar="[SETTINGS.toml]", help="Use these; else show them.")
]


def command(file: File = None, person: Who = ME) -> None:
    """Take over a settings file (docs/settings.md), or print the one in use."""
    from service.desk import policy  # noqa: PLC0415 - keeps `--help` quick

    if file is None:
        with house(person) as here, here.store.read() as tx:
            text = policy.settings_of(tx, here.person)
        typer.echo(text, nl=False)
        return
    text = _checked(file)
    with house(person) as here:
        policy.save(here.store, here.person, text, now=now())
    typer.echo("Taken over; the plan follows at the next pass, which is due now.")


def _checked(file: Path) -> str:
    from connectors.contract import Problem  # noqa: PLC0415 - see command
    from service.settings_file import SettingsError, load  # noqa: PLC0415

    try:
        content = file.read_bytes()
        load(content, where=file.name)
    except SettingsError as error:
        complain(*error.problems)
    except OSError as error:
        what = f"The settings can't be read: {error.strerror or error}."
        complain(Problem(where=str(file), what=what, next_step="Check the path."))
    return content.decode("utf-8-sig")
