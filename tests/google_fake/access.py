"""Who may do what: scopes of the token, roles on the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from tests.google_fake.call import Call
from tests.google_fake.refused import Refused, forbidden, not_found
from tests.google_fake.world import Calendar, World

AUTH = "https://www.googleapis.com/auth/"
OWNED = frozenset({AUTH + "calendar.events.owned", AUTH + "calendar.events.owned.readonly"})
CREATED = AUTH + "calendar.app.created"
WRITERS = frozenset({"owner", "writer", "writerWithoutPrivateAccess"})
READERS = WRITERS | {"reader"}
SCOPE_DETAILS: Mapping[str, object] = {
    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    "domain": "googleapis.com",
    "metadata": {"service": "calendar-json.googleapis.com"},
}


def check_scopes(call: Call) -> None:
    """403 when no scope of the token is among those the discovery document asks for."""
    if not call.scopes & call.method.scopes:
        raise Refused(
            403,
            "insufficientPermissions",
            "Request had insufficient authentication scopes.",
            headers={"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
            details=(SCOPE_DETAILS,),
        )


def calendar_of(world: World, call: Call, key: str = "calendarId") -> Calendar:
    """The calendar that is meant, if this person has any part in it; else 404."""
    name = unquote(call.path.get(key) or call.text(key))
    if name == "primary":
        if not call.account.has_calendar:
            raise forbidden("notACalendarUser", "The user must be signed up for Google Calendar.")
        name = call.account.email
    calendar = world.calendars.get(name)
    if calendar is None or call.account.email not in calendar.roles:
        raise not_found()
    _check_narrow_scopes(call, calendar)
    return calendar


def readable(world: World, call: Call) -> Calendar:
    calendar = calendar_of(world, call)
    if calendar.roles[call.account.email] not in READERS:
        raise forbidden()
    return calendar


def writable(world: World, call: Call, key: str = "calendarId") -> Calendar:
    calendar = calendar_of(world, call, key)
    if calendar.roles[call.account.email] not in WRITERS:
        raise forbidden("requiredAccessLevel", "You need to have writer access to this calendar.")
    return calendar


def _check_narrow_scopes(call: Call, calendar: Calendar) -> None:
    """`events.owned` reaches calendars the person owns, `app.created` those the app made."""
    usable = call.scopes & call.method.scopes
    wide = usable - OWNED - {CREATED}
    owned = usable & OWNED and calendar.roles[call.account.email] == "owner"
    created = CREATED in usable and calendar.client == call.client
    if not (wide or owned or created):
        raise forbidden()
