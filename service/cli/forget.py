"""`afterword forget`: delete somebody and everything of theirs."""

from __future__ import annotations

from typing import Annotated

import typer

from connectors.contract import Problem
from service.cli.house import complain, now, opened

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whom to forget.")]


def command(name: Name) -> None:
    """Delete all that is stored of somebody, after asking back, and print a receipt."""
    from service import wiring  # noqa: PLC0415 - keeps `--help` quick
    from service.desk import leaving  # noqa: PLC0415
    from service.store.people import person_named  # noqa: PLC0415

    with opened() as (settings, store):
        with store.read() as tx:
            known = person_named(tx, name)
        if known is None:
            step = "Check how it is written."
            complain(Problem(where=name, what="Nobody is called that.", next_step=step))
        for one in leaving.what_goes(store, known.id):
            typer.echo(f"- {one}")
        typed = typer.prompt(f"All this would be deleted for good. To do it, type {name}")
        try:
            hands = wiring.hands(settings, store)
            receipt = leaving.leave(store, known.id, name=typed, hands=hands, now=now())
        except leaving.NotConfirmed:
            step = "Nothing was deleted."
            complain(Problem(where=typed, what="That is another name.", next_step=step))
    typer.echo(receipt.text, nl=False)
