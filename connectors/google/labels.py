"""What the event labels of a calendar are called: an event tells the id of its label only.

A label that gets another name changes no event, so nothing tells of that (facts: google-calendar
1.10): it is seen when the event itself is told again, or the whole calendar is.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.contract import CalendarId, Rejected
from connectors.google.api import Api
from connectors.google.errors import ScopeMissing
from connectors.google.items import part, parts, text

_FIELDS = "labelProperties/eventLabels(id,name)"


def label_names(api: Api, calendar: CalendarId) -> Mapping[str, str]:
    """By their ids; none where no scope lets us see them.

    Raises `Transient`, for an interview that is told by its label alone must not be lost over
    one bad answer; `AccessLost`.
    """
    request = api.resources.calendars.get(calendarId=calendar, fields=_FIELDS)
    try:
        answer = api.call(request, "read")
    except (ScopeMissing, Rejected):
        return {}
    found = parts(part(answer, "labelProperties"), "eventLabels")
    return {text(one, "id"): text(one, "name") for one in found if text(one, "name")}
