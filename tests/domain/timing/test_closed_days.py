from datetime import date

import pytest

from service.domain.closed_days import is_half_day, is_postal_holiday, is_public_holiday, weekend
from service.domain.places import Country


@pytest.mark.parametrize(
    ("country", "region", "day", "closed"),
    [
        pytest.param("US", None, "2026-07-03", False, id="usps runs before a saturday holiday"),
        pytest.param("US", None, "2026-07-04", True, id="usps keeps the saturday itself"),
        pytest.param("US", None, "2027-12-24", False, id="usps before a saturday christmas"),
        pytest.param("US", None, "2027-12-31", False, id="usps before a saturday new year"),
        pytest.param("US", None, "2028-11-10", False, id="usps before a saturday veterans day"),
        pytest.param("US", None, "2027-07-05", True, id="usps the monday after a sunday holiday"),
        pytest.param("US", None, "2027-07-06", False, id="usps the tuesday after that"),
        pytest.param("US", None, "2026-10-12", True, id="usps columbus day"),
        pytest.param("US", "US-CA", "2026-10-12", True, id="usps columbus day in california too"),
        pytest.param("US", "US-CA", "2026-03-31", False, id="usps keeps no cesar chavez day"),
        pytest.param("US", None, "2026-11-27", False, id="usps runs after thanksgiving"),
        pytest.param("CA", None, "2026-11-11", True, id="canada post remembrance day"),
        pytest.param("CA", "CA-ON", "2026-11-11", True, id="canada post remembrance day, ontario"),
        pytest.param("CA", "CA-ON", "2026-02-16", False, id="canada post keeps no family day"),
        pytest.param("CA", None, "2026-09-30", True, id="canada post truth and reconciliation"),
        pytest.param("GB", None, "2026-12-28", True, id="boxing day of a saturday"),
        pytest.param("GB", "GB-SCT", "2027-01-04", True, id="2 january in scotland, substituted"),
        pytest.param("GB", None, "2027-01-04", False, id="no 2 january in england"),
        pytest.param("DE", "DE-BY", "2026-06-04", True, id="corpus christi in bavaria"),
        pytest.param("DE", None, "2026-06-04", False, id="no corpus christi in all of germany"),
        pytest.param(None, None, "2026-12-25", False, id="no country, no holidays"),
        pytest.param("ZZ", None, "2026-12-25", False, id="unknown country, no holidays"),
    ],
)
def test_postal_holidays(country, region, day, closed):
    where = Country(code=country, region=region)
    assert is_postal_holiday(date.fromisoformat(day), where) is closed


@pytest.mark.parametrize(
    ("country", "region", "day", "closed"),
    [
        pytest.param("US", None, "2026-07-03", True, id="us observed on the friday"),
        pytest.param("US", None, "2027-12-31", True, id="us new year observed in the old year"),
        pytest.param("US", None, "2026-11-27", True, id="us the day after thanksgiving"),
        pytest.param("US", None, "2030-11-29", True, id="us the latest day after thanksgiving"),
        pytest.param("US", None, "2029-11-23", True, id="us the earliest day after thanksgiving"),
        pytest.param("US", None, "2026-11-20", False, id="us the friday before thanksgiving"),
        pytest.param(
            "CA", None, "2026-11-27", False, id="canada works after american thanksgiving"
        ),
        pytest.param("GB", None, "2026-08-31", True, id="summer bank holiday, england by default"),
        pytest.param("GB", "GB-SCT", "2026-08-31", False, id="not in scotland"),
        pytest.param("GB", "SCT", "2026-08-03", True, id="scotland has its own"),
        pytest.param("GB", "GB-NIR", "2026-07-13", True, id="battle of the boyne, substituted"),
        pytest.param("GB", "GB-WLS", "2026-04-06", True, id="easter monday in wales"),
        pytest.param("GB", "GB-SCT", "2026-04-06", False, id="none in scotland"),
        pytest.param("GB", "GB-XXX", "2026-04-06", True, id="a region unknown: as if not given"),
        pytest.param("DE", "DE-BE", "2027-03-08", True, id="women's day in berlin"),
        pytest.param("DE", "DE-BY", "2027-03-08", False, id="none in bavaria"),
        pytest.param("DE", "SN", "2026-11-18", True, id="repentance day in saxony, short form"),
        pytest.param("DE", "DE-XX", "2026-10-03", True, id="a region unknown: the nation's"),
        pytest.param(None, None, "2026-12-25", False, id="no country, no holidays"),
    ],
)
def test_public_holidays(country, region, day, closed):
    where = Country(code=country, region=region)
    assert is_public_holiday(date.fromisoformat(day), where) is closed


@pytest.mark.parametrize(
    ("country", "day", "switch", "closed"),
    [
        ("US", "2027-03-26", False, False),
        ("US", "2027-03-26", True, True),
        ("US", "2027-03-29", True, False),
        ("GB", "2027-03-26", False, True),
        ("JP", "2027-03-26", True, False),
    ],
)
def test_good_friday_is_a_switch_in_the_us_only(country, day, switch, closed):
    where = Country(code=country)
    found = is_public_holiday(date.fromisoformat(day), where, good_friday_us=switch)
    assert found is closed


@pytest.mark.parametrize(
    ("country", "free"),
    [
        ("US", {5, 6}),
        ("DE", {5, 6}),
        ("IL", {4, 5}),
        ("SA", {4, 5}),
        ("EG", {4, 5}),
        ("AE", {5, 6}),
        ("IR", {4}),
        ("ZZ", {5, 6}),
        (None, {5, 6}),
    ],
)
def test_weekends(country, free):
    assert weekend(country) == free


@pytest.mark.parametrize(
    ("country", "day", "half"),
    [
        ("US", "2026-12-24", True),
        ("US", "2026-12-31", True),
        ("US", "2026-12-23", False),
        ("US", "2026-11-24", False),
        ("GB", "2026-12-24", False),
        (None, "2026-12-24", False),
    ],
)
def test_only_usps_empties_early_on_two_days(country, day, half):
    assert is_half_day(date.fromisoformat(day), Country(code=country)) is half
