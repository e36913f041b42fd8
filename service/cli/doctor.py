"""`afterword doctor`: what is well, what is not, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.house import now, settings

if TYPE_CHECKING:
    from service.cli.checks.finding import Finding
    from service.settings import Settings
    from service.store.store import Store

AsJson = Annotated[bool, typer.Option("--json", help="For a program.")]
_MARKS = {"well": "ok     ", "warning": "look   ", "fault": "MEND   "}


def command(as_json: AsJson = False) -> None:  # noqa: FBT002 - Typer makes a switch of it
    """Check the set-up, whether the service runs or not. Exit code 0, 1: look, 2: mend."""
    from service.cli.checks.finding import WORST  # noqa: PLC0415 - keeps `--help` quick
    from service.cli.plain import plain  # noqa: PLC0415

    findings = list(examined(settings()))
    worst = max((one.level for one in findings), key=WORST.__getitem__)
    if as_json:
        told = {"status": worst, "findings": [asdict(one) for one in findings]}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for one in findings:
            typer.echo(f"{_MARKS[one.level]}{plain(one.about)}: {plain(_sentence(one))}")
    raise typer.Exit(WORST[worst])


def _sentence(one: Finding) -> str:
    return " ".join(f"{one.says} {one.next_step}".split())


def examined(here: Settings) -> Iterator[Finding]:
    """Every finding, in the order of what hangs on what."""
    from service.cli.checks import address, database, google, work  # noqa: PLC0415 - see command
    from service.cli.checks.finding import fault  # noqa: PLC0415
    from service.store.faults import Unavailable  # noqa: PLC0415

    yield from address.check(here)
    yield from google.client(here, now=now())
    seal, finding = database.key(here)
    yield finding
    with database.opened(here, seal) as (store, finding):
        yield finding
        if store is None:
            yield work.clock(None, [], now=now())
            return
        try:
            yield from _inside(here, store)
        except Unavailable:
            step = "Try again; if it stays so, look at the database's own log."
            yield fault(database.ABOUT, "It stopped answering meanwhile.", step)


def _inside(here: Settings, store: Store) -> Iterator[Finding]:
    from service.cli.checks import calendars, database, google, pushes, work  # noqa: PLC0415 - see command

    yield from database.check(here, store, now=now())
    yield from work.worker(store, now=now())
    found = calendars.known(store)
    tried = calendars.reached(found, here)
    yield work.clock(store, [one.knock.clock for one in tried], now=now())
    yield from calendars.outside(tried)
    yield from calendars.check(found, now=now())
    yield from google.accounts(store, now=now())
    yield from pushes.check(here, store, now=now())
