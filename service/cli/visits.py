"""`afterword visits`: what was found, and what is planned beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from service.cli.house import ME, House, Who, house
from service.domain.model import FollowUp
from service.machine_zone import machine_zone


def command(person: Who = ME) -> None:
    """Show every visit with its follow-ups and why they are due then."""
    with house(person) as here:
        show(here)


def show(here: House) -> None:
    """Print the stored plan."""
    from rich.padding import Padding  # noqa: PLC0415 - keeps `--help` quick
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from service.cli.paper import paper  # noqa: PLC0415
    from service.cli.plain import plain  # noqa: PLC0415
    from service.domain import wording  # noqa: PLC0415
    from service.store.plan_rows import follow_ups, visits  # noqa: PLC0415

    with here.store.read() as tx:
        found, planned = visits(tx, here.person), follow_ups(tx, here.person)
    console = paper()
    if not found:
        console.print("No tagged interview yet. Put #interview in the title of one to tag it.")
    for visit in found:
        heading = " - ".join(filter(None, [visit.company or "Interview", visit.role]))
        console.print(Text(plain(heading), style="bold underline"))
        mine = [one for one in planned if one.visit == visit.key]
        when = wording.moment(visit.start.astimezone(_zone(mine)))
        console.print(Text(plain(f"{when}  {', '.join(visit.people)}"), style="dim"))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for one in mine:
            due = Text(wording.moment(one.content.when.start), style="bold")
            what = Text(plain(one.content.title)).append(f"\n{plain(one.because)}", style="dim")
            table.add_row(due, what)
        console.print(Padding(table, (0, 0, 1, 2)))


def _zone(follow_ups: Sequence[FollowUp]) -> tzinfo:
    """The person's zone that day, as the follow-ups are written in it."""
    starts = (one.content.when.start for one in follow_ups)
    zones = (start.tzinfo for start in starts if isinstance(start, datetime) and start.tzinfo)
    return next(zones, machine_zone())
