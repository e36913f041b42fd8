"""Which events of a large calendar can matter, told from their bytes alone.

Cheap questions first: is it anywhere near the window, then does it mention anything that
interviews mention. Whoever shares a UID with an event that passes is taken along, because
the instances, overrides and revisions of one series only make sense together.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from connectors.contract import Moment, Span
from connectors.ics.lines import decode
from connectors.ics.scan import Extent, Scan, unfold

MARGIN: Final = timedelta(days=2)
"""Beyond any difference between two zones, so that no date needs to be located."""

_START: Final = re.compile(rb"\nDTSTART[^\n]*:(\d{8})")
_END: Final = re.compile(rb"\nDTEND[^\n]*:(\d{8})")
_DAYS: Final = re.compile(rb"\nDURATION[^\n]*:\+?P(?!T)")
_UNTIL: Final = re.compile(rb"\nRRULE[^\n]*UNTIL=(\d{8})")
_UID: Final = re.compile(rb"\nUID[^\n:]*:([^\n\r]*)")
_TAG: Final = re.compile(r"<[^>]*>")

# Properties nobody recognises an interview by. They are most of the distinct lines.
_SILENT: Final = (
    b"DT", b"CREATED", b"LAST-MODIFIED", b"SEQUENCE", b"STATUS", b"TRANSP", b"CLASS",
    b"PRIORITY", b"RRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID", b"DURATION", b"BEGIN", b"END",
    b"TRIGGER", b"ACTION", b"ATTACH", b"GEO", b"REQUEST-STATUS",
)  # fmt: skip


class Window:
    """A span as two dates in the form of RFC 5545, which compare as bytes."""

    def __init__(self, span: Span) -> None:
        """Widen the span by the margin."""
        self.first = _digits(span.start, -MARGIN)
        self.last = _digits(span.end, MARGIN)

    def may_hold(self, upper: bytes, event: Extent) -> bool:
        """Whether anything of the event may lie inside; True where its start can't be told."""
        start = _START.search(upper, event.start, event.end)
        if start is None or self.first <= start[1] <= self.last:
            return True
        if upper.find(b"\nRDATE", event.start, event.end) >= 0:
            return True
        return start[1] < self.first and self._goes_on(upper, event)

    def _goes_on(self, upper: bytes, event: Extent) -> bool:
        """Whether an event from before the window may last or repeat until it."""
        end = _END.search(upper, event.start, event.end)
        if end is not None and end[1] >= self.first:
            return True
        if end is None and _DAYS.search(upper, event.start, event.end):
            return True
        rules = upper.count(b"\nRRULE", event.start, event.end)
        until = _UNTIL.search(upper, event.start, event.end) if rules == 1 else None
        return rules > 0 and (until is None or until[1] >= self.first)


class Mentions(dict[bytes, bool]):
    """Whether a line mentions what the screen looks for, remembered for every distinct line.

    Calendars repeat themselves: the same titles, rooms, people and agendas all year. So most
    lines are looked up and few are searched.
    """

    def __init__(self, screen: re.Pattern[str]) -> None:
        """`screen` is searched in casefolded text."""
        super().__init__()
        self._screen = screen

    def __missing__(self, line: bytes) -> bool:
        if line.startswith(b"UID"):
            # Unlike all of it, the host of a UID is shared; it may be a hiring service's.
            found = self[b"\0" + line.rpartition(b"@")[2]]
        else:
            found = not line.startswith(_SILENT) and self._found(line)
        self[line] = found
        return found

    def anywhere(self, block: bytes) -> bool:
        """Whether any line of an unfolded event does."""
        return any(map(self.__getitem__, block.split(b"\n")))

    def _found(self, line: bytes) -> bool:
        text = searchable(decode(line))
        if self._screen.search(text):
            return True
        # "phone <b>screen</b>" and "phone&nbsp;screen" are one phrase to a reader.
        bare = _TAG.sub("", text).replace("&nbsp;", " ") if "<" in text or "&" in text else text
        return bare != text and bool(self._screen.search(" ".join(bare.split())))


def searchable(line: str) -> str:
    """A content line as recognition sees it: unescaped, NFKC, casefolded, single-spaced."""
    text = line if line.isascii() else unicodedata.normalize("NFKC", line)
    text = text.casefold()
    if "\\" in text:
        text = text.replace("\\n", " ").replace("\\", "")
    return " ".join(text.split())


def worth_reading(
    scan: Scan, events: list[Extent], *, screen: re.Pattern[str] | None, window: Span | None
) -> list[Extent]:
    """The events that can matter and all that share a UID with one, in the file's order."""
    near = events
    if window is not None:
        dates = Window(window)
        near = [event for event in events if dates.may_hold(scan.upper, event)]
    if screen is not None:
        mentions = Mentions(screen)
        near = [e for e in near if mentions.anywhere(unfold(scan.upper[e.start : e.end]))]
    return _with_kin(scan.upper, events, near) if len(near) < len(events) else events


def _with_kin(upper: bytes, events: list[Extent], chosen: list[Extent]) -> list[Extent]:
    kin = {uid for event in chosen if (uid := _uid(upper, event))}
    kept = set(chosen)
    return [event for event in events if event in kept or (kin and _uid(upper, event) in kin)]


def _uid(upper: bytes, event: Extent) -> bytes:
    # Upper case and cut at a fold, so two UIDs may look like one: that costs a parse.
    match = _UID.search(upper, event.start, event.end)
    return match[1].rstrip() if match else b""


def _digits(moment: Moment, margin: timedelta) -> bytes:
    day = moment.date() if isinstance(moment, datetime) else moment
    try:
        return f"{day + margin:%Y%m%d}".encode()
    except OverflowError:
        return b"00000000" if margin < timedelta(0) else b"99999999"
