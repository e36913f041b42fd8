"""The feed, as a calendar nobody else can edit.

So that a feed is written by the same path as every other calendar: what is pushed stands as it
was pushed, and there is never any news. Where it stands is the ledger; there is nothing to
reach over a network, and nothing that could fail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from connectors.contract import (
    CalendarId,
    Changes,
    Content,
    Create,
    Cursor,
    Delete,
    Etag,
    Event,
    EventId,
    Outcome,
    Update,
    Write,
)

FEED = CalendarId("feed")

_NO_NEWS = Cursor("feed")


class FeedConnector:
    """Answers every write with the event as it was written. A UID is its id and its name."""

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:  # noqa: ARG002
        """No news: a subscriber can't change what it reads."""
        return Changes(items=(), cursor=_NO_NEWS)

    def push(self, calendar: CalendarId, writes: Sequence[Write]) -> Sequence[Outcome]:  # noqa: ARG002
        """One event for each create and update, None for each delete."""
        return [_outcome(write) for write in writes]


def _outcome(write: Write) -> Outcome:
    match write:
        case Create():
            return _event(write.name, write.content)
        case Update():
            return _event(write.id, write.content)
        case Delete():
            return None


def _event(uid: str, content: Content) -> Event:
    """The etag is that of the content: one write that is repeated gives one event."""
    etag = hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Event(id=EventId(uid), etag=Etag(etag), content=content, name=uid, uid=uid)
