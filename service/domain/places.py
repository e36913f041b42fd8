"""Which zone and country count, in the order of the contract ("Who is who"); guesses are marked.

The only module that reads the table of zones and countries that comes with `tzdata`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from service.domain.model import Visit
from service.domain.policy import CardRule, Employer, Me


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """An ISO 3166-1 code, or None for nowhere known; `region` is ISO 3166-2.

    `guessed` when the person did not tell and more than one answer was possible.
    """

    code: str | None
    region: str | None = None
    guessed: bool = False


def zone_on(day: date, me: Me) -> ZoneInfo:
    """The zone the person lives in on a date: a travel range of that date, else home."""
    for travel in me.travel:
        if travel.first <= day <= travel.last:
            return ZoneInfo(travel.timezone)
    return ZoneInfo(me.timezone)


def local(instant: datetime, me: Me) -> datetime:
    """An instant on the clock the person reads that day."""
    for travel in me.travel:
        there = instant.astimezone(ZoneInfo(travel.timezone))
        if travel.first <= there.date() <= travel.last:
            return there
    return instant.astimezone(ZoneInfo(me.timezone))


def wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time of a day; one that the clocks skip becomes the moment they jump to."""
    return datetime.combine(day, clock, zone).astimezone(UTC).astimezone(zone)


@cache
def countries_of(zone: str) -> tuple[str, ...]:
    """The countries that keep a zone's time, the most populous first; empty for UTC and such."""
    return _table("zone1970.tab").get(zone) or _table("zone.tab").get(zone, ())


def country_of_person(me: Me) -> Country:
    """`[me] country`, else the country of the home zone, else none."""
    if me.country:
        return Country(code=me.country, region=me.region)
    return _of_zone(me.timezone, prefer=None)


def country_of_post(card: CardRule, me: Me, zone: ZoneInfo) -> Country:
    """Where the card goes into the box: a box abroad keeps the holidays of abroad."""
    home = country_of_person(me)
    if card.post_country:
        return _with_region(Country(code=card.post_country), home)
    there = _of_zone(zone.key, prefer=home.code)
    return _with_region(there, home) if there.code else home


def zone_of_employer(visit: Visit, employer: Employer, me: Me) -> ZoneInfo:
    """`[employer] timezone`, else the zone an event was written in, else the person's own.

    A zone of the event that is the person's own, UTC or guessed says nothing: calendars write
    events in their owner's zone.
    """
    if employer.timezone:
        return ZoneInfo(employer.timezone)
    own = zone_on(local(visit.start, me).date(), me)
    for session in sorted(visit.sessions, key=lambda session: session.start):
        if _tells(session.timezone, own.key):
            return ZoneInfo(str(session.timezone))
    return own


def country_of_employer(zone: ZoneInfo, employer: Employer, me: Me) -> Country:
    """`[employer] country`, else the country of the employer's zone if there is only one."""
    if employer.country:
        return Country(code=employer.country, region=employer.region)
    found = countries_of(zone.key)
    home = country_of_person(me)
    if len(found) == 1:
        stated = Country(code=found[0], region=employer.region)
        return _with_region(stated, home)
    guessed = home.guessed or home.code not in found
    return Country(code=home.code, region=employer.region or home.region, guessed=guessed)


def _tells(zone: str | None, own: str) -> bool:
    return zone is not None and zone not in {own, "UTC", "Etc/UTC", "GMT", "Etc/GMT"}


def _of_zone(zone: str, *, prefer: str | None) -> Country:
    found = countries_of(zone)
    if prefer in found:
        return Country(code=prefer)
    return Country(code=found[0] if found else None, guessed=len(found) != 1)


def _with_region(country: Country, home: Country) -> Country:
    """A region of the person's only counts in the person's own country."""
    if country.region or country.code != home.code:
        return country
    return Country(code=country.code, region=home.region, guessed=country.guessed)


@cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    text = (resources.files("tzdata") / "zoneinfo" / name).read_text("utf-8")
    return dict(_rows(line for line in text.splitlines() if not line.startswith("#")))


def _rows(lines: Iterable[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for line in lines:
        countries, _place, zone, *_note = line.split("\t")
        yield zone, tuple(countries.split(","))
