"""`afterword invite` and `afterword link`: links that sign somebody in, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer

from service.cli.house import ME, Who, complain, nobody, now, opened

if TYPE_CHECKING:
    from service.settings import Settings
    from service.store.store import Store, Writer
    from service.store.values import PersonId

FOR_ANOTHER: Final = timedelta(days=7)
FOR_ONESELF: Final = timedelta(days=1)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whom to let in.")]


def invite(name: Name) -> None:
    """Let another person in: print a link for them that works once, within 7 days."""
    with opened() as (settings, store):
        with store.write() as tx:
            address = _link(tx, settings.base_url, _somebody(tx, name), FOR_ANOTHER)
        typer.echo(f"Send this to {name}. It works once, within 7 days:\n{address}")
        _say_where(settings)


def link(person: Who = ME) -> None:
    """Print a link that signs you in at a browser, once, within a day."""
    from service.store.people import person_named  # noqa: PLC0415 - keeps `--help` quick

    with opened() as (settings, store):
        with store.write() as tx:
            known = person_named(tx, person)
            if known is None and person != ME:
                complain(nobody(person))
            who = known.id if known else _somebody(tx, person)
            address = _link(tx, settings.base_url, who, FOR_ONESELF)
        typer.echo(f"Open this in your browser. It works once, within a day:\n{address}")
        _say_where(settings)


def first_link(settings: Settings, store: Store) -> str | None:
    """The way in for whoever just started the service; None once anybody is signed in."""
    from service.store.access import anybody_signed_in  # noqa: PLC0415 - see link

    with store.write() as tx:
        if anybody_signed_in(tx, now=now()):
            return None
        return _link(tx, settings.base_url, _somebody(tx, ME), FOR_ONESELF)


def _somebody(tx: Writer, name: str) -> PersonId:
    """The person of that name; a new one sees a rehearsal first."""
    from service.store.people import add_person, person_named  # noqa: PLC0415 - see link

    known = person_named(tx, name)
    return known.id if known else add_person(tx, name, now=now(), started=False)


def _link(tx: Writer, base_url: str, person: PersonId, lasts: timedelta) -> str:
    from service.store.access import add_link  # noqa: PLC0415 - see link
    from service.store.seal import hash_token, new_token  # noqa: PLC0415

    token = new_token()
    add_link(tx, person, hash_token(token), now=now(), lasts=lasts)
    return f"{base_url}/sign-in/{token}"


def _say_where(settings: Settings) -> None:
    if settings.only_here:
        typer.echo(
            "It opens on this machine only. For a phone or another person, set"
            " AFTERWORD_BASE_URL to the address they reach this service by."
        )
