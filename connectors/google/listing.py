"""Reading a calendar: all of it, or what has changed since a sync token.

The query is frozen: a token is only good for the one it came from, and Google does not check
(facts: google-calendar 1.1). So the cursor carries a digest of the query, and one from another
query is answered as an expired one, without asking Google.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from hashlib import sha256
from typing import Final

from connectors.contract import CalendarId, Cursor, CursorExpired, Transient
from connectors.google.api import Api
from connectors.google.items import Item, parts, text
from connectors.google.paging import pages
from connectors.google.wire import FIELDS
from connectors.ics.zones import named

EVENT_TYPES: Final = ("default", "fromGmail", "focusTime", "outOfOffice")
"""Birthdays and working locations are never asked for."""

_QUERY: Final[Mapping[str, object]] = {
    "eventTypes": list(EVENT_TYPES),
    "singleEvents": False,
    "maxResults": 2500,
    "fields": f"nextPageToken,nextSyncToken,summary,timeZone,items({FIELDS})",
}
_VERSION: Final = 1
"""Raise it when events are read differently, so that every calendar is read anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The pages of one answer as one: each event as it was told last."""

    cursor: Cursor
    complete: bool
    name: str
    timezone: tzinfo
    zone_name: str | None
    items: Mapping[str, Item] = field(repr=False)


def listing(
    api: Api, calendar: CalendarId, cursor: Cursor | None, since: datetime | None
) -> Listing:
    """Everything, page by page; nothing counts before the last one has come.

    `since` leaves out of a first listing what had ended by then. Raises `CursorExpired` for a
    cursor, even in the middle of its pages, and `Transient`, `AccessLost`, `Rejected`.
    """
    query = {**_QUERY, "calendarId": calendar, **_begin(calendar, cursor, since)}
    items: dict[str, Item] = {}
    page: Item = {}
    for page in _pages(api, query, cursor):
        _gather(items, page)
    return Listing(
        cursor=_reached(calendar, page),
        complete=cursor is None,
        name=text(page, "summary"),
        timezone=named(text(page, "timeZone")) or UTC,
        zone_name=text(page, "timeZone") or None,
        items=items,
    )


def query_of(calendar: CalendarId) -> dict[str, object]:
    """What a channel has to be asked for, to tell of the same events (facts 2)."""
    return {"calendarId": calendar, "eventTypes": list(EVENT_TYPES)}


def _begin(
    calendar: CalendarId, cursor: Cursor | None, since: datetime | None
) -> dict[str, object]:
    if cursor is None:
        return {} if since is None else {"timeMin": since.astimezone(UTC).isoformat()}
    digest, _, token = cursor.partition(":")
    if digest != _digest(calendar) or not token:
        raise CursorExpired("the calendar was read in another way before")
    return {"syncToken": token}


def _pages(api: Api, query: Mapping[str, object], cursor: Cursor | None) -> Iterator[Item]:
    try:
        yield from pages(api, query)
    except CursorExpired:
        if cursor is not None:
            raise
        # Nothing was told that could have expired: asking at once would never end.
        raise Transient("Google wants to be read from the beginning, again") from None


def _gather(items: dict[str, Item], page: Item) -> None:
    for item in parts(page, "items"):
        items.pop(text(item, "id"), None)  # in the order of the last telling
        items[text(item, "id")] = item


def _reached(calendar: CalendarId, page: Item) -> Cursor:
    token = text(page, "nextSyncToken")
    if not token:
        raise Transient("Google did not say where its next answer begins")
    return Cursor(f"{_digest(calendar)}:{token}")


def _digest(calendar: CalendarId) -> str:
    frozen = json.dumps([_VERSION, calendar, _QUERY], sort_keys=True)
    return sha256(frozen.encode()).hexdigest()[:16]
