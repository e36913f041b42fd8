"""`afterword source`: the calendars that are read. The desk decides, this prints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from service.cli.house import ME, House, Who, complain, house, now
from service.store.values import Source

app = typer.Typer(
    help="The calendars that are read: add, list, check, rename, pause, resume, remove."
)

Address = Annotated[
    str,
    typer.Argument(metavar="ADDRESS", help="The secret .ics address (http, https or webcal)."),
]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `afterword source list` says.")]
Numbers = Annotated[
    int | None, typer.Argument(metavar="[NUMBER]", help="One of them, else all are checked.")
]
Name = Annotated[str | None, typer.Option(help="What to call it; else its own name.")]
NewName = Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")]


@app.command()
def add(address: Address, name: Name = None, person: Who = ME) -> None:
    """Read a calendar from now on, and look at it at once."""
    from service.cli.visits import show  # noqa: PLC0415 - keeps `--help` quick
    from service.desk import calendars  # noqa: PLC0415
    from service.desk.rehearsal import begin  # noqa: PLC0415

    with house(person) as here:
        base_url = here.settings.base_url
        with _told():
            calendars.add(
                here.store, here.person, address, name=name or "", base_url=base_url, now=now()
            )
        begin(here.store, here.person, now=now())  # whoever types this needs no rehearsal
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
    from service.desk import calendars  # noqa: PLC0415 - see add

    with house(person) as here:
        with _told(number):
            if number is None:
                calendars.check_all(here.store, here.person, now=now())
            else:
                calendars.check(here.store, here.person, number, now=now())
        _attend(here)
        _list(here)


@app.command()
def rename(number: Number, name: NewName, person: Who = ME) -> None:
    """Call a calendar otherwise."""
    from service.desk import calendars  # noqa: PLC0415 - see add

    with house(person) as here:
        with _told(number):
            calendars.rename(here.store, here.person, number, name, now=now())
        _attend(here)
        _list(here)


@app.command()
def pause(number: Number, person: Who = ME) -> None:
    """Leave a calendar alone for now: what is known of it stays as it is, nothing new is read."""
    _watch(number, person, watched=False)


@app.command()
def resume(number: Number, person: Who = ME) -> None:
    """Watch a calendar again that was left alone, and look at it at once."""
    _watch(number, person, watched=True)


@app.command()
def remove(number: Number, person: Who = ME) -> None:
    """Read a calendar no longer. Its interviews go, and their follow-ups that are to come."""
    from service.desk import calendars  # noqa: PLC0415 - see add

    with house(person) as here:
        with _told(number):
            calendars.remove(here.store, here.person, number, now=now())
        _attend(here)
        _list(here)


def _watch(number: int, person: str, *, watched: bool) -> None:
    from service.desk import calendars  # noqa: PLC0415 - see add

    with house(person) as here:
        with _told(number):
            calendars.set_watched(here.store, here.person, number, watched=watched, now=now())
        _attend(here)
        _list(here)


@contextmanager
def _told(number: int | None = None) -> Iterator[None]:
    """What the desk refuses ends the command with one sentence."""
    from connectors.contract import Problem  # noqa: PLC0415 - see add
    from service.desk.calendars import NoSuchCalendar  # noqa: PLC0415
    from service.desk.refusals import InTheWay, Unfit  # noqa: PLC0415

    try:
        yield
    except NoSuchCalendar:
        what, next_step = f"There is no calendar {number}.", "See `afterword source list`."
        complain(Problem(where="NUMBER", what=what, next_step=next_step))
    except (Unfit, InTheWay) as fault:
        complain(fault.problem)


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
    from service.cli.plain import plain  # noqa: PLC0415
    from service.desk.calendars import read_by  # noqa: PLC0415

    with here.store.read() as tx:
        mine = read_by(tx, here.person)
    if not mine:
        paper().print("No calendar is read yet: afterword source add ADDRESS")
        return
    table = Table("", "calendar", "events", "last read", "next", "state", box=None)
    for one in mine:
        times = (said(one.last_read), said(one.next_read) if one.active else "paused")
        name = plain(f"{one.called} ({one.host})")
        table.add_row(str(one.id), name, str(one.size), *times, plain(_state(one)))
    paper().print(table)


def _state(one: Source) -> str:
    if not one.active:
        return "left alone"
    return f"{one.problem.what} {one.problem.next_step}" if one.problem else "well"
