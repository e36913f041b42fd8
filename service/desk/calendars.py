"""The calendars that are read: what their owner may ask for, by whatever door they come.

Nothing here waits for a calendar: what is asked for is written down with a wake-up, and the
next pass does it. Every change takes the person's row first (`wake`), as a pass does before it
saves, so that neither overwrites what the other has just written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

from connectors.contract import Problem
from connectors.transport import Refused, polite
from service.desk.feed_address import is_own_feed
from service.desk.refusals import InTheWay, Unfit
from service.store.journal import write_line
from service.store.leases import wake
from service.store.sources import (
    add_source,
    ask_for_look,
    remove_source,
    rename_source,
    set_active,
    source,
    sources,
)
from service.store.store import Reader, Store, Writer
from service.store.values import PersonId, Source, SourceId

MOST = 50
"""Calendars of one person: more than anybody has, few enough to read them all."""

LONGEST_NAME, LONGEST_ADDRESS = 100, 4096
LARGEST_NUMBER = 2**31 - 1


class NoSuchCalendar(Exception):
    """There is none, or it is somebody else's: said alike, so that nobody learns which."""


def calendar(tx: Reader, person: PersonId, number: int) -> Source:
    """One of the person's own. Raises `NoSuchCalendar`."""
    # PostgreSQL calls a number larger than the column an error, not a miss.
    found = source(tx, SourceId(number)) if 0 < number <= LARGEST_NUMBER else None
    if found is None or found.person != person or found.writes == "ours":
        raise NoSuchCalendar
    return found


def read_by(tx: Reader, person: PersonId) -> list[Source]:
    """Those that are looked through for interviews, the oldest first. Raises `WrongKey`."""
    return [one for one in sources(tx, person) if one.writes != "ours"]


def fit(address: str, base_url: str) -> str:
    """The address as it will be asked for, a secret still. Raises `Unfit`."""
    if len(address) > LONGEST_ADDRESS:
        raise Unfit(_TOO_LONG)
    try:
        asked = polite(address)
    except Refused as refusal:
        raise Unfit(refusal.problem) from None
    if is_own_feed(asked, base_url):
        raise Unfit(_OWN_FEED)
    return asked


def add(  # noqa: PLR0913 (what one line of a form holds, and the house it is in)
    store: Store, person: PersonId, address: str, *, name: str = "", base_url: str, now: datetime
) -> Source:
    """Read a calendar from now on, for the first time at the next pass.

    The address is kept sealed. Without a name it takes the calendar's own when it is read.
    Raises `Unfit`, and `InTheWay` for one that is read already or one too many.
    """
    asked, given = fit(address, base_url), _name(name)
    host = urlsplit(asked).hostname or ""
    with store.write() as tx:
        wake(tx, person, now=now)
        _refuse_twice(asked, read_by(tx, person))
        made = add_source(tx, person, address.strip(), name=given, host=host, now=now)
        new = calendar(tx, person, made)
        _tell(tx, new, "source_added", "is read from now on.", now)
    return new


def check(store: Store, person: PersonId, number: int, *, now: datetime) -> Source:
    """Look at it at the next pass. Raises `NoSuchCalendar`, `InTheWay` if it isn't watched."""
    with _changing(store, person, number, now) as (tx, one):
        if not one.active:
            raise InTheWay(_UNWATCHED)
        ask_for_look(tx, one.id, now=now)
        return calendar(tx, person, number)


def check_all(store: Store, person: PersonId, *, now: datetime) -> None:
    """Look at every watched one at the next pass."""
    with store.write() as tx:
        wake(tx, person, now=now)
        for one in sources(tx, person):
            if one.active:
                ask_for_look(tx, one.id, now=now)


def rename(store: Store, person: PersonId, number: int, name: str, *, now: datetime) -> Source:
    """Call it otherwise. Raises `NoSuchCalendar`, `Unfit`.

    Settings name calendars ("everything in it is an interview"), so it is read anew under its
    new name.
    """
    given = _name(name)
    if not given:
        raise Unfit(_NO_NAME)
    with _changing(store, person, number, now) as (tx, one):
        if one.name != given:
            rename_source(tx, one.id, given, now=now)
            _tell(tx, one, "source_renamed", f"is called “{given}” from now on.", now)
        return calendar(tx, person, number)


def set_watched(
    store: Store, person: PersonId, number: int, *, watched: bool, now: datetime
) -> Source:
    """Look at it or leave it alone from now on. Raises `NoSuchCalendar`.

    While it is left alone, all that is known of it stays as it is, and nothing new is read.
    """
    action, text = _WATCHED if watched else _LEFT_ALONE
    with _changing(store, person, number, now) as (tx, one):
        if one.active != watched:
            set_active(tx, one.id, active=watched, now=now)
            _tell(tx, one, action, text, now)
        return calendar(tx, person, number)


def remove(store: Store, person: PersonId, number: int, *, now: datetime) -> None:
    """Read it no longer; its interviews go, and their follow-ups that are to come.

    Raises `NoSuchCalendar`.
    """
    with _changing(store, person, number, now) as (tx, one):
        _tell(tx, one, "source_removed", "is read no longer, and its address is forgotten.", now)
        remove_source(tx, one.id)


@contextmanager
def _changing(
    store: Store, person: PersonId, number: int, now: datetime
) -> Iterator[tuple[Writer, Source]]:
    with store.write() as tx:
        wake(tx, person, now=now)
        yield tx, calendar(tx, person, number)


def _name(name: str) -> str:
    given = " ".join(name.split())
    if len(given) > LONGEST_NAME:
        raise Unfit(_LONG_NAME)
    return given


def _refuse_twice(asked: str, known: list[Source]) -> None:
    if len(known) >= MOST:
        raise InTheWay(_TOO_MANY)
    for one in known:
        if one.grant is None and polite(one.address) == asked:
            what = f"This calendar is read already, as “{one.called}”."
            step = "To have it read again now, check it in the list of your calendars."
            raise InTheWay(Problem(where="the address", what=what, next_step=step))


def _tell(tx: Writer, one: Source, action: str, text: str, now: datetime) -> None:
    write_line(tx, one.person, now, action, None, f"The calendar “{one.called}” {text}")


_WATCHED = "source_watched", "is watched again."
_LEFT_ALONE = "source_left_alone", "is left alone: nothing of it changes until it is watched again."

_OWN_FEED = Problem(
    where="the address",
    what="This is a feed of this very service: what it reads from there, it wrote itself.",
    next_step="Give the address of the calendar that your interviews stand in.",
)
_TOO_LONG = Problem(
    where="the address",
    what=f"This is longer than an address is: more than {LONGEST_ADDRESS} characters.",
    next_step="Copy only the address itself.",
)
_TOO_MANY = Problem(
    where="the address",
    what=f"You have {MOST} calendars already, which is as many as are read.",
    next_step="Remove one that you no longer need.",
)
_NO_NAME = Problem(
    where="the name", what="A calendar needs a name.", next_step="Give it one you know it by."
)
_LONG_NAME = Problem(
    where="the name",
    what=f"This name is longer than {LONGEST_NAME} characters.",
    next_step="Choose a shorter one.",
)
_UNWATCHED = Problem(
    where="the calendar",
    what="This calendar is left alone at the moment.",
    next_step="Watch it again, and it is read at once.",
)
