"""Windows programs that write the *label* of a time zone where its identifier belongs.

`TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"` comes from Exchange,
Office 365 and tools built on .NET (facts: icalendar 2.2). The label changes with the language
and version of Windows; the cities in it are mostly names of IANA zones, and the few labels
without one are listed. Source: the "Display" values of Windows' time zone registry.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

_LABEL: Final = re.compile(
    r"\((?:UTC|GMT)(?:([+-])(\d{1,2})[:.](\d\d))?\)\s*(.+)", re.IGNORECASE | re.DOTALL
)

_WITHOUT_A_CITY: Final = {
    "coordinated universal time": "UTC",
    "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
    "atlantic time (canada)": "America/Halifax",
    "arizona": "America/Phoenix",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "indiana (east)": "America/Indiana/Indianapolis",
    "newfoundland": "America/St_Johns",
    "saskatchewan": "America/Regina",
    "central america": "America/Guatemala",
    "baja california": "America/Tijuana",
    "greenland": "America/Nuuk",
    "azores": "Atlantic/Azores",
    "cabo verde is.": "Atlantic/Cape_Verde",
    "west central africa": "Africa/Lagos",
    "edinburgh": "Europe/London",
    "bern": "Europe/Zurich",
    "st. petersburg": "Europe/Moscow",
    "city of buenos aires": "America/Argentina/Buenos_Aires",
    "brasilia": "America/Sao_Paulo",
    "abu dhabi": "Asia/Dubai",
    "chennai": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "osaka": "Asia/Tokyo",
    "canberra": "Australia/Sydney",
    "wellington": "Pacific/Auckland",
}


def iana_name(tzid: str) -> str | None:
    """The IANA zone that a Windows label means, or None if it is no label or says nothing.

    A city counts only if its zone has the offset of the label in winter or summer, so that
    two cities of one name are told apart.
    """
    match = _LABEL.fullmatch(tzid.strip())
    if match is None:
        return None
    sign, hours, minutes, places = match.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    offset = -offset if sign == "-" else offset
    names = [places, *re.split(r"[,/]", places)]
    found = (_zone_of(" ".join(name.split()).casefold()) for name in names)
    return next((zone for zone in found if zone and offset in _offsets(zone)), None)


def _zone_of(place: str) -> str | None:
    return _WITHOUT_A_CITY.get(place) or _cities().get(place)


@cache
def _cities() -> dict[str, str]:
    names = sorted(name for name in available_timezones() if "/" in name)
    return {name.rpartition("/")[2].replace("_", " ").casefold(): name for name in names}


def _offsets(name: str) -> set[timedelta | None]:
    # The label tells the standard offset; some writers tell the one of the day.
    zone = ZoneInfo(name)
    return {datetime(2026, month, 1, tzinfo=UTC).astimezone(zone).utcoffset() for month in (1, 7)}
