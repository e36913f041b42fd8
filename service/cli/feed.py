"""`afterword feed`: the private feed that a calendar subscribes to."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.house import ME, House, Who, house, now

Rotate = Annotated[bool, typer.Option("--rotate", help="Make a new address; the old one ends.")]
Revoke = Annotated[bool, typer.Option("--revoke", help="Withdraw the address without a new one.")]

REVOKED = "The address is withdrawn. Calendars that subscribed to it let go."
NO_ADDRESS = "There is no address that could be withdrawn; `afterword feed` makes one."


def command(
    rotate: Rotate = False,  # noqa: FBT002 - Typer makes a switch of it
    revoke: Revoke = False,  # noqa: FBT002
    person: Who = ME,
) -> None:
    """Print the private feed's address, once, with the ways to add it; later its state.

    Only a hash of the address is kept, so it can't be shown again: --rotate makes a new one.
    """
    from service.desk import feeds  # noqa: PLC0415 - keeps `--help` quick
    from service.store.feeds import feed  # noqa: PLC0415

    with house(person) as here:
        with here.store.read() as tx:
            there = feed(tx, here.person) is not None
        if revoke:
            withdrawn = feeds.revoke(here.store, here.person, now=now())
            typer.echo(REVOKED if withdrawn else NO_ADDRESS)
        elif rotate or not there:
            issue(here)
        else:
            _state(here)


def issue(here: House) -> str:
    """A new address, printed this once; the address."""
    from service.desk import feeds  # noqa: PLC0415 - see command
    from service.web.links import feed_links, qr_text  # noqa: PLC0415

    token = feeds.issue(here.store, here.person, now=now())
    links = feed_links(here.settings.base_url, token)
    typer.echo(f"Your private feed, shown this once:\n\n  {links.address}\n")
    typer.echo(f"  Apple and most others  {links.webcal}")
    typer.echo(f"  Google (desktop only)  {links.google}")
    typer.echo(f"  Outlook.com            {links.outlook}")
    typer.echo(f"  Outlook at work        {links.outlook_work}\n")
    typer.echo(qr_text(links))
    typer.echo("Whoever has it can read your follow-ups; `afterword feed --rotate` replaces it.")
    return links.address


def _state(here: House) -> None:
    from service.cli.paper import said  # noqa: PLC0415 - see command
    from service.store.feeds import feed  # noqa: PLC0415
    from service.web.clients import WITHDRAWN, told  # noqa: PLC0415

    with here.store.read() as tx:
        state = feed(tx, here.person)
    if state is None:
        return
    if state.revoked:
        typer.echo(f"{WITHDRAWN}\n`afterword feed --rotate` makes the new one.")
        return
    name, expect = told(state.last_client if state.last_fetch else None)
    typer.echo(f"Last changed {said(state.modified)}, last fetched {said(state.last_fetch)}.")
    typer.echo(f"{name or 'Client'}: {expect}" if state.last_fetch else expect)
    typer.echo("The address was shown when it was made; --rotate makes a new one.")
