"""`calendarList`, `calendars`, `colors` and `settings`: what is around the events."""

from __future__ import annotations

from typing import Any
from uuid import uuid4
from zoneinfo import available_timezones

from tests.google_fake.access import calendar_of
from tests.google_fake.call import Answer, Call
from tests.google_fake.refused import forbidden, invalid, not_found, required
from tests.google_fake.world import Account, Calendar, Item, World

EVENT_COLOURS = {
    "1": "#a4bdfc",
    "2": "#7ae7bf",
    "3": "#dbadff",
    "4": "#ff887c",
    "5": "#fbd75b",
    "6": "#ffb878",
    "7": "#46d6db",
    "8": "#e1e1e1",
    "9": "#5484ed",
    "10": "#51b749",
    "11": "#dc2127",
}
MOST_LABELS, LONGEST_LABEL = 200, 50
CHANGEABLE = {"summary": "summary", "description": "description", "timeZone": "timezone"}


def list_calendars(world: World, call: Call) -> Answer:
    """Those the person has hidden only when asked for."""
    items = [
        _entry(calendar, call.account)
        for calendar in world.calendars.values()
        if call.account.email in calendar.roles
        and (call.flag("showHidden") or call.account.email not in calendar.hidden_by)
    ]
    return Answer(body={"kind": "calendar#calendarList", "etag": '"p1"', "items": items})


def get_entry(world: World, call: Call) -> Answer:
    return Answer(body=_entry(calendar_of(world, call), call.account))


def get_calendar(world: World, call: Call) -> Answer:
    return Answer(body=_calendar(calendar_of(world, call)))


def insert_calendar(world: World, call: Call) -> Answer:
    """No id can be chosen: a lost answer leaves an orphan (facts 4.1)."""
    if not call.body.get("summary"):
        raise required("Missing summary.")
    zone = _zone(call.body.get("timeZone", "UTC"))
    calendar = world.add_calendar(call.account.email, summary=call.body["summary"], timezone=zone)
    calendar.description = call.body.get("description", "")
    calendar.client = call.client
    return Answer(body=_calendar(calendar))


def patch_calendar(world: World, call: Call) -> Answer:
    calendar = _owned(world, call)
    for name, attribute in CHANGEABLE.items():
        setattr(calendar, attribute, call.body.get(name, getattr(calendar, attribute)))
    _zone(calendar.timezone)
    labels = call.body.get("labelProperties", {}).get("eventLabels", calendar.labels)
    if len(labels) > MOST_LABELS or any(
        len(each.get("name", "")) > LONGEST_LABEL for each in labels
    ):
        raise invalid("Too many labels, or too long ones.")
    calendar.labels = [{"id": str(uuid4()), **each} for each in labels]
    calendar.etag = world.new_etag()
    return Answer(body=_calendar(calendar))


def delete_calendar(world: World, call: Call) -> Answer:
    calendar = _owned(world, call)
    if calendar.primary:
        raise forbidden("cannotDeletePrimaryCalendar", "The primary calendar can't be deleted.")
    del world.calendars[calendar.id]
    return Answer(status=204)


def get_colors(world: World, _call: Call) -> Answer:
    event = {
        number: {"background": colour, "foreground": "#1d1d1d"}
        for number, colour in EVENT_COLOURS.items()
    }
    calendar = {"14": {"background": "#9fe1e7", "foreground": "#000000"}}
    body = {"kind": "calendar#colors", "updated": "2012-02-14T00:00:00.000Z"}
    return Answer(body={**body, "calendar": calendar, "event": event})


def list_settings(_world: World, call: Call) -> Answer:
    items = [_setting(call.account, name) for name in _values(call.account)]
    return Answer(body={"kind": "calendar#settings", "etag": '"p1"', "items": items})


def get_setting(_world: World, call: Call) -> Answer:
    if call.path["setting"] not in _values(call.account):
        raise not_found()
    return Answer(body=_setting(call.account, call.path["setting"]))


def _owned(world: World, call: Call) -> Calendar:
    calendar = calendar_of(world, call)
    if calendar.roles[call.account.email] != "owner":
        raise forbidden("requiredAccessLevel", "You need to have owner access to this calendar.")
    return calendar


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise invalid("Invalid time zone.")
    return name


def _values(account: Account) -> dict[str, str]:
    return {"timezone": account.timezone, "locale": "en", "weekStart": "0"}


def _setting(account: Account, name: str) -> Item:
    value = _values(account)[name]
    return {"kind": "calendar#setting", "etag": '"1"', "id": name, "value": value}


def _calendar(calendar: Calendar) -> Item:
    labels = {"labelProperties": {"eventLabels": calendar.labels}} if calendar.labels else {}
    return {
        "kind": "calendar#calendar",
        "etag": calendar.etag,
        "id": calendar.id,
        "summary": calendar.summary,
        **_described(calendar),
        "timeZone": calendar.timezone,
        "dataOwner": calendar.owner,
        **labels,
    }


def _entry(calendar: Calendar, account: Account) -> Item:
    primary: dict[str, Any] = {"primary": True} if calendar.id == account.email else {}
    hidden: dict[str, Any] = {"hidden": True} if account.email in calendar.hidden_by else {}
    return {
        "kind": "calendar#calendarListEntry",
        "etag": calendar.etag,
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.timezone,
        "colorId": calendar.colour,
        "backgroundColor": "#9fe1e7",
        "foregroundColor": "#000000",
        "selected": account.email not in calendar.hidden_by,
        "accessRole": calendar.roles[account.email],
        "defaultReminders": [{"method": "popup", "minutes": 10}] if primary else [],
        **_described(calendar),
        **primary,
        **hidden,
    }


def _described(calendar: Calendar) -> Item:
    return {"description": calendar.description} if calendar.description else {}
