"""Stationery at home: counted by the person, less with every card that is posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from service.desk.upcoming import Upcoming
from service.desk.visits import Shown
from service.domain.supplies import Supplies
from service.store.journal import write_line
from service.store.leases import wake
from service.store.store import Store, Writer
from service.store.supplies import keep_supplies, supplies, take
from service.store.values import PersonId


def count(store: Store, person: PersonId, counted: Supplies, *, now: datetime) -> None:
    """So much is at home. The entries that speak of it follow. Raises `Unavailable`."""
    with store.write() as tx:
        keep_supplies(tx, person, counted, now=now)
        write_line(tx, person, now, "supplies_counted", None, _told(counted))
        wake(tx, person, now=now)


def used(tx: Writer, person: PersonId) -> None:
    """A card was posted: a sheet, an envelope and a stamp less. Whoever never counted, none."""
    take(tx, person)


def put_back(tx: Writer, person: PersonId) -> None:
    """It was not posted after all."""
    take(tx, person, -1)


def lacking(store: Store, person: PersonId, found: Upcoming, *, now: datetime) -> tuple[str, ...]:
    """What there is too little of for the cards up to the next interview, a sentence each."""
    cards = wanted(found.visits, now=now)
    if not cards:
        return ()
    with store.read() as tx:
        left = supplies(tx, person)
    return left.short_of(cards) if left else ()


def wanted(visits: Sequence[Shown], *, now: datetime) -> int:
    """How many cards are to be written: what is still open, and those of the next interview.

    Where nobody is known by name, it is one.
    """
    coming = min((one.start for one in visits if one.end > now), default=None)
    near = [one for one in visits if coming is None or one.start <= coming]
    return sum(_cards(one) for one in near)


def _cards(visit: Shown) -> int:
    entries = [one for one in visit.lines if one.kind == "card" and one.is_open]
    # One entry lists everyone, unless the person wants one for each.
    whole = any(one.key == f"{visit.key}/card" for one in entries)
    return max(len(visit.people), 1) if whole else len(entries)


def _told(counted: Supplies) -> str:
    parts = f"{counted.sheets} sheets, {counted.envelopes} envelopes, {counted.stamps} stamps"
    return f"You counted your stationery: {parts}."
