"""The private feed: how it stands, a new address, none any more, and whose an address is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from connectors.transport import Refused, polite
from service.desk.feed_address import token_of
from service.store.feeds import feed, feed_by_hash, last_issued, revoke_feed, rotate_feed
from service.store.journal import write_line
from service.store.leases import wake
from service.store.seal import hash_token, new_token
from service.store.store import Reader, Store
from service.store.values import FeedState, PersonId

Standing = Literal["none", "works", "withdrawn"]


class Overtaken(Exception):
    """The address that was to be replaced has been replaced already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStanding:
    """Whether there is an address that works, and what is known of who fetches it.

    `mark` names the address there is now, so that a form which replaces it, sent twice,
    replaces it once.
    """

    state: Standing
    mark: str
    entries: int = 0
    modified: datetime | None = None
    last_fetch: datetime | None = None
    last_client: str | None = None


def standing(tx: Reader, person: PersonId) -> FeedStanding:
    """How the person's feed stands."""
    known, mark = feed(tx, person), _mark(tx, person)
    return FeedStanding(state="none", mark=mark) if known is None else _standing(known, mark)


def issue(store: Store, person: PersonId, *, now: datetime, instead: str | None = None) -> str:
    """The token of a new address; the one before, if there was one, is withdrawn at once.

    Only its hash is kept, so it can be shown this once. With `instead`, the `mark` of an
    address, raises `Overtaken` when that is no longer the newest.
    """
    token = new_token()
    with store.write() as tx:
        wake(tx, person, now=now)  # so that a first feed is soon written
        if instead is not None and instead != _mark(tx, person):
            raise Overtaken
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


def _standing(known: FeedState, mark: str) -> FeedStanding:
    return FeedStanding(
        state="withdrawn" if known.revoked else "works",
        mark=mark,
        entries=known.body.count(b"\r\nBEGIN:VEVENT\r\n"),
        modified=known.modified,
        last_fetch=known.last_fetch,
        last_client=known.last_client,
    )


def _mark(tx: Reader, person: PersonId) -> str:
    newest = last_issued(tx, person)
    return newest.isoformat() if newest else ""
