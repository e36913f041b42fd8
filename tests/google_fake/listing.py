"""`events.list`: full listings, deltas since a sync token, and the pages of both."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.google_fake import instances, rendering
from tests.google_fake.access import readable
from tests.google_fake.call import Answer, Call
from tests.google_fake.filters import Filter
from tests.google_fake.moments import instant
from tests.google_fake.refused import Refused, full_sync_required, invalid
from tests.google_fake.world import Calendar, Entry, Item, Page, SyncPoint, World

FORBIDDEN_WITH_TOKEN = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)
NO_TOKEN_AFTER = ("iCalUID", "orderBy", "privateExtendedProperty", "sharedExtendedProperty")
PER_PAGE = frozenset({"pageToken", "fields", "alt", "prettyPrint", "quotaUser", "key"})
UNPINNED = PER_PAGE | {"maxResults", "syncToken", *FORBIDDEN_WITH_TOKEN}
MOST = 2500


def list_events(world: World, call: Call) -> Answer:
    calendar = readable(world, call)
    if call.text("pageToken"):
        return _next_page(world, call, calendar)
    _check_query(call)
    if call.text("syncToken"):
        point = _point(world, call, calendar)
        items = _since(world, call, calendar, point.version)
    else:
        items = _all(world, call, calendar)
    ends_with = None if any(map(call.text, NO_TOKEN_AFTER)) else _reached(world, call, calendar)
    page = Page(
        query=_same_query(call, calendar),
        left=tuple(items),
        point=ends_with,
        issued=world.clock.now(),
        blank=world.manners.empty_pages,
    )
    return _turned(world, call, calendar, page)


def _check_query(call: Call) -> None:
    if call.text("orderBy") == "startTime" and not call.flag("singleEvents"):
        raise invalid("The requested ordering is not available for the particular query.")
    if not call.text("syncToken"):
        return
    for name in FORBIDDEN_WITH_TOKEN:
        if call.text(name):
            raise invalid(f"Sync token cannot be used with {name}.", "syncToken")
    if call.text("showDeleted") == "false":
        raise invalid("Sync token cannot be used with showDeleted=false.", "syncToken")


def _pinned(call: Call) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The parameters that have to stay as they were as long as a token lives."""
    query = {**call.query}
    if query.get("showDeleted") == ["true"]:
        query.pop("showDeleted")  # always so with a token
    return tuple(sorted((key, tuple(query[key])) for key in query.keys() - UNPINNED))


def _point(world: World, call: Call, calendar: Calendar) -> SyncPoint:
    point = world.sync_points.get(call.text("syncToken"))
    if point is None or (point.calendar, point.user) != (calendar.id, call.account.email):
        raise invalid("Sync token is invalid.", "syncToken")
    too_old = world.clock.now() - point.issued > world.manners.sync_token_life
    if too_old or point.version < calendar.floor:
        raise full_sync_required()
    if point.pinned != _pinned(call):
        # Google calls it undefined behaviour; undefined is not good enough for a test.
        raise invalid("The query isn't the one this sync token came from.", "syncToken")
    return point


def _reached(world: World, call: Call, calendar: Calendar) -> SyncPoint:
    """Where the next delta begins: never beyond an event that readers don't see yet."""
    hidden = [entry.version for entry in calendar.entries.values() if world.is_hidden(entry)]
    return SyncPoint(
        calendar=calendar.id,
        user=call.account.email,
        pinned=_pinned(call),
        version=min([calendar.version + 1, *hidden]) - 1,
        issued=world.clock.now(),
    )


def _since(world: World, call: Call, calendar: Calendar, version: int) -> list[Item]:
    changed = [entry for entry in _visible(world, calendar) if entry.version > version]
    kept = Filter(call, calendar).types(changed)
    if call.flag("singleEvents"):
        return _as_instances(world, call, calendar, kept)
    return _shown(world, call, calendar, kept)


def _all(world: World, call: Call, calendar: Calendar) -> list[Item]:
    asked = Filter(call, calendar)
    entries = asked.types(_visible(world, calendar))
    if call.flag("singleEvents"):
        items = _as_instances(world, call, calendar, entries)
        return sorted(filter(asked.item, items), key=lambda item: _order(call, item, calendar))
    alive = [entry for entry in entries if asked.living(entry) and asked.item(entry.item)]
    if call.text("orderBy") == "updated":
        alive.sort(key=lambda entry: entry.item["updated"])
    return _shown(world, call, calendar, alive)


def _visible(world: World, calendar: Calendar) -> list[Entry]:
    entries = [e for e in calendar.entries.values() if not e.purged and not world.is_hidden(e)]
    return sorted(entries, key=lambda entry: entry.version)


def _shown(world: World, call: Call, calendar: Calendar, entries: Iterable[Entry]) -> list[Item]:
    look: dict[str, Any] = {"reader": call.account.email, "zone": _zone(call)}
    return [rendering.in_feed(entry, calendar, world.manners, **look) for entry in entries]


def _as_instances(
    world: World, call: Call, calendar: Calendar, entries: Iterable[Entry]
) -> list[Item]:
    until = world.clock.now() + instances.HORIZON
    if call.text("timeMax"):
        until = datetime.fromisoformat(call.text("timeMax")).astimezone(UTC)
    look: dict[str, Any] = {"reader": call.account.email, "zone": _zone(call)}
    items: dict[str, Item] = {}
    for entry in entries:
        if entry.item.get("recurrence") and not entry.cancelled:
            for item in instances.expanded(entry, calendar, until):
                if item["status"] != "cancelled":
                    items[item["id"]] = rendering.event(item, calendar, **look)
        elif not entry.cancelled or call.flag("showDeleted") or call.text("syncToken"):
            items[entry.item["id"]] = rendering.in_feed(entry, calendar, world.manners, **look)
    return list(items.values())


def _order(call: Call, item: Item, calendar: Calendar) -> Any:
    if call.text("orderBy") == "startTime":
        return instant(item["start"], calendar.zone)
    return item.get("updated", "") if call.text("orderBy") == "updated" else 0


def _next_page(world: World, call: Call, calendar: Calendar) -> Answer:
    page = world.pages.get(call.text("pageToken"))
    if page is None or world.clock.now() - page.issued > world.manners.page_token_life:
        raise invalid("Invalid page token value.", "pageToken")
    if page.query != _same_query(call, calendar):
        raise invalid("The query isn't the one this page token came from.", "pageToken")
    if page.point and call.text("syncToken"):
        _still_good(world, call, calendar)
    return _turned(world, call, calendar, page)


def _still_good(world: World, call: Call, calendar: Calendar) -> None:
    """A 410 may come on page 3 as well (facts 1.1)."""
    point = world.sync_points.get(call.text("syncToken"))
    if point is None or point.version < calendar.floor:
        raise full_sync_required()


def _same_query(call: Call, calendar: Calendar) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rest = {key: tuple(value) for key, value in call.query.items() if key not in PER_PAGE}
    return (("calendar", (calendar.id, call.account.email)), *sorted(rest.items()))


def _turned(world: World, call: Call, calendar: Calendar, page: Page) -> Answer:
    """The next page of an answer, and the token of what comes after it."""
    size = 0 if page.blank else min(call.number("maxResults", 250), MOST, world.manners.page_size)
    now, later = page.left[:size], page.left[size:]
    body = _head(call, calendar) | {"items": list(now)}
    if later or page.blank:
        rest = replace(page, left=later, blank=max(page.blank - 1, 0))
        body["nextPageToken"] = _token(world.pages, rest)
    elif page.point and not world.manners.stop_sync_token:
        body["nextSyncToken"] = _token(world.sync_points, page.point)
    return Answer(body=body)


def _token(kept: dict[str, Any], what: object) -> str:
    token = secrets.token_urlsafe(24) + "="
    kept[token] = what
    return token


def _head(call: Call, calendar: Calendar) -> Item:
    return {
        "kind": "calendar#events",
        "etag": f'"p{calendar.version}"',
        "summary": calendar.summary,
        "description": "",
        "updated": max(
            (entry.item["updated"] for entry in calendar.entries.values()),
            default="1970-01-01T00:00:00.000Z",
        ),
        "timeZone": calendar.timezone,
        "accessRole": calendar.roles[call.account.email],
        "defaultReminders": [{"method": "popup", "minutes": 10}] if calendar.primary else [],
    }


def _zone(call: Call) -> ZoneInfo | None:
    if not call.text("timeZone"):
        return None
    try:
        return ZoneInfo(call.text("timeZone"))
    except (KeyError, ValueError, OSError):
        raise Refused(400, "invalidParameter", "Invalid time zone", location="timeZone") from None
