from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from service.domain.model import Session, Visit, VisitKey
from service.domain.places import (
    Country,
    countries_of,
    country_of_employer,
    country_of_person,
    country_of_post,
    local,
    wall,
    zone_of_employer,
    zone_on,
)
from service.domain.policy import CardRule, Employer, Me, Travel

NEW_YORK, LONDON, TOKYO = "America/New_York", "Europe/London", "Asia/Tokyo"
AT = datetime(2026, 12, 1, 15, tzinfo=UTC)
HOME = Me(timezone=NEW_YORK)


def away(zone, first, last):
    journey = Travel(timezone=zone, first=date.fromisoformat(first), last=date.fromisoformat(last))
    return replace(HOME, travel=(journey,))


def visit(*zones):
    sessions = tuple(
        Session(
            uid=f"{n}",
            title="Interview",
            start=AT.replace(hour=15 + n),
            end=AT.replace(hour=16 + n),
            first_seen=AT,
            timezone=zone,
        )
        for n, zone in enumerate(zones)
    )
    return Visit(key=VisitKey("0"), sessions=sessions)


@pytest.mark.parametrize(
    ("day", "zone"),
    [
        ("2026-12-01", NEW_YORK),
        ("2026-12-02", LONDON),
        ("2026-12-05", LONDON),
        ("2026-12-06", NEW_YORK),
    ],
)
def test_both_days_of_a_journey_are_part_of_it(day, zone):
    me = away(LONDON, "2026-12-02", "2026-12-05")
    assert zone_on(date.fromisoformat(day), me).key == zone


@pytest.mark.parametrize(
    ("zone", "instant", "read"),
    [
        pytest.param(
            LONDON, "2026-12-02T04:59Z", "2026-12-01T23:59-05:00", id="last minute at home"
        ),
        pytest.param(LONDON, "2026-12-02T05:00Z", "2026-12-02T05:00+00:00", id="midnight at home"),
        pytest.param(
            LONDON, "2026-12-05T23:59Z", "2026-12-05T23:59+00:00", id="last minute abroad"
        ),
        pytest.param(
            LONDON, "2026-12-06T01:00Z", "2026-12-05T20:00-05:00", id="no one's hours: home"
        ),
        pytest.param(TOKYO, "2026-12-01T20:00Z", "2026-12-01T15:00-05:00", id="still at home"),
        pytest.param(
            "America/Los_Angeles",
            "2026-12-06T05:30Z",
            "2026-12-05T21:30-08:00",
            id="the last evening in the west",
        ),
    ],
)
def test_a_zone_is_kept_until_its_midnight(zone, instant, read):
    found = local(datetime.fromisoformat(instant), away(zone, "2026-12-02", "2026-12-05"))
    assert found.isoformat(timespec="minutes") == read


@pytest.mark.parametrize(
    ("day", "clock", "there"),
    [
        pytest.param("2027-03-14", time(2, 30), "2027-03-14T03:30:00-04:00", id="skipped"),
        pytest.param("2026-11-01", time(1, 30), "2026-11-01T01:30:00-04:00", id="doubled"),
    ],
)
def test_a_time_that_the_clocks_skip_or_repeat(day, clock, there):
    assert wall(date.fromisoformat(day), clock, ZoneInfo(NEW_YORK)).isoformat() == there


@pytest.mark.parametrize(
    ("zone", "countries"),
    [
        (NEW_YORK, ("US",)),
        ("Europe/Berlin", ("DE", "DK", "NO", "SE", "SJ")),
        ("Europe/Copenhagen", ("DK",)),
        ("Asia/Calcutta", ("IN",)),
        ("US/Eastern", ("US",)),
        ("Europe/Kiev", ("UA",)),
        ("UTC", ()),
        ("Etc/GMT+5", ()),
    ],
)
def test_countries_of_a_zone(zone, countries):
    assert countries_of(zone) == countries


@pytest.mark.parametrize(
    ("me", "country"),
    [
        (HOME, Country(code="US")),
        (replace(HOME, country="CA", region="CA-ON"), Country(code="CA", region="CA-ON")),
        (Me(timezone="Europe/Berlin"), Country(code="DE", guessed=True)),
        (Me(timezone="UTC"), Country(code=None, guessed=True)),
    ],
)
def test_the_persons_country(me, country):
    assert country_of_person(me) == country


GERMAN = Me(timezone=NEW_YORK, country="DE", region="DE-BY")


@pytest.mark.parametrize(
    ("told", "me", "zone", "country"),
    [
        pytest.param("FR", GERMAN, NEW_YORK, Country(code="FR"), id="told"),
        pytest.param("DE", GERMAN, NEW_YORK, Country(code="DE", region="DE-BY"), id="told, own"),
        pytest.param(None, GERMAN, NEW_YORK, Country(code="US"), id="where the person is"),
        pytest.param(
            None,
            GERMAN,
            "Europe/Berlin",
            Country(code="DE", region="DE-BY"),
            id="a zone of many countries: the person's own if it is one of them",
        ),
        pytest.param(
            None, HOME, "Europe/Berlin", Country(code="DE", guessed=True), id="else the largest"
        ),
        pytest.param(None, GERMAN, "UTC", Country(code="DE", region="DE-BY"), id="else home"),
    ],
)
def test_the_country_of_the_post(told, me, zone, country):
    assert country_of_post(CardRule(post_country=told), me, ZoneInfo(zone)) == country


@pytest.mark.parametrize(
    ("told", "zones", "zone"),
    [
        pytest.param(TOKYO, [LONDON], TOKYO, id="told"),
        pytest.param(None, [LONDON], LONDON, id="the zone of the entry"),
        pytest.param(None, [NEW_YORK], NEW_YORK, id="own zone says nothing"),
        pytest.param(None, ["UTC", "Etc/UTC", None], NEW_YORK, id="nor does UTC, nor nothing"),
        pytest.param(None, [NEW_YORK, LONDON, TOKYO], LONDON, id="the first that tells"),
    ],
)
def test_the_employers_zone(told, zones, zone):
    assert zone_of_employer(visit(*zones), Employer(timezone=told), HOME).key == zone


def test_the_zone_of_a_journey_is_the_persons_own_too():
    me = away(LONDON, "2026-12-01", "2026-12-02")
    assert zone_of_employer(visit(LONDON), Employer(), me).key == LONDON
    assert zone_of_employer(visit(None), Employer(), me).key == LONDON


@pytest.mark.parametrize(
    ("employer", "me", "zone", "country"),
    [
        pytest.param(
            Employer(country="GB", region="GB-SCT"),
            HOME,
            TOKYO,
            Country(code="GB", region="GB-SCT"),
            id="told",
        ),
        pytest.param(
            Employer(), HOME, "Asia/Kolkata", Country(code="IN"), id="a zone of one country"
        ),
        pytest.param(
            Employer(), HOME, LONDON, Country(code="GB", guessed=True), id="of many: the city's"
        ),
        pytest.param(
            Employer(),
            GERMAN,
            "Europe/Berlin",
            Country(code="DE", region="DE-BY"),
            id="of many, own among them: no guess",
        ),
        pytest.param(
            Employer(region="US-NY"),
            HOME,
            NEW_YORK,
            Country(code="US", region="US-NY"),
            id="region",
        ),
    ],
)
def test_the_employers_country(employer, me, zone, country):
    assert country_of_employer(ZoneInfo(zone), employer, me) == country
