"""A calendar of our own among a person's: made once, found again, and taken away.

Google lets nobody choose the id of a calendar, and its client may send the wish twice (facts:
google-calendar 0.1, 4.1). So ours carries a mark in its description: before one is made, the
list is looked through for it, and after that once more. The person may rename or hide it.
"""

from __future__ import annotations

from typing import Final

from connectors.contract import CalendarId, CursorExpired, PreconditionFailed, Transient
from connectors.google.api import Api
from connectors.google.errors import NotFound
from connectors.google.items import parts, text
from connectors.google.paging import pages

TITLE: Final = "Interview follow-ups"
_WHAT_FOR: Final = "Afterword puts your interview follow-ups here. Rename or hide it as you like."


def found(api: Api, *, mark: str, timezone: str) -> CalendarId:
    """The calendar with our mark, which is made if there is none.

    Of several, which a lost answer leaves behind, the same one is chosen by whoever asks, and
    the others go as far as they are empty. Raises `Transient`, `AccessLost`, `Rejected`.
    """
    there = _marked(api, mark)
    if not there:
        there = {_made(api, mark, timezone)}
        there |= _marked(api, mark)
    chosen, *doubles = sorted(there)
    for double in doubles:
        remove(api, double, if_empty=True)
    return chosen


def remove(api: Api, calendar: CalendarId, *, if_empty: bool) -> bool:
    """Delete it with all that is in it; `if_empty`: only when nothing is. Whether it is gone.

    Raises `Transient`, `AccessLost`, and `Rejected` for one that we did not make.
    """
    try:
        if if_empty and _holds_anything(api, calendar):
            return False
        api.carry(api.resources.calendars.delete(calendarId=calendar))
    except (NotFound, PreconditionFailed, CursorExpired):  # each says that it is gone already
        return True
    return True


def _marked(api: Api, mark: str) -> set[CalendarId]:
    """Ours in the person's list, hidden ones as well."""
    wanted = "nextPageToken,items(id,description)"
    query = {"showHidden": True, "maxResults": 250, "fields": wanted}
    listed = pages(api, query, of=api.resources.calendar_list)
    every = (one for page in listed for one in parts(page, "items"))
    return {CalendarId(text(one, "id")) for one in every if _sign(mark) in text(one, "description")}


def _made(api: Api, mark: str, timezone: str) -> CalendarId:
    body = {
        "summary": TITLE,
        "description": f"{_WHAT_FOR} {_sign(mark)}",
        "timeZone": timezone,
    }
    answer = api.call(api.resources.calendars.insert(body=body, fields="id"), "write")
    if not text(answer, "id"):
        raise Transient("Google did not say what it has made")
    return CalendarId(text(answer, "id"))


def _holds_anything(api: Api, calendar: CalendarId) -> bool:
    query = {"calendarId": calendar, "maxResults": 1, "fields": "nextPageToken,items(id)"}
    return any(parts(page, "items") for page in pages(api, query))


def _sign(mark: str) -> str:
    return f"[afterword {mark}]"
