"""Where the events of a calendar file begin and end, found in its bytes.

A calendar of 12 MB is looked at with a few passes of C code, so that only the events that
can matter are ever parsed (facts: icalendar 0.11, 3.2). Everything here works on offsets
into one copy of the body in upper case: RFC 5545 3.1 compares names without case.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from hashlib import blake2b
from itertools import pairwise
from typing import Final, NamedTuple

from connectors.ics.refuse import (
    MOST_EVENTS,
    cut_short,
    refuse_what_is_no_calendar,
    too_many,
)

# What follows END:VCALENDAR on its line is a slip of the writer: nothing is cut off there.
_CALENDAR_EDGE: Final = re.compile(rb"\n(?:(BEGIN):VCALENDAR[ \t\r]*(?=\n)|(END):VCALENDAR)")
_EVENT: Final = (
    re.compile(rb"\nBEGIN:VEVENT[ \t\r]*(?=\n)"),
    re.compile(rb"\nEND:VEVENT[ \t\r]*(?=\n)"),
)
_ZONE: Final = (
    re.compile(rb"\nBEGIN:VTIMEZONE[ \t\r]*(?=\n)"),
    re.compile(rb"\nEND:VTIMEZONE[ \t\r]*(?=\n)"),
)
_VOLATILE: Final = re.compile(
    rb"^(?:DTSTAMP|LAST-MODIFIED|CREATED|SEQUENCE)[;:].*\n?", re.IGNORECASE | re.MULTILINE
)


class Extent(NamedTuple):
    """A stretch of the file, from the line break before its first line to after its last.

    A tuple and not a dataclass, because there are tens of thousands of them. `whole` is
    false for an event whose END line never came.
    """

    start: int
    end: int
    whole: bool = True


class Scan:
    """One file, prepared for looking things up in it.

    `upper` is the body in upper case with a line break before it, so that every line begins
    after one; an offset in it is one more than the same place in the body.
    """

    def __init__(self, body: bytes) -> None:
        """Prepare a body. Raises `NotACalendar` when it is none, or not a whole one."""
        refuse_what_is_no_calendar(body)
        body = body.removeprefix(BOM_UTF8)
        self.body = body if b"\n" in body else body.replace(b"\r", b"\n")
        self.upper = b"\n%b\n" % self.body.upper()
        self.calendars = _calendars(self.upper)

    def events(self, calendar: Extent) -> list[Extent]:
        """The VEVENTs of one calendar, in the order of the file. Raises `NotACalendar`."""
        events = self._components(_EVENT, calendar)
        if len(events) > MOST_EVENTS:
            raise too_many(len(events))
        return events

    def timezones(self, calendar: Extent) -> list[Extent]:
        """The VTIMEZONEs of one calendar; they may stand anywhere in it, even at the end."""
        return self._components(_ZONE, calendar)

    def _components(
        self, edges: tuple[re.Pattern[bytes], re.Pattern[bytes]], calendar: Extent
    ) -> list[Extent]:
        begin, end = edges
        begins = [m.start() for m in begin.finditer(self.upper, calendar.start, calendar.end)]
        ends = [m.end() for m in end.finditer(self.upper, calendar.start, calendar.end)]
        return _paired(begins, ends, calendar.end)

    def text(self, extent: Extent) -> bytes:
        """The bytes of a stretch as they stand in the file."""
        return self.body[extent.start : extent.end - 1]

    def line(self, extent: Extent) -> int:
        """The line of the file a stretch begins on, counted from 1."""
        return self.body.count(b"\n", 0, extent.start) + 1


def _calendars(upper: bytes) -> list[Extent]:
    edges = [(m[1] or m[2], m.start()) for m in _CALENDAR_EDGE.finditer(upper)]
    begins = [at for edge, at in edges if edge == b"BEGIN"]
    if not edges:
        return [Extent(0, len(upper))]  # a lone event; `refuse` has let it through
    if edges[-1][0] == b"BEGIN" or 2 * len(begins) > len(edges):
        raise cut_short()
    return [Extent(*pair) for pair in pairwise([*begins, len(upper)])]


def _paired(begins: list[int], ends: list[int], last: int) -> list[Extent]:
    """Give each beginning the first end before the next beginning, or none."""
    events: list[Extent] = []
    rest = iter([*ends, last + 1])
    end = next(rest)
    for begin, following in pairwise([*begins, last]):
        while end <= begin:
            end = next(rest)
        whole = end <= following
        events.append(Extent(begin, end if whole else following, whole))
    return events


def unfold(block: bytes) -> bytes:
    """Content lines with LF between them and no folds (RFC 5545 3.1).

    A CR left over, from a writer that ends its lines with CR CR LF, means nothing.
    """
    return block.replace(b"\r", b"").replace(b"\n ", b"").replace(b"\n\t", b"")


def digest(block: bytes) -> bytes:
    """What an event says, in 16 bytes: two reads of it that mean the same are equal.

    Without DTSTAMP, LAST-MODIFIED, CREATED and SEQUENCE, which published calendars set anew
    at every download (facts: icalendar 0.7), and without regard to folds and line ends.
    """
    return blake2b(_VOLATILE.sub(b"", unfold(block)).rstrip(), digest_size=16).digest()
