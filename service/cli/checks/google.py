"""Google: whether a client is set up, whether it can work, and how each account stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from connectors.contract import AccessLost, Transient
from service import wiring
from service.cli.checks.finding import Finding, fault, warning, well
from service.desk.connecting import redirect_address, refused_there
from service.settings import Settings
from service.store.grants import StoredGrant, grants_of
from service.store.people import people
from service.store.seal import WrongKey
from service.store.store import Store

ABOUT: Final = "google"
_SOON: Final = timedelta(days=7)
_NO_TOKEN: Final = "afterword-doctor"  # noqa: S105 - it is none, and Google shall say so
_SAME: Final = "Compare AFTERWORD_GOOGLE_CLIENT_ID and _SECRET with Google's console."


def client(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Is there a client, would Google lead back here, and does it know the client?"""
    asks = wiring.authorizer(settings)
    if asks is None:
        yield well(ABOUT, "No client is set up, so nobody connects Google (docs/google.md).")
        return
    refused = refused_there(settings.base_url)
    if refused is not None:
        yield fault(ABOUT, refused.what, refused.next_step)
    else:
        yield well(ABOUT, f"It has to lead back to {redirect_address(settings.base_url)}.")
    try:
        # A token that is none: whoever says so has looked at the client first (RFC 6749 5.2).
        asks.refresh(_NO_TOKEN, frozenset(), now=now)
    except AccessLost:
        yield well(ABOUT, "Google answers, and knows the client.")
    except Transient as trouble:
        step = _SAME if trouble.retry_after else "Look at firewall, proxy and name server."
        yield fault(ABOUT, f"{trouble}.", step)


def accounts(store: Store, *, now: datetime) -> Iterator[Finding]:
    """A line for each. They go by number, for what is printed here is passed on."""
    with store.read() as tx:
        for person in people(tx):
            try:
                found = grants_of(tx, person.id)
            except WrongKey:  # the key's own check tells
                continue
            yield from (_of(one, now) for one in found if one.state != "revoked")


def _of(one: StoredGrant, now: datetime) -> Finding:
    about, age = f"account {one.id}", (now - one.consented).days
    says = f"Agreed to {age} days ago." if age else "Agreed to today."
    if one.state == "paused":
        return fault(
            about, f"{says} {one.why}.", "Its person has to reconnect it, under Calendars."
        )
    if one.ends is not None and one.ends - now < _SOON:
        return warning(about, f"{says} It ends on {one.ends:%d %B}.", _TESTING)
    return well(about, says)


_TESTING: Final = (
    "If the app at Google is in “Testing”, publish it; then its person reconnects once."
)
