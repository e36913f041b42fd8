"""Connecting an account at a provider: asked for, answered once, kept.

Between the two halves the person is at the provider, and the network is the caller's business:
nothing here waits for it. A state is good for one browser only: the hash that it is known by is
made of what that browser alone holds as well, so that nobody finishes what another began
(RFC 9700 4.7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from connectors.consent import Authorizer, Grant, Reach
from connectors.contract import Problem
from service.desk.reach import reach
from service.desk.refusals import InTheWay
from service.store.grants import grants_of, keep_grant
from service.store.journal import write_line
from service.store.leases import wake
from service.store.oauth_states import Asked, add_state, use_state
from service.store.seal import hash_token, new_token
from service.store.sources import add_source, ask_for_look, remove_source, set_address, sources
from service.store.store import Reader, Store, Writer
from service.store.values import GrantId, PersonId, Source

PROVIDER: Final = "google"
"""The only one there is; also the kind of its calendars."""
HOST: Final = "Google Calendar"
CALLBACK: Final = "/oauth/google/callback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a consent is asked for. `person` None: they are to be signed in by it.

    `browser` is what only this browser holds, hashed. `hint` is the account that is meant.
    """

    person: PersonId | None
    browser: bytes
    reach: Reach
    return_path: str = "/"
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """An account that was connected; `calendars` are watched by it, so it was before too."""

    grant: GrantId
    calendars: int


def redirect_address(base_url: str) -> str:
    """Where the provider sends the browser; letter by letter what its console has to know."""
    return base_url + CALLBACK


def refused_there(base_url: str) -> Problem | None:
    """Why Google would not lead back to this address, as its console would say; None: it does.

    Its rules for redirect URIs: https but for this machine, a public name, no bare number.
    """
    parts, where = urlsplit(base_url), reach(base_url)
    if where == "machine":
        return None
    if where == "network" or _is_number(parts.hostname or ""):
        return Problem(where=base_url, what=_PRIVATE, next_step=_OTHER_WAY)
    if parts.scheme != "https":
        return Problem(where=base_url, what=_PLAIN, next_step=_OTHER_WAY)
    return None


def ask(
    store: Store, authorizer: Authorizer, errand: Errand, *, redirect_uri: str, now: datetime
) -> str:
    """Begin: the address to send the browser to, good for ten minutes and for one return."""
    state = new_token()
    begun = authorizer.begin(redirect_uri, state=state, reach=errand.reach, hint=errand.hint)
    asked = Asked(
        person=errand.person,
        provider=PROVIDER,
        reach=errand.reach,
        verifier=begun.verifier,
        return_path=errand.return_path,
    )
    with store.write() as tx:
        add_state(tx, _known(state, errand.browser), asked, now=now)
    return begun.address


def take_up(
    store: Store, state: str, *, person: PersonId | None, browser: bytes, now: datetime
) -> Asked | None:
    """What was asked for, once. None: it is not this browser's, too old, or answered already."""
    with store.write() as tx:
        known = _known(state, browser)
        return use_state(tx, known, person=person, provider=PROVIDER, now=now)


def keep(
    store: Store, person: PersonId, grant: Grant, *, reach: Reach = "watched", now: datetime
) -> Connected:
    """Keep what was granted. What is read through this account goes on from where it was.

    Raises `InTheWay` if it goes another way than before, and something was put there already.
    """
    with store.write() as tx:
        wake(tx, person, now=now)  # takes the row: of two who connect at once one waits
        before = next((one for one in grants_of(tx, person) if one.subject == grant.subject), None)
        if before is not None:
            _go_the_same_way(tx, person, before.id, reach)
        kept = keep_grant(tx, person, PROVIDER, grant, now=now)
        calendars = _read_again(tx, person, kept, now)
        if reach == "own":
            await_own(tx, person, kept, now=now)
        write_line(tx, person, now, "account_connected", None, _AGAIN if before else _FIRST)
    return Connected(grant=kept, calendars=calendars)


def reach_of(through: Iterable[Source]) -> Reach:
    """How far an account lets us go, by the calendars that are read and written through it."""
    return "own" if any(one.writes == "ours" for one in through) else "watched"


def await_own(tx: Writer, person: PersonId, grant: GrantId, *, now: datetime) -> None:
    """Have a calendar of their own made for the follow-ups, unless there is one."""
    if any(one.writes == "ours" for one in _through(tx, person, grant)):
        return
    how = {"name": "", "host": HOST, "kind": PROVIDER}
    made = add_source(tx, person, "", grant=grant, writes="ours", now=now, **how)
    set_address(tx, made, "", now=now)


def _go_the_same_way(tx: Writer, person: PersonId, grant: GrantId, reach: Reach) -> None:
    """What stands in a calendar that we may write no more could neither move nor go."""
    through = _through(tx, person, grant)
    if reach_of(through) == reach:
        return
    if any(not one.unmade for one in through):
        raise InTheWay(_ANOTHER_WAY)
    for one in through:
        remove_source(tx, one.id)


def _read_again(tx: Writer, person: PersonId, grant: GrantId, now: datetime) -> int:
    through = _through(tx, person, grant)
    for one in through:
        ask_for_look(tx, one.id, now=now)
    return sum(one.writes != "ours" for one in through)


def _through(tx: Reader, person: PersonId, grant: GrantId) -> list[Source]:
    return [one for one in sources(tx, person) if one.grant == grant]


def _known(state: str, browser: bytes) -> bytes:
    return hash_token(f"{state} {browser.hex()}")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


_PRIVATE = "Google leads back to public names only, and this address is none."
_PLAIN = "Google leads back to https addresses only, and this is none."
_OTHER_WAY = (
    "Set AFTERWORD_BASE_URL to a public https address, or connect on the command line of this"
    " machine: `afterword connect google`."
)
_ANOTHER_WAY = Problem(
    where="the account",
    what=(
        "This Google account is connected already, and its follow-ups go another way: what stands"
        " there could not be moved."
    ),
    next_step="Disconnect it first, which takes them out, and then connect it as you wish.",
)
_FIRST = "A Google account was connected."
_AGAIN = "A Google account was connected again."
