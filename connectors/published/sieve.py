"""Leaving out of a calendar the events that lie far outside the window, by a look at its bytes.

A published calendar holds years, and a reader has to find its way through all of them. What
comes out here is a smaller calendar of which `connectors.ics.read` says the same: an event is
left out only when it stands alone and whole, begins outside the window, and neither repeats
nor shares its UID with an event that stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from connectors.contract import Span
from connectors.ics.refuse import MOST_EVENTS, too_many
from connectors.ics.screening import Window
from connectors.published.digests import PIECE

_BEGIN: Final = b"\nBEGIN:VEVENT"
_START: Final = re.compile(rb"\nDTSTART[^\n]*:(\d{8})")
_REPEATS: Final = re.compile(rb"\nR(?:RULE|DATE)")
_WHOLE: Final = (b"\nEND:VEVENT\r", b"\nEND:VEVENT")
_BREAK: Final = (b"\r", b"\n")

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieved:
    """What can matter of a calendar, and how many events all of it has."""

    body: bytes = field(repr=False)
    size: int


def sieve(body: bytes, window: Span | None) -> Sieved:
    """The calendar without what lies outside the window. Raises `NotACalendar`: too many events."""
    if window is None:
        return Sieved(body=body, size=body.upper().count(_BEGIN))
    kept = _Kept(Window(window))
    for at, block in _blocks(body):
        kept.take(at, block)
    return Sieved(body=kept.out_of(body), size=kept.size)


class _Kept:
    """The stretches of a calendar that stay, collected block by block."""

    def __init__(self, dates: Window) -> None:
        self.size = 0
        self._first, self._last = dates.first, dates.last
        self._stretches: list[Stretch] = []
        self._uids: set[bytes] = set()
        self._dropped: list[tuple[bytes, Stretch]] = []

    def take(self, at: int, block: bytes) -> None:
        """Go through a stretch of the calendar, in upper case, that begins at `at`."""
        first, *events = block.split(_BEGIN)
        self._stretches.append((at, at + len(first)))
        at += len(first)
        for event in events:
            end = at + len(_BEGIN) + len(event)
            if not event.startswith(_BREAK):
                self._keep_what_ended(at)
            if _lies_outside(event, self._first, self._last):
                self._dropped.append((_uid(event), (at, end)))
            else:
                self._uids.add(_uid(event))
                self._stretches.append((at, end))
            at = end
        self.size += len(events)
        if self.size > MOST_EVENTS:
            raise too_many(self.size)

    def _keep_what_ended(self, at: int) -> None:
        """It did not end here: what follows only looked like the beginning of an event."""
        if self._dropped and self._dropped[-1][1][1] == at:
            uid, stretch = self._dropped.pop()
            self._uids.add(uid)
            self._stretches.append(stretch)

    def out_of(self, body: bytes) -> bytes:
        """What stays, with all that shares a UID with it, in the calendar's own order."""
        kin = [stretch for uid, stretch in self._dropped if uid and uid in self._uids]
        if len(kin) == len(self._dropped):
            return body
        stretches = sorted(self._stretches + kin)
        return b"".join([body[start:end] for start, end in stretches])


def _lies_outside(event: bytes, first: bytes, last: bytes) -> bool:
    start = _START.search(event)
    if start is None or first <= start[1] <= last or _REPEATS.search(event):
        return False
    # Where the event is not all of it, the rest may be of use to the calendar.
    return event.endswith(_WHOLE) and event.startswith(_BREAK)


def _uid(event: bytes) -> bytes:
    # In upper case and cut at a fold, so two UIDs may look like one: that keeps an event.
    at = event.find(b"\nUID")
    return event[at : event.find(b"\n", at + 1)].partition(b":")[2].strip() if at >= 0 else b""


def _blocks(body: bytes) -> Iterator[tuple[int, bytes]]:
    """The body in upper case, in blocks that each but the first begin with an event."""
    at = 0
    while at < len(body):
        size = PIECE
        block = body[at : at + size].upper()
        while at + size < len(body) and (cut := block.rfind(_BEGIN)) < 1:
            size *= 2
            block = body[at : at + size].upper()
        if at + size < len(body):
            block = block[:cut]
        yield at, block
        at += len(block)
