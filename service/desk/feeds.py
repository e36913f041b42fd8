"""The private feed: a new address, none any more, and whose an address is."""

from __future__ import annotations

from datetime import datetime

from connectors.transport import Refused, polite
from service.desk.feed_address import token_of
from service.store.feeds import feed, feed_by_hash, revoke_feed, rotate_feed
from service.store.journal import write_line
from service.store.leases import wake
from service.store.seal import hash_token, new_token
from service.store.store import Store
from service.store.values import PersonId


def issue(store: Store, person: PersonId, *, now: datetime) -> str:
    """The token of a new address; the one before, if there was one, is withdrawn at once.

    Only its hash is kept, so it can be shown this once.
    """
    token = new_token()
    with store.write() as tx:
        wake(tx, person, now=now)  # so that a first feed is soon written
        rotate_feed(tx, person, hash_token(token), now=now)
        text = "The feed has a new address. One that was made before no longer works."
        write_line(tx, person, now, "feed_issued", None, text)
    return token


def revoke(store: Store, person: PersonId, *, now: datetime) -> bool:
    """Withdraw the address without a new one; whether there was one that worked."""
    with store.write() as tx:
        known = feed(tx, person)
        if known is None or known.revoked:
            return False
        revoke_feed(tx, person)
        text = "The feed's address was withdrawn. Calendars that subscribed to it let go."
        write_line(tx, person, now, "feed_revoked", None, text)
    return True


def own_token(store: Store, person: PersonId, address: str, *, base_url: str) -> str | None:
    """The token in an address that was pasted; None unless it is, or was, the person's own."""
    try:
        token = token_of(polite(address), base_url)
    except Refused:
        return None
    if token is None:
        return None
    with store.read() as tx:
        known = feed_by_hash(tx, hash_token(token))
    return token if known is not None and known.person == person else None
