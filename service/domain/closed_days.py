"""Days on which nobody works or no post is collected. The only module that knows `holidays`.

Recipes checked against the postal services' own calendars (facts: timing 3.2, 3.3): the
library has no postal category, and its defaults close days on which the mail ran.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from service.domain.places import Country

if TYPE_CHECKING:
    from holidays import HolidayBase

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
DAY = timedelta(days=1)


def is_postal_holiday(day: date, country: Country) -> bool:
    """Whether the post boxes of a country stay shut on a day that is no Sunday."""
    if country.code == "US":
        # Never `observed`: when a holiday falls on a Saturday the mail runs on the Friday.
        # One on a Sunday closes the Monday after. Never a state: its list is not the mail's.
        holidays = _dates("US", None, day.year, observed=False)
        return day in holidays or (day.weekday() == MONDAY and day - DAY in holidays)
    if country.code == "CA":
        # Canada Post keeps the federal days, Remembrance Day among them, in every province.
        return day in _dates("CA", None, day.year, category="government")
    return day in _dates(country.code, country.region, day.year)


def is_half_day(day: date, country: Country) -> bool:
    """Days on which the boxes may be emptied from noon: 24 and 31 December (USPS)."""
    return country.code == "US" and (day.month, day.day) in {(12, 24), (12, 31)}


def is_public_holiday(day: date, country: Country, *, good_friday_us: bool = False) -> bool:
    """Whether an employer's office is closed, the observed days and custom included."""
    if day in _dates(country.code, country.region, day.year):
        return True
    if country.code != "US":
        return False
    return _is_day_after_thanksgiving(day) or (good_friday_us and _is_good_friday(day))


@cache
def weekend(code: str | None) -> frozenset[int]:
    """The weekdays of a country's weekend, Monday = 0; Saturday and Sunday where unknown."""
    calendar = _calendar(code, None, 2026)
    return frozenset({SATURDAY, SUNDAY} if calendar is None else calendar.weekend)


def _is_day_after_thanksgiving(day: date) -> bool:
    # The fourth Thursday lies between the 22nd and the 28th.
    return (day.month, day.weekday()) == (11, FRIDAY) and day.day in range(23, 30)


def _is_good_friday(day: date) -> bool:
    calendar = _calendar("GB", None, day.year)  # Britain keeps it everywhere, under this name
    return calendar is not None and calendar.get(day) == "Good Friday"


@cache
def _dates(
    code: str | None,
    region: str | None,
    year: int,
    *,
    observed: bool = True,
    category: str = "public",
) -> frozenset[date]:
    calendar = _calendar(code, region, year, observed=observed, category=category)
    return frozenset() if calendar is None else frozenset(calendar)


@cache
def _calendar(
    code: str | None,
    region: str | None,
    year: int,
    *,
    observed: bool = True,
    category: str = "public",
) -> HolidayBase | None:
    """The library's calendar of one year; None for a country it does not know."""
    import holidays  # noqa: PLC0415 - costs 0.1 s, and most commands never ask

    for subdivision in dict.fromkeys((_subdivision(code, region), _subdivision(code, None))):
        try:
            return holidays.country_holidays(
                code or "",
                subdiv=subdivision,
                years=year,
                observed=observed,
                categories=(category,),
            )
        except NotImplementedError:  # a region, or at last a country, that it does not know
            continue
    return None


def _subdivision(code: str | None, region: str | None) -> str | None:
    """The library's name of an ISO 3166-2 region: "BY" of "DE-BY".

    Without one Britain means England: the library's list for the whole kingdom leaves out
    Easter Monday and the August bank holiday, which five of six people there keep.
    """
    if region:
        return region.removeprefix(f"{code}-")
    return "ENG" if code == "GB" else None
