"""What is not a calendar at all, said in one sentence each, with the way out of it."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

from connectors.contract import Problem

MOST_EVENTS: Final = 50_000
"""More than anybody lives through; a bound on the work one file can ask for (issue 2)."""

EXPORT_AGAIN: Final = "Export the calendar again as iCalendar (.ics) and try once more."
UNPACK: Final = "Unpack it and give the .ics file that is inside."
OPEN_ADDRESS: Final = (
    "The address probably asks for a login: use the calendar's secret or public iCal address, "
    "the one that ends in .ics."
)


class NotACalendar(Exception):
    """The bytes are no calendar, or not a whole one. Nothing may be concluded from them.

    `problem` is what to tell the person. It never repeats a word of the body, which may be
    anybody's page (facts: icalendar 0.2, case 23).
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


_OPENINGS: Final[tuple[tuple[re.Pattern[bytes], str, str], ...]] = (
    (re.compile(rb"\s*\Z"), "The file is empty.", EXPORT_AGAIN),
    (re.compile(rb"\x1f\x8b"), "This is a gzip archive, not a calendar.", UNPACK),
    (re.compile(rb"PK[\x03\x05]"), "This is a zip archive, not a calendar.", UNPACK),
    (re.compile(rb"7z\xbc\xaf|Rar!|BZh|\xfd7zXZ"), "This is an archive, not a calendar.", UNPACK),
    (
        re.compile(rb"(?:%b|%b)|.\x00.\x00|\x00.\x00." % (BOM_UTF16_LE, BOM_UTF16_BE), re.DOTALL),
        "This file is in UTF-16; calendars are in UTF-8.",
        'Open it in a text editor and save it with the encoding "UTF-8".',
    ),
    (re.compile(rb"%PDF"), "This is a PDF, not a calendar.", EXPORT_AGAIN),
    (
        re.compile(
            rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)",
            re.IGNORECASE | re.DOTALL,
        ),
        "This is a web page, not a calendar.",
        OPEN_ADDRESS,
    ),
    (re.compile(rb"\s*<"), "This is an XML or HTML document, not a calendar.", OPEN_ADDRESS),
    (re.compile(rb"\s*[\[{]"), "This is JSON, not an iCalendar file.", EXPORT_AGAIN),
    (
        re.compile(rb"\s*BEGIN:VCARD", re.IGNORECASE),
        "This file holds contacts (vCard), not a calendar.",
        EXPORT_AGAIN,
    ),
)

_CALENDAR: Final = re.compile(rb"(?:\A|[\r\n])BEGIN:VCALENDAR[ \t]*(?=[\r\n]|\Z)", re.IGNORECASE)
_BARE_EVENT: Final = re.compile(rb"\s*BEGIN:VEVENT[ \t]*[\r\n]", re.IGNORECASE)


def refuse_what_is_no_calendar(body: bytes) -> None:
    """Raise `NotACalendar` unless the bytes open like iCalendar.

    Content types lie, so only the bytes are asked (facts: icalendar 2.2). A lone VEVENT
    without a calendar around it is let through: mail clients save invitations that way.
    """
    head = body[:4096].removeprefix(BOM_UTF8)
    for opening, what, next_step in _OPENINGS:
        if opening.match(head):
            raise NotACalendar(problem(what, next_step))
    if not (_CALENDAR.search(body.removeprefix(BOM_UTF8)) or _BARE_EVENT.match(head)):
        what = "This is not a calendar: there is no line BEGIN:VCALENDAR in it."
        raise NotACalendar(problem(what, EXPORT_AGAIN))


def cut_short() -> NotACalendar:
    """A truncated read, which must never look like a calendar with fewer events."""
    what = "The calendar is cut off: its last line, END:VCALENDAR, is missing."
    return NotACalendar(problem(what, "Download or export it again, until the end."))


def too_many(events: int) -> NotACalendar:
    """More events than we agree to look at."""
    what = f"The calendar has {events:,} events; at most {MOST_EVENTS:,} are read."
    return NotACalendar(problem(what, "Export a shorter range of dates."))


def problem(what: str, next_step: str) -> Problem:
    """A problem with the calendar as a whole."""
    return Problem(where="the calendar", what=what, next_step=next_step)
