"""`afterword visits`: what was found, and what is planned beside it."""

from __future__ import annotations

from service.cli.house import ME, House, Who, house


def command(person: Who = ME) -> None:
    """Show every visit with its follow-ups and why they are due then."""
    with house(person) as here:
        show(here)


def show(here: House) -> None:
    """Print the stored plan."""
    from rich.padding import Padding  # noqa: PLC0415 - keeps `--help` quick
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from service.cli.paper import paper, said  # noqa: PLC0415
    from service.domain import wording  # noqa: PLC0415
    from service.store.plan_rows import follow_ups, visits  # noqa: PLC0415

    with here.store.read() as tx:
        found, planned = visits(tx, here.person), follow_ups(tx, here.person)
    console = paper()
    if not found:
        console.print("No tagged interview yet. Put #interview in the title of one to tag it.")
    for visit in found:
        heading = " - ".join(filter(None, [visit.company or "Interview", visit.role]))
        console.print(Text(heading, style="bold underline"))
        console.print(Text(f"{said(visit.start)}  {', '.join(visit.people)}", style="dim"))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for one in (one for one in planned if one.visit == visit.key):
            when = Text(wording.moment(one.content.when.start), style="bold")
            table.add_row(when, Text(one.content.title).append(f"\n{one.because}", style="dim"))
        console.print(Padding(table, (0, 0, 1, 2)))
