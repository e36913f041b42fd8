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
    """An instant on the clock the person reads then.

    On the days of a departure two zones can both claim it, each by its own date. The one with
    the earlier date has it: until midnight the person is where the day began.
    """
    at_home = instant.astimezone(ZoneInfo(me.timezone))
    if not me.travel:
        return at_home
    abroad = (instant.astimezone(ZoneInfo(travel.timezone)) for travel in me.travel)
    claims = [there for there in (at_home, *abroad) if there.tzinfo is zone_on(there.date(), me)]
    return min(claims, key=lambda there: there.date(), default=at_home)


def wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time of a day; of a doubled one the first (RFC 5545 3.3.5).

    One that the clocks skip is read by the offset before the gap: 02:30 becomes 03:30.
    """
    return datetime.combine(day, clock, zone).astimezone(UTC).astimezone(zone)


@cache
def countries_of(zone: str) -> tuple[str, ...]:
    """The countries that keep a zone's time, the most populous first; empty for UTC and such."""
    name = zone if zone in _table("zone.tab") else _renamed().get(zone, zone)
    return _table("zone1970.tab").get(name) or _table("zone.tab").get(name, ())


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
    """`[employer] country`, else the country of the employer's zone, else the person's own.

    A zone that several countries keep is the person's own country's if that is one of them;
    else that of the zone's city, and marked: London is more likely British than American.
    """
    if employer.country:
        return Country(code=employer.country, region=employer.region)
    found, home = countries_of(zone.key), country_of_person(me)
    if not found:
        return Country(code=home.code, region=employer.region or home.region, guessed=True)
    if home.code in found:
        return Country(code=home.code, region=employer.region or home.region, guessed=home.guessed)
    return Country(code=found[0], region=employer.region, guessed=len(found) > 1)


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
def _renamed() -> dict[str, str]:
    """Old names of zones, which calendars go on writing: Asia/Calcutta is Asia/Kolkata."""
    links = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {old: new for _link, new, old in links}


@cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    return dict(_rows(line for line in _lines(name) if not line.startswith("#")))


def _lines(name: str) -> list[str]:
    return (resources.files("tzdata") / "zoneinfo" / name).read_text("utf-8").splitlines()


def _rows(lines: Iterable[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for line in lines:
        countries, _place, zone, *_note = line.split("\t")
        yield zone, tuple(countries.split(","))
