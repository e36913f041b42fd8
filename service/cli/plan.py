"""`afterword plan`: from calendar files to the follow-ups, without any account.

Only what the help text needs is imported here; the work is in `service.cli.planning`.
"""

from __future__ import annotations

import gc
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

GARBAGE = 50_000
"""New objects between two searches for garbage; Python's own default is 700."""


class Format(StrEnum):
    """How the plan is printed."""

    table = "table"
    json = "json"
    ics = "ics"


Calendars = Annotated[
    list[str],
    typer.Argument(
        metavar="CALENDAR...",
        help="A path, - for standard input, or a web address; several are one person's calendars.",
        show_default=False,
    ),
]
Settings = Annotated[
    Path | None, typer.Option(metavar="SETTINGS.toml", help="Who you are and how you like it.")
]
Now = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Plan as if it were then, like 2026-11-23T12:00-05:00."),
]
Style = Annotated[
    Format | None,
    typer.Option("--format", help="Default: by the name of -o, table on a terminal, else json."),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show every event with its verdict, rule and reason.")
]
Accept = Annotated[
    list[str] | None,
    typer.Option(metavar="UID|all", help="Treat this suggestion, or all, as interviews."),
]
Name = Annotated[
    str | None,
    typer.Option("--calendar-name", metavar="NAME", help="What the calendar is called."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead.")
]


def command(  # noqa: PLR0913, PLR0917 - the signature is the command line
    calendars: Calendars,
    settings: Settings = None,
    now: Now = None,
    style: Style = None,
    explain: Explain = False,  # noqa: FBT002 - Typer makes a switch of it
    accept: Accept = None,
    calendar_name: Name = None,
    output: Output = None,
) -> None:
    """Show the follow-ups that the interviews in a calendar deserve, and why.

    Exit code 0: planned, also when nothing was found; 2: nothing could be read, or a setting
    is wrong.
    """
    from service.cli.planning import run  # noqa: PLC0415 - keeps `--help` quick
    from service.cli.request import Request  # noqa: PLC0415 - the same

    request = Request(
        calendars=tuple(calendars),
        settings=settings,
        now=now,
        style=style and style.value,
        explain=explain,
        accept=frozenset(accept or ()),
        calendar_name=calendar_name,
        output=output,
    )
    # This is over before there is garbage worth looking for: the search costs 8 %.
    gc.set_threshold(GARBAGE)
    raise typer.Exit(run(request))
