"""What an event may be: the checks of insert, patch and update, and what is silently cut."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

from tests.google_fake.moments import instant
from tests.google_fake.refused import Refused, forbidden, invalid, required
from tests.google_fake.world import Item

ID = re.compile(r"[a-v0-9]{5,1024}")
READ_ONLY = frozenset(
    [
        "kind",
        "etag",
        "htmlLink",
        "created",
        "updated",
        "creator",
        "organizer",
        "recurringEventId",
        "originalStartTime",
        "hangoutLink",
        "endTimeUnspecified",
        "attendeesOmitted",
        "locked",
        "privateCopy",
    ]
)
IMMUTABLE = ("id", "iCalUID", "eventType")
LONGEST_KEY, LONGEST_VALUE, MOST_PROPERTIES, MOST_BYTES = 44, 1024, 300, 32 * 1024
MOST_OVERRIDES, LONGEST_LEAD = 5, 40320
LONGEST_DESCRIPTION = 8192
CHOICES = {
    "transparency": ("opaque", "transparent"),
    "visibility": ("default", "public", "private", "confidential"),
    "status": ("confirmed", "tentative", "cancelled"),
    "colorId": tuple(str(number) for number in range(1, 12)),
}


def writable_part(body: Item) -> Item:
    return {key: value for key, value in body.items() if key not in READ_ONLY}


def merged(item: Item, patch: Item) -> Item:
    """Patch semantics: null removes, objects merge, arrays are replaced whole."""
    result = dict(item)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = merged({}, value) if isinstance(value, dict) else value
    return result


def checked(item: Item, zone: ZoneInfo) -> Item:
    """The event as it is kept. Raises the 400 for the first thing that can't be."""
    for check in CHECKS:
        check(item, zone)
    return _cut(item)


def check_new_id(body: Item) -> None:
    if "id" in body and not ID.fullmatch(body["id"]):
        raise invalid("Invalid resource id value.")
    if "id" in body and "iCalUID" in body:
        raise invalid("Only one of id and iCalUID may be given.")


def _check_times(item: Item, zone: ZoneInfo) -> None:
    for end in ("start", "end"):
        if not item.get(end):
            raise required(f"Missing {end} time.")
        _check_time(item[end], end, recurs="recurrence" in item)
    if ("date" in item["start"]) != ("date" in item["end"]):
        raise invalid("Start and end times must either both be date or both be dateTime.")
    if instant(item["start"], zone) > instant(item["end"], zone):
        raise Refused(
            400, "timeRangeEmpty", "The specified time range is empty.", domain="calendar"
        )


def _check_time(when: Item, end: str, *, recurs: bool) -> None:
    if ("date" in when) == ("dateTime" in when):
        raise invalid(f"Invalid {end} time.")
    try:
        zone = ZoneInfo(when["timeZone"]) if "timeZone" in when else None
    except (ZoneInfoNotFoundError, ValueError):
        raise invalid("Invalid time zone definition for start time.") from None
    if "date" in when:
        return
    if zone is None and datetime.fromisoformat(when["dateTime"]).utcoffset() is None:
        raise required(f"Missing time zone definition for {end} time.")
    if zone is None and recurs:
        raise required(f"Missing time zone definition for {end} time.")


def _check_choices(item: Item, _zone: ZoneInfo) -> None:
    for key, allowed in CHOICES.items():
        if key in item and item[key] not in allowed:
            raise invalid(f"Invalid value for {key}.")


def _check_reminders(item: Item, _zone: ZoneInfo) -> None:
    reminders = item.get("reminders", {})
    overrides = reminders.get("overrides", [])
    if overrides and reminders.get("useDefault"):
        raise invalid("Cannot specify both default reminders and overrides at the same time.")
    if len(overrides) > MOST_OVERRIDES:
        raise invalid("Too many override reminders.")
    for each in overrides:
        if each.get("method") not in ("email", "popup"):
            raise invalid("Invalid reminder method.")
        if not 0 <= each.get("minutes", -1) <= LONGEST_LEAD:
            raise invalid("Invalid reminder minutes.")


def _check_recurrence(item: Item, _zone: ZoneInfo) -> None:
    for line in item.get("recurrence", []):
        name = line.partition(":")[0].partition(";")[0]
        if name not in ("RRULE", "EXRULE", "RDATE", "EXDATE"):
            raise invalid("Invalid recurrence rule.")
        if name == "RRULE":
            _check_rule(line)


def _check_rule(line: str) -> None:
    try:
        rrulestr(line, dtstart=datetime(2026, 1, 1))  # noqa: DTZ001 - only its grammar
    except ValueError as error:
        if "UNTIL" not in str(error):  # the zone of UNTIL is judged against the real start
            raise invalid("Invalid recurrence rule.") from error


def _check_properties(item: Item, _zone: ZoneInfo) -> None:
    halves = item.get("extendedProperties", {})
    pairs = [pair for half in halves.values() for pair in half.items()]
    size = sum(len(key.encode()) + len(value.encode()) for key, value in pairs)
    if len(pairs) > MOST_PROPERTIES or size > MOST_BYTES:
        raise invalid("Extended properties are too large.")


def _check_source(item: Item, _zone: ZoneInfo) -> None:
    url = item.get("source", {}).get("url", "https://")
    if not url.startswith(("http://", "https://")):
        raise invalid("Invalid source url.")


def _check_description(item: Item, _zone: ZoneInfo) -> None:
    if len(item.get("description", "")) > LONGEST_DESCRIPTION:
        raise invalid("The description is too long.")


def check_event_type(body: Item) -> None:
    if body.get("eventType") == "fromGmail":
        raise forbidden("eventTypeRestriction", "Events from Gmail can't be created.")


def _cut(item: Item) -> Item:
    """Keys that are too long vanish, values are truncated, and nobody is told (facts 1.9)."""
    if "extendedProperties" not in item:
        return item
    halves = {
        half: {
            key: value[:LONGEST_VALUE] for key, value in pairs.items() if len(key) <= LONGEST_KEY
        }
        for half, pairs in item["extendedProperties"].items()
    }
    return {**item, "extendedProperties": {half: kept for half, kept in halves.items() if kept}}


CHECKS: tuple[Callable[[Any, ZoneInfo], None], ...] = (
    _check_times,
    _check_choices,
    _check_reminders,
    _check_recurrence,
    _check_properties,
    _check_source,
    _check_description,
)
