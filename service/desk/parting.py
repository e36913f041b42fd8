"""Disconnecting an account: what we made is taken out, the consent given back, all forgotten.

In this order, for without the consent nothing can be taken out any more. Each step that waits
for the provider is outside of every transaction, and is harmless to do again: when one breaks
off, the account is still there and asking again goes on.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from connectors.consent import Authorizer
from connectors.contract import AccessLost, Rejected, Transient
from service.desk.accounts import Account
from service.desk.alone import alone
from service.desk.disconnect import Cleared, clear
from service.store.faults import Unavailable
from service.store.grants import people_with_account, remove_grant, stored_grant
from service.store.journal import write_line
from service.store.leases import wake
from service.store.renewals import claim_renewal, let_go
from service.store.store import Store
from service.store.values import GrantId, PersonId, Source
from service.watch.equipment import Pusher

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What it takes at the provider: consents, a way to write, and the end of channels.

    `close` deletes a calendar that we made, if asked only one that holds nothing, and says
    whether it is gone. `hang_up` closes the connections of the calling thread, which will hardly
    call again.
    """

    authorizer: Authorizer
    pusher: Callable[[Source], Pusher]
    close: Callable[[Source, bool], bool]
    stop: Callable[[GrantId], object]
    hang_up: Callable[[], object]


TakeOut = Literal["nothing", "ours", "all"]
"""What goes: what we made and nobody has changed; or a calendar of our own with all it holds."""
Returned = Literal["now", "before", "shared"]
"""The consent was given back, had ended already, or is another person's here as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """The receipt. `gone` and `kept` are titles. `unreachable`: our access had ended before.

    `failed`: these did not go just now, so nothing else was done; asking again goes on.
    `calendar`: whether the one that we made is gone; None: there was none, or it was left alone.
    """

    at: datetime
    gone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    unreachable: bool = False
    calendar: bool | None = None
    returned: Returned = "now"


def part(  # noqa: PLR0913 (keywords: whose, which, what with, and when)
    store: Store,
    person: PersonId,
    account: Account,
    hands: Hands,
    *,
    take_out: TakeOut,
    now: datetime,
) -> Parted:
    """Disconnect it, and before that take out what is wished.

    Raises `Transient`, also while a pass under way takes long. Whatever does not work leaves the
    account as it was: it is watched, and what was taken out comes back with the next pass.
    """
    try:
        with alone(store, person, now=now):
            return _parted(store, person, account, hands, take_out=take_out, now=now)
    finally:
        hands.hang_up()


def give_back(store: Store, grant: GrantId, hands: Hands, *, now: datetime) -> Returned | None:
    """Only the end of its channels and of the consent; None: that did not work just now.

    For who leaves altogether, which nothing may stand against. Raises `Unavailable`.
    """
    try:
        hands.stop(grant)
        return _returned(store, grant, hands.authorizer, now)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        _log.warning("an account could not be given back: %s", type(error).__name__)
        return None


def _parted(  # noqa: PLR0913 (as above)
    store: Store,
    person: PersonId,
    account: Account,
    hands: Hands,
    *,
    take_out: TakeOut,
    now: datetime,
) -> Parted:
    asked = take_out != "nothing"
    cleared, unreachable = _cleared(store, person, account, hands, now) if asked else ([], False)
    told = Parted(
        at=now,
        gone=_titles(one.gone for one in cleared),
        kept=_titles(one.kept for one in cleared),
        failed=_titles(one.failed for one in cleared),
        unreachable=unreachable,
    )
    if told.failed:
        return told
    calendar = None if unreachable else _closed(account, hands, take_out)
    hands.stop(account.id)
    returned = _returned(store, account.id, hands.authorizer, now)
    with store.write() as tx:
        wake(tx, person, now=now)
        remove_grant(tx, account.id)
        write_line(tx, person, now, "account_disconnected", None, _DISCONNECTED)
    kept = () if calendar and take_out == "all" else told.kept
    return replace(told, kept=kept, calendar=calendar, returned=returned)


def _cleared(
    store: Store, person: PersonId, account: Account, hands: Hands, now: datetime
) -> tuple[list[Cleared], bool]:
    """What each calendar was cleared of; True: Google lets us in no more."""
    done: list[Cleared] = []
    for source in account.written:
        try:
            done.append(clear(store, person, source, hands.pusher(source), now=now))
        except AccessLost:
            return done, True
    return done, False


def _closed(account: Account, hands: Hands, take_out: TakeOut) -> bool | None:
    """Whether the calendar that we made is gone. Raises `Transient`."""
    own = account.own
    if own is None or own.unmade or take_out == "nothing":
        return None
    try:
        return hands.close(own, take_out == "ours")
    except (AccessLost, Rejected):
        return False


def _returned(store: Store, grant: GrantId, authorizer: Authorizer, now: datetime) -> Returned:
    with store.write() as tx:
        found = stored_grant(tx, grant)
        if found is None or found.state != "active":
            return "before"
        # Giving it back would end it for everybody of this service (facts: google-calendar 4.2).
        if len(people_with_account(tx, found.provider, found.subject)) > 1:
            return "shared"
        renewal = claim_renewal(tx, grant, now=now, token=secrets.token_hex(16))
    if renewal is None:
        raise Transient("the account is being used just now")
    try:
        authorizer.revoke(renewal.refresh_token)
    except Transient:
        with store.write() as tx:
            let_go(tx, grant, renewal)
        raise
    return "now"


def _titles(parts: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(title for titles in parts for title in titles)


_DISCONNECTED = "A Google account was disconnected, and what was kept of it is forgotten."
