import pytest

from connectors.ics.rules import RuleRefused, parse_rule
from tests.connectors.ics_read.calendars import reading, vevent


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=1001", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=" + "9" * 5000, "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=5001", "COUNT"),
        ("FREQ=SECONDLY", "days, weeks"),
        ("FREQ=MINUTELY", "days, weeks"),
        ("FREQ=HOURLY;INTERVAL=24", "days, weeks"),
        ("INTERVAL=2", "days, weeks"),
        ("nonsense", "not known"),
        ("FREQ=DAILY;UNTL=20261126", "not known"),
        ("FREQ=DAILY;UNTIL=soon", "UNTIL"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=1.5", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY"),
        ("FREQ=YEARLY;BYYEARDAY=" + ",".join(str(day) for day in range(1, 52)), "more than 50"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8;BYMINUTE=1,2,3,4,5,6,7", "times a day"),
    ],
)
def test_a_rule_out_of_bounds_is_refused_and_its_first_date_kept(rule, why):
    with pytest.raises(RuleRefused, match=why):
        parse_rule(rule)
    found = reading(vevent(f"RRULE:{rule}"))
    (event,) = found.events
    assert (event.series.rules, event.series.length) == ((), None)
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=1000;COUNT=5000",
        "freq=weekly; byday=mo,TU ;",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=0;BYMINUTE=0;BYSECOND=0",
        "FREQ=YEARLY;BYWEEKNO=-53;WKST=SU",
    ],
)
def test_a_rule_within_bounds_is_followed(rule):
    assert parse_rule(rule)
    assert reading(vevent(f"RRULE:{rule}")).problems == ()
