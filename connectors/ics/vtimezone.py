"""VTIMEZONE components (RFC 5545 3.6.5) and which moments may be written with one.

One component a zone, with a yearly rule and no RDATE, because Outlook misreads every other
kind (facts: icalendar 0.9, 1.1). A yearly rule is not the whole truth: laws change, Morocco
and Gaza follow the moon. So the rule is asked for each single moment, and where it does not
say what the zone says, the moment is written in UTC.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.ics import octets
from connectors.ics.yearly import Observance, Onset, observances, offset_at

_FIRST_YEAR = 1970
_LAST_WEEK = 5
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


def tzid(moment: datetime) -> str | None:
    """The TZID that means just this instant for every reader, or None: write it in UTC.

    None for fixed offsets and UTC, for wall clocks that come twice or never, for times before
    1971, and wherever our VTIMEZONE and the zone itself disagree.
    """
    zone = moment.tzinfo
    if not isinstance(zone, ZoneInfo) or not zone.key or moment.year <= _FIRST_YEAR:
        return None
    ruled = offset_at(zone.key, moment.replace(tzinfo=None, fold=0))
    readings = {moment.utcoffset(), moment.replace(fold=1 - moment.fold).utcoffset()}
    return zone.key if readings == {ruled} and not _is_utc(zone.key) else None


def component(key: str) -> list[str]:
    """The content lines of the VTIMEZONE of one IANA zone that `tzid` has named."""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{octets.text(key)}"]
    for part in observances(key):
        lines += _observance(part)
    return [*lines, "END:VTIMEZONE"]


def _observance(part: Observance) -> list[str]:
    kind = "DAYLIGHT" if part.daylight else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"TZNAME:{part.name}",
        f"TZOFFSETFROM:{_offset(part.offset_from)}",
        f"TZOFFSETTO:{_offset(part.offset_to)}",
        *_onset(part.onset),
        f"END:{kind}",
    ]


def _onset(onset: Onset | None) -> list[str]:
    if onset is None:
        return [f"DTSTART:{_FIRST_YEAR}0101T000000"]
    week = -1 if onset.week == _LAST_WEEK else onset.week
    day = f"{week}{_WEEKDAYS[onset.weekday]}"
    return [
        f"DTSTART:{octets.local(onset.in_year(_FIRST_YEAR))}",
        f"RRULE:FREQ=YEARLY;BYMONTH={onset.month};BYDAY={day}",
    ]


def _offset(offset: timedelta) -> str:
    sign = "-" if offset < timedelta() else "+"
    minutes, seconds = divmod(int(abs(offset).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02}{minutes:02}" + (f"{seconds:02}" if seconds else "")


def _is_utc(key: str) -> bool:
    # By the rule, not by the key: Zulu, UCT and Etc/Universal are UTC too.
    return [part.name for part in observances(key)] == ["UTC"]
