"""`afterword token`: a personal token for the JSON API."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.house import ME, Who, complain, house, now

Name = Annotated[str, typer.Argument(metavar="[NAME]", help="What the token is for.")]


def command(name: Name = "command line", person: Who = ME) -> None:
    """Make a token for the JSON API and print it, this once."""
    from service.desk import tokens  # noqa: PLC0415 - keeps `--help` quick
    from service.desk.refusals import InTheWay, Unfit  # noqa: PLC0415

    with house(person) as here:
        try:
            token = tokens.make(here.store, here.person, name, now=now())
        except (Unfit, InTheWay) as fault:
            complain(fault.problem)
    typer.echo(token)
