"""`afterword journal`: what the service did, when and why."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.house import ME, Who, house

Lines = Annotated[int, typer.Option("--lines", "-n", min=1, max=1000, help="How many.")]


def command(lines: Lines = 50, person: Who = ME) -> None:
    """Show the newest lines of the journal, the newest first."""
    from rich.table import Table  # noqa: PLC0415 - keeps `--help` quick

    from service.cli.paper import paper, said  # noqa: PLC0415
    from service.cli.plain import plain  # noqa: PLC0415
    from service.store.journal import journal  # noqa: PLC0415

    with house(person) as here, here.store.read() as tx:
        found = journal(tx, here.person, None, lines)
    if not found:
        paper().print("Nothing has happened yet.")
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    for line in found:
        table.add_row(said(line.at), plain(line.text))
    paper().print(table)
