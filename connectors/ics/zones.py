"""Which zone a time is in, in one fixed order, and whether that was a guess.

    IANA name -> Windows name -> ".../Area/City" -> Windows label -> IANA name in another case
    -> the file's own VTIMEZONE -> "UTC+01:00" -> X-WR-TIMEZONE, a guess
    -> the person's zone, a guess

Windows names come before the file's VTIMEZONE, because files define those wrongly more often
than Microsoft renames them (facts: icalendar 2.2). Nothing is shared between files: two of
them may mean different zones by "Customized Time Zone" (facts: icalendar 0.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from connectors.contract import Moment
from connectors.ics.feedzone import FeedZone
from connectors.ics.lines import TimeLine
from connectors.ics.times import moment
from connectors.quirks import windows_display_names

_IANA_NAME: Final = re.compile(r"[A-Za-z0-9+_-]{1,32}(?:/[A-Za-z0-9+_-]{1,32}){0,2}")
_UTC_NAMES: Final = frozenset(
    {
        *("utc", "z", "gmt", "uct", "zulu", "universal", "coordinated universal time"),
        *("etc/utc", "etc/gmt", "etc/uct", "etc/zulu", "etc/universal"),
    }
)
_OFFSET: Final = re.compile(r"(?:UTC|GMT)?([+-])(\d\d?)(?::?(\d\d))?", re.IGNORECASE)
# Names of files in a zone database that are not zones but the machine's setting, a default
# for nobody, or a second database that counts leap seconds.
_NOT_ZONES: Final = re.compile(
    r"(?:localtime|posixrules|factory)\Z|(?:posix|right)/", re.IGNORECASE
)


class Zone(NamedTuple):
    """A zone, and whether it was guessed."""

    rules: tzinfo
    guessed: bool = False


class Located(NamedTuple):
    """A day or an aware time, and whether its zone was guessed."""

    at: Moment
    guessed: bool = False


class Zones:
    """The zones of one calendar.

    `declared` gives the calendar's own VTIMEZONEs by TZID; it is called at most once, and
    only when nothing else knows a name. `default` is X-WR-TIMEZONE where it is valid.
    """

    def __init__(
        self,
        *,
        home: ZoneInfo,
        default: tzinfo | None = None,
        declared: Callable[[], dict[str, FeedZone]] = dict,
    ) -> None:
        """Nothing is looked up before it is asked for."""
        self.floating = Zone(default or home, guessed=True)
        self.unknown: dict[str, None] = {}
        self._declare = declared
        self._declared: dict[str, FeedZone] | None = None
        self._found: dict[str, Zone] = {}

    def find(self, tzid: str) -> Zone:
        """The zone of a TZID parameter; "" is a floating time. Guesses are kept in `unknown`."""
        if not tzid:
            return self.floating
        if tzid not in self._found:
            self._found[tzid] = self._look_up(tzid)
        return self._found[tzid]

    def locate(self, line: TimeLine, *, near: tzinfo | None = None) -> Located:
        """The first time of a line, aware. Raises `times.Unreadable`.

        `near` is the zone of a floating time that stands beside one with a zone. A time with
        both TZID and Z, which RFC 5545 3.2.19 forbids, is read as the TZID's wall clock, as
        icalendar does: who wrote both had a local time in hand and a stray letter, whereas
        a converter to UTC drops the TZID.
        """
        found = moment(line.value)
        if not isinstance(found, datetime):
            return Located(found)
        if line.value_type == "DATE" and (found.hour, found.minute) == (0, 0):
            return Located(found.date())
        if found.tzinfo is UTC and not line.tzid:
            return Located(found)
        zone = Zone(near) if near and not line.tzid else self.find(line.tzid)
        return Located(found.replace(tzinfo=zone.rules), zone.guessed)

    def _look_up(self, tzid: str) -> Zone:
        known = named(tzid)
        if known is not None:
            return Zone(known)
        if self._declared is None:
            self._declared = {_folded(name): zone for name, zone in self._declare().items()}
        told = self._declared.get(_folded(tzid)) or _at_offset(tzid)
        if told is not None:
            return Zone(told)
        self.unknown[tzid] = None
        return self.floating


def named(tzid: str) -> tzinfo | None:
    """The zone that a name means everywhere, or None."""
    return next((zone for name in _iana_names(tzid) if name and (zone := iana(name))), None)


def _iana_names(tzid: str) -> Iterator[str | None]:
    yield tzid
    yield _windows_name(tzid)
    yield from _suffixes(tzid)
    yield windows_display_names.iana_name(tzid)
    yield _spellings().get(_folded(tzid.strip("/")))


def iana(name: str) -> tzinfo | None:
    """An IANA zone, or None. Every name of plain UTC is the one `datetime.UTC`.

    The name is checked before `zoneinfo` sees it, which opens a file of that name: "Europe"
    is a folder there, and long names are errors of the system (facts: icalendar 0.3).
    """
    if name.casefold() in _UTC_NAMES:
        return UTC
    if not _IANA_NAME.fullmatch(name) or _NOT_ZONES.match(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None


def _suffixes(tzid: str) -> Iterator[str]:
    # /freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires, tzone://Microsoft/Utc
    segments = tzid.split("/")
    for length in (3, 2):
        if len(segments) > length:
            yield "/".join(segments[-length:])
    if len(segments) > 1 and segments[-1].casefold() in _UTC_NAMES:
        yield segments[-1]


def _at_offset(tzid: str) -> tzinfo | None:
    """A plain offset such as UTC+01:00, which is east of Greenwich; Etc/GMT+1 is west of it."""
    match = _OFFSET.fullmatch(tzid.strip())
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    sign = -1 if match[1] == "-" else 1
    return timezone(sign * offset) if offset < timedelta(days=1) else None


def _folded(name: str) -> str:
    """A name as it is compared: some writers change its case, or "_" into a space."""
    return " ".join(name.replace("_", " ").split()).casefold()


@cache
def _spellings() -> dict[str, str]:
    return {_folded(name): name for name in available_timezones()}


def _windows_name(tzid: str) -> str | None:
    return _windows_names().get(_folded(tzid))


@cache
def _windows_names() -> dict[str, str]:
    # CLDR's table, a constant. Imported late, because it brings all of icalendar with it.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415

    return {_folded(name): zone for name, zone in WINDOWS_TO_OLSON.items()}
