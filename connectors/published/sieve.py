"""Leaving out of a calendar the events that lie far outside the window, by a look at its bytes.

A published calendar holds years, and a reader has to find its way through all of them. What
comes out here is a smaller calendar of which `connectors.ics.read` says the same: an event is
left out only when nothing but an event stands from its first line to the next event's, when it
begins after the window or is over before it, and neither repeats nor shares its UID with an event
that stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from typing import Final

from connectors.contract import Span
from connectors.ics.refuse import MOST_EVENTS, too_many
from connectors.ics.screening import Window

_BEGIN: Final = b"\nBEGIN:VEVENT"

# Where an event begins, with its date if that comes first. A search for fixed letters is several
# times as fast as one without regard to case, so other spellings divide nothing: `_FACTS` finds
# them, and what holds them stays.
_EVENT: Final = re.compile(rb"\nBEGIN:VEVENT\r?(?=\n(?:DTSTART[^\n]*:(\d{8}))?)")
_WHOLE: Final = (b"\nEND:VEVENT\r", b"\nEND:VEVENT")
_LAST: Final = b"\nEND:VCALENDAR"
_START: Final = re.compile(rb"\n[Dd](?i:TSTART)[^\n]*:(\d{8})")
# An end, or what is counted in days, as `connectors.ics.screening` has it: no date then.
_LASTS: Final = re.compile(rb"\n[Dd](?i:TEND[^\n]*:(\d{8})|URATION[^\n]*:\+?P(?!T))")

# The UID up to a space or a fold; empty for whatever else there may be a reason to stay: a
# repetition, a UID spelt in another way, a component that is no alarm, or more after the end.
_FACTS: Final = re.compile(
    rb"\n(?:UID[^\n:]*:(\S*)"
    rb"|[RrBbEeUu](?i:RULE|DATE|ID|EGIN:V(?!ALARM)|ND:V(?!ALARM|EVENT\r?\Z)))"
)
_UID: Final = re.compile(rb"\n[Uu](?i:ID)[^\n:]*:(\S*)")

Cut = tuple[bytes, int, int]
"""The UID of an event, and where it begins and ends. No class: there are tens of thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieved:
    """What can matter of a calendar, and how many events all of it has."""

    body: bytes = field(repr=False)
    size: int


def sieve(body: bytes, window: Span | None) -> Sieved:
    """The calendar without what lies outside the window. Raises `NotACalendar`: too many events."""
    cuts = [] if window is None else _outside(body, Window(window))
    left = _without(body, cuts)
    size = len(cuts) + left.upper().count(_BEGIN)
    if size > MOST_EVENTS:
        raise too_many(size)
    # In upper case and cut at a space, so two UIDs may look like one: that keeps an event.
    stay = {uid.upper() for uid in _UID.findall(left)}
    apart = [cut for cut in cuts if cut[0].upper() not in stay]
    return Sieved(body=left if len(apart) == len(cuts) else _without(body, apart), size=size)


def _outside(body: bytes, dates: Window) -> list[Cut]:
    """The events that can be left out, if no other has their UID."""
    first, last = dates.first, dates.last
    opening = _opening(body)
    cuts: list[Cut] = []
    # One by one, for a list of all would keep the garbage collector busy. Where they are more
    # than is agreed the rest is left alone, and `sieve` counts it.
    begins = chain(islice(_EVENT.finditer(body), MOST_EVENTS + 1), (None,))
    for event, following in pairwise(begins):
        if event is None:
            break
        inside, end = event.end(), following.start() if following else body.rfind(_LAST)
        start = event[1] or _date(body, inside, end) or first
        if start > last or (start < first and not _goes_on(body, inside, end, first)):
            uids = _FACTS.findall(body, inside, end)
            begin = event.start()
            # What comes after the last event counts, so what stays must not become the last
            # of them with more behind its end.
            apart = begin == opening or body.endswith(_WHOLE, 0, begin)
            if apart and uids and b"" not in uids:
                cuts.append((uids[0], begin, end))
    return cuts


def _opening(body: bytes) -> int:
    """Where the first event begins; -1 if one before it is written in another way."""
    at = body.find(_BEGIN)
    return -1 if _BEGIN in b"\n%b" % body[: max(at, 0)].upper() else at


def _date(body: bytes, inside: int, end: int) -> bytes | None:
    start = _START.search(body, inside, end)
    return start[1] if start else None


def _goes_on(body: bytes, inside: int, end: int, first: bytes) -> bool:
    """Whether an event from before the window may last until it."""
    ends: list[bytes] = _LASTS.findall(body, inside, end)
    return any(not date or date >= first for date in ends)


def _without(body: bytes, cuts: Sequence[Cut]) -> bytes:
    left, at = [], 0
    for _, begin, end in cuts:
        if begin > at:
            left.append(body[at:begin])
        at = end
    return b"".join([*left, body[at:]]) if cuts else body
