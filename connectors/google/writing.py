"""One write to Google, and what became of it (facts: google-calendar 1.7, 1.8).

Every one of them may be sent twice and does its work once: a create by its id, an update and a
delete by their etag. Nobody is ever written to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from connectors.contract import (
    CalendarId,
    Create,
    CursorExpired,
    Delete,
    Etag,
    Event,
    EventId,
    PreconditionFailed,
    Rejected,
    Transient,
    Update,
    Write,
)
from connectors.google.api import Api
from connectors.google.errors import Duplicate, Gone, NotFound
from connectors.google.ids import event_id, is_ours
from connectors.google.items import Item, text
from connectors.google.times import Malformed
from connectors.google.wire import FIELDS, body_of, cancelled, event_of, name_of, patch_of


def carry_out(
    api: Api, calendar: CalendarId, write: Write, source: Mapping[str, str] | None
) -> Event | None:
    """The event as it now stands, None for one that is gone. Raises `ConnectorError`."""
    match write:
        case Create():
            return _create(api, calendar, write, source)
        case Update():
            return _update(api, calendar, write)
        case Delete():
            _delete(api, calendar, write)
            return None


def _create(
    api: Api, calendar: CalendarId, write: Create, source: Mapping[str, str] | None
) -> Event | None:
    body = body_of(write.name, write.content, source=source)
    request = api.resources.events.insert(
        calendarId=calendar, body=body, sendUpdates="none", fields=FIELDS
    )
    try:
        made = api.call(request, "write")
    except Duplicate:
        return _adopted(api, calendar, write.name)
    return _event(made, event_id(write.name))


def _adopted(api: Api, calendar: CalendarId, name: str) -> Event | None:
    """What has the id already. Raises `NotFound` while Google does not show it yet."""
    item = _get(api, calendar, event_id(name))
    if cancelled(item):
        return None
    if name_of(item) != name:
        raise Rejected("another entry has the place of this one")
    return _event(item, event_id(name))


def _update(api: Api, calendar: CalendarId, write: Update) -> Event:
    try:
        _check_ours(api, calendar, write.id)
        request = api.resources.events.patch(
            calendarId=calendar,
            eventId=write.id,
            body=patch_of(write),
            sendUpdates="none",
            fields=FIELDS,
        )
        item = api.call(_conditional(request, write.etag), "write")
    except (NotFound, Gone, CursorExpired) as error:
        raise PreconditionFailed(f"the entry is gone: {error}") from None
    if cancelled(item):
        raise PreconditionFailed("the entry is gone")
    return _event(item, write.id)


def _delete(api: Api, calendar: CalendarId, write: Delete) -> None:
    try:
        _check_ours(api, calendar, write.id)
        request = api.resources.events.delete(
            calendarId=calendar, eventId=write.id, sendUpdates="none"
        )
        api.carry(_conditional(request, write.etag))
    except (NotFound, Gone):
        return  # which is what was wanted


def _check_ours(api: Api, calendar: CalendarId, chosen: EventId) -> None:
    """Raise `Rejected` for an event of somebody else.

    Only copies of ours have an id that we did not choose, so asking costs next to nothing.
    """
    if is_ours(chosen):
        return
    item = _get(api, calendar, chosen)
    if cancelled(item):
        raise Gone("the entry was deleted")
    if name_of(item) is None:
        raise Rejected("that entry is not one of ours")


def _conditional(request: Any, etag: Etag) -> Any:
    request.headers["If-Match"] = etag
    return request


def _get(api: Api, calendar: CalendarId, chosen: EventId) -> Item:
    request = api.resources.events.get(calendarId=calendar, eventId=chosen, fields=FIELDS)
    return api.call(request, "read")


def _event(item: Item, chosen: EventId) -> Event:
    """The event in an answer. What became of it is open if the answer is about no such event."""
    if text(item, "id") != chosen:
        raise Transient("the answer of Google was about something else")
    try:
        return event_of(item, timezone=UTC)
    except Malformed as malformed:
        raise Transient(f"the entry, as Google has it, {malformed}") from None
