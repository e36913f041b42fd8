"""An event as Google writes it, read and written. Nothing here reaches the network.

What is ours among them is known by a private property of ours, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta, tzinfo
from typing import Final

from connectors.contract import (
    Attendee,
    Content,
    Etag,
    Event,
    EventId,
    Organizer,
    Problem,
    Response,
    Span,
    Status,
    Update,
)
from connectors.google import description, times
from connectors.google.ids import NAME, event_id
from connectors.google.items import Item, number, part, parts, text, texts
from connectors.google.series import series_of
from connectors.google.times import Malformed

KEY, TAG = "afterword_key", "afterword_tag"
FIELDS: Final = (
    "id,etag,status,summary,description,location,start,end,endTimeUnspecified,recurrence,"
    "recurringEventId,originalStartTime,iCalUID,sequence,eventType,colorId,eventLabelId,"
    "hangoutLink,conferenceData/entryPoints(entryPointType,uri),"
    "organizer(email,displayName,self),"
    "attendees(email,displayName,responseStatus,optional,resource),"
    "reminders,extendedProperties/private"
)
"""All of an event that is read here; the rest is left where it is."""

MOST_REMINDERS, EARLIEST_REMINDER = 5, 40320
"""Of one event, and in minutes (facts: google-calendar 1.10)."""

_RESPONSES: Final[Mapping[str, Response]] = {
    "accepted": "accepted",
    "declined": "declined",
    "tentative": "tentative",
}
_STATUSES: Final[Mapping[str, Status]] = {"tentative": "tentative", "cancelled": "cancelled"}
_TAGS: Final = frozenset({"interview", "0"})
_LEFT_OUT: Final = "It was left out. Open it in your calendar and set its time again."
_MENDED: Final = "Look at it in your calendar, and correct it there if the follow-ups are wrong."
_NOTHING: Final[Mapping[str, str]] = {}


def event_of(
    item: Item,
    *,
    timezone: tzinfo,
    labels: Mapping[str, str] = _NOTHING,
    notes: list[str] | None = None,
) -> Event:
    """An event that stands in a calendar of this zone. Raises `Malformed`.

    What had to be mended is added to `notes`, as ends of sentences about it.

    `labels` are the names of the calendar's event labels by their ids, as far as we may know
    them. An entry of the calendar's own has no organizer: that is nobody else.
    """
    when = times.lasting(item, timezone)
    name = name_of(item)
    original = part(item, "originalStartTime")
    return Event(
        id=_id(item),
        etag=Etag(text(item, "etag")),
        content=_content(item, when.span, ours=name is not None),
        name=name,
        uid=text(item, "iCalUID"),
        recurrence_id=times.moment(original, timezone) if original else None,
        series=series_of(texts(item, "recurrence"), when.span, [] if notes is None else notes),
        status=_STATUSES.get(text(item, "status"), "confirmed"),
        organizer=_organizer(part(item, "organizer")),
        attendees=tuple(map(_attendee, parts(item, "attendees"))),
        location=text(item, "location"),
        url=_meeting(item),
        label=labels.get(text(item, "eventLabelId")),
        colour=text(item, "colorId") or None,
        event_type=text(item, "eventType") or "default",
        tag=_tag(item),
        sequence=number(item, "sequence"),
        end_given=when.end_given,
        zone_guessed=when.zone_guessed,
    )


def cancelled(item: Item) -> bool:
    """Whether it is gone. Nothing but its id is certain then (facts: google-calendar 1.2)."""
    return text(item, "status") == "cancelled"


def name_of(item: Item) -> str | None:
    """Our name, of an event that we made. Anybody may write there, so its form is looked at."""
    name = text(_private(item), KEY)
    return name if NAME.fullmatch(name) else None


def problem_of(item: Item, why: Malformed | str, *, left_out: bool = True) -> Problem:
    """An event that was set aside, or mended, told to the person."""
    return Problem(
        where=f"UID {text(item, 'iCalUID') or text(item, 'id')}"[:80],
        what=f"This event {why}.",
        next_step=_LEFT_OUT if left_out else _MENDED,
    )


def body_of(
    name: str, content: Content, *, source: Mapping[str, str] | None = None
) -> dict[str, object]:
    """A new event of ours: it keeps nobody busy, shows nobody what it says, invites nobody.

    `source` is a title and an address (http or https) that only we may change.
    """
    body: dict[str, object] = {
        "id": event_id(name),
        **_fields(content),
        "transparency": "transparent",
        "visibility": "private",
        "extendedProperties": {"private": {KEY: name}},
    }
    return {**body, "source": dict(source)} if source else body


def patch_of(update: Update) -> dict[str, object]:
    """Only what was touched; the rest, whatever it is, stays. A day may become a time."""
    fields = _fields(update.content)
    names = {"title": "summary", "notes": "description", "reminders": "reminders"}
    patch = {names[field]: fields[names[field]] for field in update.touched if field in names}
    if "when" not in update.touched:
        return patch
    unset = {"date": None, "dateTime": None, "timeZone": None}
    span = times.span_written(update.content.when)
    return {**patch, **{end: {**unset, **when} for end, when in span.items()}}


def _fields(content: Content) -> dict[str, object]:
    return {
        "summary": content.title,
        "description": description.written(content.notes),
        **times.span_written(content.when),
        "reminders": {"useDefault": False, "overrides": _overrides(content)},
    }


def _overrides(content: Content) -> list[dict[str, object]]:
    leads = [int(lead.total_seconds() // 60) for lead in content.reminders]
    possible = [lead for lead in leads if 0 <= lead <= EARLIEST_REMINDER]
    return [{"method": "popup", "minutes": lead} for lead in possible[:MOST_REMINDERS]]


def _content(item: Item, when: Span, *, ours: bool) -> Content:
    """Of ours the words that we wrote; of others what stands there, HTML included."""
    notes = text(item, "description")
    overrides = parts(part(item, "reminders"), "overrides")
    return Content(
        title=text(item, "summary"),
        when=when,
        notes=description.read(notes) if ours else notes,
        reminders=tuple(timedelta(minutes=number(one, "minutes")) for one in overrides),
    )


def _id(item: Item) -> EventId:
    found = text(item, "id")
    if not found:
        raise Malformed("has no id")
    return EventId(found)


def _private(item: Item) -> Item:
    return part(part(item, "extendedProperties"), "private")


def _tag(item: Item) -> str | None:
    tag = text(_private(item), TAG)
    return tag if tag in _TAGS else None


def _organizer(item: Item) -> Organizer | None:
    if not item or item.get("self") is True:
        return None
    return Organizer(email=text(item, "email").lower(), name=text(item, "displayName"))


def _attendee(item: Item) -> Attendee:
    return Attendee(
        email=text(item, "email").lower(),
        name=text(item, "displayName"),
        response=_RESPONSES.get(text(item, "responseStatus"), "needs-action"),
        user_type="resource" if item.get("resource") is True else "individual",
        optional=item.get("optional") is True,
    )


def _meeting(item: Item) -> str:
    """Where the call takes place, if it does."""
    entries = parts(part(item, "conferenceData"), "entryPoints")
    video = (text(one, "uri") for one in entries if text(one, "entryPointType") == "video")
    return text(item, "hangoutLink") or next(video, "")
