"""What the commands of the service share: the open store, the person, and how faults end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, NoReturn

import typer

from connectors.contract import Problem
from service.cli import plain
from service.settings import Settings, SettingsError, from_environment
from service.store.faults import Unavailable, WrongVersion
from service.store.store import Store
from service.store.values import PersonId

REFUSED = 2

Who = Annotated[str, typer.Option("--person", metavar="NAME", help="Whose calendars.")]
ME = "me"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An open store, and whose part of it is asked for."""

    settings: Settings
    store: Store
    person: PersonId


def settings() -> Settings:
    """The settings of this machine; what can't be read ends the command."""
    try:
        return from_environment(os.environ)
    except SettingsError as error:
        complain(*error.problems)


@contextmanager
def opened() -> Iterator[tuple[Settings, Store]]:
    """The store of this machine's settings. Faults end the command with one sentence."""
    from service import wiring  # noqa: PLC0415 - SQLAlchemy and all connectors hang on it

    here = settings()
    try:
        store = wiring.open_store(here)
    except (Unavailable, WrongVersion) as error:
        where = "the database"
        complain(Problem(where=where, what=f"It can't be opened: {error}.", next_step=AFTER_THAT))
    try:
        yield here, store
    finally:
        store.close()


AFTER_THAT = "Look at AFTERWORD_DATABASE_URL, then try again."


@contextmanager
def house(name: str) -> Iterator[House]:
    """The same, for one person. Whoever types no name is made; another has to be let in first."""
    from service.store import people  # noqa: PLC0415 - see opened

    with opened() as (here, store):
        with store.write() as tx:
            known = people.person_named(tx, name)
            if known is None and name != ME:
                complain(nobody(name))
            person = known.id if known else people.add_person(tx, name, now=now())
        yield House(settings=here, store=store, person=person)


def nobody(name: str) -> Problem:
    """A slip must not make a person: there is none of that name."""
    what = f"There is nobody called {name} here."
    return Problem(where="--person", what=what, next_step="`afterword invite NAME` lets one in.")


def now() -> datetime:
    """The clock of the command line."""
    return datetime.now(UTC)


def complain(*problems: Problem) -> NoReturn:
    """Say what is wrong, where and what to do; exit code 2."""
    for problem in problems:
        plain.complain(problem)
    raise typer.Exit(REFUSED)
