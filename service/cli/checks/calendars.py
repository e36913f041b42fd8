"""The calendars: how each was last read, and whether their servers can be reached from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from connectors.transport import Network, Refused
from connectors.transport.address import Address, parse
from service.cli.checks.finding import Finding, fault, warning, well
from service.cli.checks.knocking import Knock, knock
from service.cli.paper import said
from service.settings import Settings
from service.store.people import people
from service.store.seal import WrongKey
from service.store.sources import sources
from service.store.store import Store
from service.store.values import Source

OUTSIDE: Final = "outbound"
MOST_HOSTS: Final = 5
OVERDUE: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One server of somebody's calendar, and what it answered."""

    where: str
    knock: Knock


def known(store: Store) -> list[Source]:
    """Everybody's; without those that do not open, which the key's own check tells."""
    found: list[Source] = []
    with store.read() as tx:
        for person in people(tx):
            try:
                found += sources(tx, person.id)
            except WrongKey:
                continue
    return found


def check(found: list[Source], *, now: datetime) -> Iterator[Finding]:
    """A line for each. They go by number and host, for what is printed here is passed on."""
    if not found:
        yield warning("calendars", "None is watched yet.", "Add one: `afterword source add`.")
    for one in found:
        yield _of(one, now)


def _of(one: Source, now: datetime) -> Finding:
    about = f"calendar {one.id}"
    where = f"{one.host}: last read {said(one.last_read)}."
    if not one.active:
        return well(about, f"{where} It is left alone.")
    if one.problem is not None:
        grade = fault if one.failures else warning
        return grade(about, f"{where} {one.problem.what}", one.problem.next_step)
    if now - one.next_read > OVERDUE:
        return fault(about, f"{where} It should have been read since.", "See the worker above.")
    return well(about, f"{where} {one.size} events.")


def reached(found: list[Source], settings: Settings) -> list[Tried]:
    """Knock at their servers, at most a few; only host and port are asked for, never the path."""
    network = Network(contact=settings.contact)
    return [
        Tried(where=where, knock=knock(door, allow_hosts=settings.allow_hosts, network=network))
        for where, door in list(_doors(found).items())[:MOST_HOSTS]
    ]


def outside(tried: list[Tried]) -> Iterator[Finding]:
    """Whether there is a way out."""
    if not tried:
        yield well(OUTSIDE, "There is no calendar to be reached yet.")
    for one in tried:
        if one.knock.problem is None:
            yield well(OUTSIDE, f"{one.where} answers.")
        else:
            step = f"{one.knock.problem.next_step} Look at firewall, proxy and name server too."
            yield fault(OUTSIDE, f"{one.where}: {one.knock.problem.what}", step)


def _doors(found: list[Source]) -> dict[str, Address]:
    doors: dict[str, Address] = {}
    for one in found:
        if not one.active:
            continue
        try:
            there = parse(one.address)
        except Refused:
            continue
        door = Address(scheme=there.scheme, host=there.host, port=there.port, target="/")
        doors[there.shown] = door
    return doors
