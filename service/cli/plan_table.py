"""The plan for the eye: suggestions first, then every visit with its follow-ups and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from connectors.contract import Problem
from service.domain import wording
from service.domain.model import FollowUp, Visit
from service.domain.places import local
from service.domain.policy import Me
from service.domain.survey import Judged

if TYPE_CHECKING:
    from service.cli.planning import Planned, Request

WIDTH_OF_A_FILE = 100


def show(planned: Planned, request: Request) -> None:
    """Print to the terminal, or as plain text to the file asked for."""
    if request.output is None:
        _show(planned, _console(sys.stdout), explain=request.explain)
        return
    with request.output.open("w", encoding="utf-8") as file:
        _show(planned, _console(file), explain=request.explain)


def _console(file: TextIO) -> Console:
    # A pipe or a file has no width of its own; Rich's 80 would cut reasons to slivers.
    width = None if file.isatty() else WIDTH_OF_A_FILE
    return Console(file=file, width=width, highlight=False, markup=False, emoji=False)


def _show(planned: Planned, console: Console, *, explain: bool) -> None:
    survey = planned.survey
    _suggestions([one for one in survey.judged if one.verdict.outcome == "suggest"], console)
    for visit in survey.visits:
        mine = [one for one in survey.follow_ups if one.visit == visit.key]
        _visit(visit, mine, planned.policy.me, console)
    if explain:
        _verdicts(survey.judged, console)
    _problems(survey.problems, console)


def _suggestions(suggested: list[Judged], console: Console) -> None:
    if not suggested:
        return
    console.print(Text("Are these interviews?", style="bold"))
    for one in suggested:
        line = Text(f"  {wording.moment(one.event.content.when.start)}  ")
        console.print(line.append(one.event.content.title, style="bold"))
        console.print(Text(f"      {one.verdict.because}", style="dim"))
        console.print(Text(f"      yes: --accept {one.event.uid}", style="dim"))
    console.print(Text("  To tag one for good, put #interview in its title;", style="italic"))
    console.print(Text("  #nointerview says no. --accept all tries them all.\n", style="italic"))


def _visit(visit: Visit, follow_ups: list[FollowUp], me: Me, console: Console) -> None:
    start, end = local(visit.start, me), local(visit.end, me)
    heading = " - ".join(filter(None, [visit.company or "Interview", visit.role]))
    console.print(Text(heading, style="bold underline"))
    console.print(Text(f"{wording.said(start)} to {end:%H:%M} ({me.timezone})"))
    _people(visit, console)
    if not follow_ups:
        console.print(Text("  Too long ago: nothing is planned any more.\n", style="italic"))
        return
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for one in follow_ups:
        table.add_row(_when(one), _what(one))
    console.print(Padding(table, (0, 0, 1, 2)))


def _people(visit: Visit, console: Console) -> None:
    met = [person for person in visit.people if person.state != "excluded"]
    if not met:
        console.print(Text("with people you name at the debrief", style="dim"))
        return
    said = ", ".join(
        f"{person.name}{'' if person.state == 'certain' else ' (?)'}" for person in met
    )
    console.print(Text(f"with {said}", style="dim"))


def _when(one: FollowUp) -> Text:
    return Text(wording.moment(one.content.when.start), style="bold")


def _what(one: FollowUp) -> Text:
    flags = f"  [{', '.join(dict.fromkeys(one.flags))}]" if one.flags else ""
    text = Text(one.content.title).append(flags, style="yellow")
    return text.append(f"\n{one.because}", style="dim")


def _verdicts(judged: tuple[Judged, ...], console: Console) -> None:
    console.print(Text("Every event, and why", style="bold"))
    for one in judged:
        line = Text(f"  {one.verdict.outcome:<9} {one.verdict.rule:<14} ", style="dim")
        line.append(wording.moment(one.event.content.when.start)).append("  ")
        console.print(line.append(one.event.content.title or "(no title)", style="bold"))
        console.print(Text(f"      {one.verdict.because}", style="dim"))


def _problems(problems: tuple[Problem, ...], console: Console) -> None:
    if not problems:
        return
    console.print(Text("\nSet aside", style="bold red"))
    for one in problems:
        console.print(Text(f"  {one.where}: {one.what} {one.next_step}"))
