"""`afterword source`: the calendars that are read."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

import typer

from service.cli.house import ME, House, Who, complain, house, now

app = typer.Typer(help="The calendars that are read: add, list, check, remove.")

Address = Annotated[
    str,
    typer.Argument(metavar="ADDRESS", help="The secret .ics address (http, https or webcal)."),
]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `afterword source list` says.")]
Numbers = Annotated[
    int | None, typer.Argument(metavar="[NUMBER]", help="One of them, else all are checked.")
]
Name = Annotated[str | None, typer.Option(help="What to call it; else its host.")]


@app.command()
def add(address: Address, name: Name = None, person: Who = ME) -> None:
    """Read a calendar from now on, and look at it at once."""
    from connectors.transport import Refused  # noqa: PLC0415 - keeps `--help` quick
    from service.cli.visits import show  # noqa: PLC0415
    from service.store.sources import add_source  # noqa: PLC0415

    with house(person) as here:
        try:
            asked = _fresh(address, here)
        except Refused as refusal:
            complain(refusal.problem)
        host = urlsplit(asked).hostname or ""
        with here.store.write() as tx:
            add_source(tx, here.person, address, name=name or host, host=host, now=now())
        _attend(here)
        _list(here)
        show(here)


@app.command(name="list")
def list_(person: Who = ME) -> None:
    """Every calendar, when it was last read and what is wrong with it."""
    with house(person) as here:
        _list(here)


@app.command()
def check(number: Numbers = None, person: Who = ME) -> None:
    """Look at a calendar now instead of when its turn comes."""
    from service.store.sources import ask_for_look, sources  # noqa: PLC0415 - see add

    with house(person) as here:
        with here.store.write() as tx:
            for one in sources(tx, here.person):
                if number in {None, one.id}:
                    ask_for_look(tx, one.id, now=now())
        _attend(here)
        _list(here)


@app.command()
def remove(number: Number, person: Who = ME) -> None:
    """Read a calendar no longer. Its interviews go, and their follow-ups that are to come."""
    from connectors.contract import Problem  # noqa: PLC0415 - see add
    from service.store.sources import remove_source, sources  # noqa: PLC0415

    with house(person) as here:
        with here.store.write() as tx:
            mine = next((one for one in sources(tx, here.person) if one.id == number), None)
            if mine is not None:
                remove_source(tx, mine.id, now=now())
        if mine is None:
            what, next_step = f"There is no calendar {number}.", "See `afterword source list`."
            complain(Problem(where="NUMBER", what=what, next_step=next_step))
        _attend(here)
        _list(here)


def _fresh(address: str, here: House) -> str:
    """The address as it will be asked; ends the command for one that is ours or known."""
    from connectors.contract import Problem  # noqa: PLC0415 - see add
    from connectors.transport import polite  # noqa: PLC0415
    from service.store.sources import sources  # noqa: PLC0415
    from service.web.links import is_own_feed  # noqa: PLC0415

    asked, where = polite(address), "ADDRESS"
    if is_own_feed(asked, here.settings.base_url):
        what = "This is a feed of this very service: what it reads from there, it wrote itself."
        next_step = "Give the address of the calendar that your interviews stand in."
        complain(Problem(where=where, what=what, next_step=next_step))
    with here.store.read() as tx:
        known = next((s for s in sources(tx, here.person) if polite(s.address) == asked), None)
    if known is not None:
        what = f'This calendar is read already, as "{known.name}".'
        complain(Problem(where=where, what=what, next_step="See `afterword source list`."))
    return asked


def _attend(here: House) -> None:
    """One pass now, with something to look at: a first reading may take seconds."""
    from rich.console import Console  # noqa: PLC0415 - see add
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    from service import wiring  # noqa: PLC0415

    shown = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*shown, console=console, transient=True, disable=not console.is_terminal) as bar:
        bar.add_task("Reading your calendars", total=None)
        wiring.attend_now(here.settings, here.store, here.person)


def _list(here: House) -> None:
    from rich.table import Table  # noqa: PLC0415 - see add

    from service.cli.paper import paper, said  # noqa: PLC0415
    from service.store.sources import sources  # noqa: PLC0415

    with here.store.read() as tx:
        mine = sources(tx, here.person)
    if not mine:
        paper().print("No calendar is read yet: afterword source add ADDRESS")
        return
    table = Table("", "calendar", "events", "last read", "next", "state", box=None)
    for one in mine:
        problem = one.problem
        state = f"{problem.what} {problem.next_step}" if problem else "well"
        times = (said(one.last_read), said(one.next_read))
        table.add_row(str(one.id), f"{one.name} ({one.host})", str(one.size), *times, state)
    paper().print(table)
