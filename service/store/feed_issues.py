"""When the feed was last given an address: what a form can be held to that was printed before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from service.store import schema
from service.store.store import Reader
from service.store.values import PersonId

_FEEDS = schema.feeds.c


def last_issued(tx: Reader, person: PersonId) -> datetime | None:
    """The newest address's time, withdrawn or not; None: there never was one."""
    newest = select(func.max(_FEEDS.issued)).where(_FEEDS.person == person)
    found: datetime | None = tx.connection.execute(newest).scalar_one()
    return found
