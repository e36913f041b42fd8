"""From items to changes. One that can't be read is set aside, and the calendar goes on.

A series is always told whole: its master, which knows what its exceptions take out, and the
exceptions that are alive. Google tells of a change of one of them only (facts: google-calendar
1.2, 1.3), so the rest of a touched series is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Final

from connectors.contract import (
    CalendarId,
    Change,
    CursorExpired,
    Event,
    EventId,
    Moment,
    Problem,
)
from connectors.google.api import Api
from connectors.google.errors import NotFound
from connectors.google.items import Item, part, parts, text
from connectors.google.paging import pages
from connectors.google.series import exceptions_of, with_exceptions
from connectors.google.times import Malformed, moment
from connectors.google.wire import FIELDS, cancelled, event_of, problem_of

MOST_SERIES: Final = 10
"""In one delta; beyond that the whole calendar is the shorter answer."""

Items = Mapping[str, Item]


def read(
    items: Items, timezone: tzinfo, *, labels: Mapping[str, str], tombstones: bool
) -> tuple[list[Change], list[Problem]]:
    """The changes that the items are, and what could not be read, or only in part.

    With `tombstones` what is gone is told; a whole listing says it by silence.
    """
    exceptions = exceptions_of(_exceptions(items, timezone))
    changes: list[Change] = []
    problems: list[Problem] = []
    for item in items.values():
        if cancelled(item):
            if tombstones and text(item, "id"):
                changes.append(Change(id=EventId(text(item, "id")), event=None))
            continue
        notes: list[str] = []
        try:
            event = with_exceptions(_event(item, timezone, labels, notes), exceptions)
        except Malformed as malformed:
            problems.append(problem_of(item, malformed))
        else:
            changes.append(Change(id=event.id, event=event))
            problems += [problem_of(item, note, left_out=False) for note in notes]
    return changes, problems


def _event(item: Item, timezone: tzinfo, labels: Mapping[str, str], notes: list[str]) -> Event:
    try:
        return event_of(item, timezone=timezone, labels=labels, notes=notes)
    except Malformed:
        raise
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        # What nobody thought of costs one event as well. The kind of error is said and its
        # message is not, since it may repeat what the event says.
        raise Malformed(f"could not be read ({type(error).__name__})") from error


def _exceptions(items: Items, timezone: tzinfo) -> Iterator[tuple[EventId, Moment, bool]]:
    for item in items.values():
        master = text(item, "recurringEventId")
        if not master:
            continue
        try:
            start = moment(part(item, "originalStartTime"), timezone)
        except Malformed:
            continue  # it takes nothing out of its series, and is set aside itself
        yield EventId(master), start, cancelled(item)


def with_series(api: Api, calendar: CalendarId, items: Items) -> Items:
    """The items of a delta, and the rest of each series that one of them is of.

    Raises `CursorExpired` when there are more of them than a new listing would cost.
    """
    touched = dict.fromkeys(filter(None, map(_master, items.values())))
    if len(touched) > MOST_SERIES:
        raise CursorExpired("so many series have changed that all of it has to be read")
    whole = dict(items)
    for master in touched:
        whole.update(_series(api, calendar, items, master))
    return whole


def _master(item: Item) -> str:
    """The series that has to be told anew because of this item."""
    lives = item.get("recurrence") and not cancelled(item)
    return text(item, "id") if lives else text(item, "recurringEventId")


def _series(api: Api, calendar: CalendarId, items: Items, master: str) -> Items:
    """Its master and its exceptions; those that were cancelled are listed as long as it lives."""
    uid = _uid(api, calendar, items, master)
    if not uid:
        return {}
    query = {
        "calendarId": calendar,
        "iCalUID": uid,
        "singleEvents": False,
        "maxResults": 2500,
        "fields": f"nextPageToken,items({FIELDS})",
    }
    told = (item for page in pages(api, query) for item in parts(page, "items"))
    return {text(item, "id"): item for item in told if _belongs(item, master)}


def _belongs(item: Item, master: str) -> bool:
    return master in (text(item, "id"), text(item, "recurringEventId"))


def _uid(api: Api, calendar: CalendarId, items: Items, master: str) -> str:
    """Of a cancelled exception nothing but ids is certain, so its master is asked."""
    near = (item for item in items.values() if _belongs(item, master))
    told = next(filter(None, (text(item, "iCalUID") for item in near)), "")
    if told:
        return told
    try:
        request = api.resources.events.get(calendarId=calendar, eventId=master, fields=FIELDS)
        return text(api.call(request, "read"), "iCalUID")
    except NotFound:
        return ""  # the series is gone, which is told by itself
