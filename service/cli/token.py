"""`afterword token`: a personal token for the JSON API."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.house import ME, Who, house, now

Name = Annotated[str, typer.Argument(metavar="[NAME]", help="What the token is for.")]


def command(name: Name = "command line", person: Who = ME) -> None:
    """Make a token for the JSON API and print it, this once."""
    from service.store.seal import hash_token, new_token  # noqa: PLC0415 - keeps `--help` quick
    from service.store.tokens import add_token  # noqa: PLC0415

    token = new_token()
    with house(person) as here, here.store.write() as tx:
        add_token(tx, here.person, name, hash_token(token), now())
    typer.echo(token)
