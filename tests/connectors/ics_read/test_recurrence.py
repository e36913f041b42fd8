"""Series against dateutil and recurring_ical_events, which have no part in the code."""

from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from connectors.contract import Span
from connectors.ics.feedzone import feed_zone
from connectors.ics.occurrences import occurrences
from connectors.ics.recurrence import MOST_INSTANCES, expand
from connectors.ics.rules import MOST_RULES, parse_rule
from tests.connectors.ics_read.calendars import (
    BERLIN,
    only,
    reading,
    starts,
    utc,
    vcalendar,
    vevent,
    window,
)

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking takes minutes with these
FIRST, LAST = datetime(2026, 9, 1), datetime(2028, 3, 1)  # noqa: DTZ001 - wall clocks


def some(values, most=3):
    chosen = st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)
    return chosen.map(lambda items: ",".join(map(str, items)))


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ORDINALS = tuple(f"{n}{day}" for n in (1, 2, 3, 4, 5, -1, -2) for day in DAYS)


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = [f"FREQ={frequency}"]
    choices = {
        "INTERVAL": st.integers(1, 5).map(str),
        "WKST": st.sampled_from(DAYS),
        "BYMONTH": some(range(1, 13)),
        "BYMONTHDAY": some((1, 2, 13, 28, 29, 30, 31, -1, -3, -31)),
        # Not both kinds in one rule: dateutil takes "MO,2SA" for days that are both.
        "BYDAY": some(
            draw(st.sampled_from((DAYS, ORDINALS))) if frequency in {"MONTHLY", "YEARLY"} else DAYS
        ),
        "BYHOUR": some(range(24)),
    }
    if frequency == "YEARLY":
        choices["BYYEARDAY"] = some((1, 60, 100, 366, -1, -366))
    if frequency in {"MONTHLY", "YEARLY"}:
        choices["BYSETPOS"] = some((1, 2, -1), most=2)
    names = draw(st.lists(st.sampled_from(sorted(choices)), max_size=4, unique=True))
    parts += [f"{name}={draw(choices[name])}" for name in names]
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    return ";".join(parts)


moments = st.datetimes(datetime(2019, 1, 1), datetime(2027, 6, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)


@settings(max_examples=200, deadline=None, phases=QUICK)
@given(rule=rules(), start=moments)
def test_occurrences_are_those_of_dateutil(rule, start):
    if "BYSETPOS" in rule and "BYDAY" not in rule and "BYMONTHDAY" not in rule:
        rule = rule.replace("BYSETPOS", "X").replace("X=", "BYDAY=MO;BYSETPOS=", 1)
    ours = list(occurrences(parse_rule(rule), start, first=FIRST, last=LAST))
    # Without an end dateutil looks for impossible dates until the year 9999.
    bounded = rule if "COUNT" in rule else f"{rule};UNTIL=20290101T000000"
    theirs = takewhile(lambda at: at <= LAST, rrulestr(bounded, dtstart=start))
    assert ours == [at for at in theirs if at >= FIRST]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", ["2027-01-04", "2028-01-03"]),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", ["2026-05-11", "2027-05-17", "2028-05-15"]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH", ["2026-12-31"]),
        ("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TH", ["2026-12-31", "2027-12-30", "2028-12-28"]),
    ],
)
def test_weeks_are_numbered_as_rfc_5545_has_it(rule, expected):
    start, last = datetime(2026, 1, 2, 9), datetime(2028, 12, 31)  # noqa: DTZ001 - wall clocks
    found = occurrences(parse_rule(rule), start, first=start, last=last)
    assert [f"{at:%Y-%m-%d}" for at in found] == expected


@settings(max_examples=40, deadline=None, phases=QUICK)
@given(
    rule=rules(),
    start=moments,
    zone=st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Tokyo")),
)
def test_expansion_is_that_of_recurring_ical_events(rule, start, zone):
    if "BYSETPOS" in rule or start < datetime(2024, 1, 1):  # noqa: DTZ001 - a wall clock
        return
    start = start.replace(hour=12)  # never in a gap, about which the two may differ
    rule = ";".join(part for part in rule.split(";") if not part.startswith("BYHOUR"))
    block = vevent(
        f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}",
        "DURATION:PT1H",
        f"RRULE:{rule}",
        start="X-A:1",
    )
    (event,) = read_events(block)
    first, last = date(2026, 9, 1), date(2027, 3, 1)
    ours = starts(expand(event, Span(start=first, end=last)))
    calendar = icalendar.Calendar.from_ical(vcalendar(block))
    theirs = recurring_ical_events.of(calendar).between(first, last)
    assert ours == sorted(f"{e['DTSTART'].dt.astimezone(UTC):%Y-%m-%d %H:%M}" for e in theirs)


def read_events(*blocks):
    return reading(*blocks).events


def weekly(*lines, start="DTSTART;TZID=Europe/Berlin:20261012T100000"):
    return only("DURATION:PT1H", *lines, start=start)


def test_ten_stays_ten_when_the_clocks_change():
    instances = expand(weekly("RRULE:FREQ=WEEKLY;COUNT=4"), window("2026-10-01"))
    assert [event.content.when.start.hour for event in instances] == [10, 10, 10, 10]
    assert starts(instances)[1:3] == ["2026-10-19 08:00", "2026-10-26 09:00"]
    lengths = {event.content.when.end - event.content.when.start for event in instances}
    assert lengths == {timedelta(hours=1)}


def test_an_instance_is_named_by_its_original_start():
    master = weekly("RRULE:FREQ=WEEKLY;COUNT=2")
    one, two = expand(master, window("2026-10-01"))
    assert one.recurrence_id == utc("2026-10-12 08:00")
    assert (two.uid, two.series, two.etag) == (master.uid, None, master.etag)
    assert len({one.id, two.id, master.id}) == 3


def test_an_hour_that_is_skipped_is_read_after_the_gap():
    event = weekly("RRULE:FREQ=DAILY;COUNT=2", start="DTSTART;TZID=Europe/Berlin:20270327T023000")
    (_, skipped) = expand(event, window("2027-03-01", "2027-04-01"))
    assert skipped.content.when.start == utc("2027-03-28 01:30")
    assert skipped.content.when.start.hour == 3


@pytest.mark.parametrize(
    ("lines", "length"),
    [
        (["RRULE:FREQ=DAILY;COUNT=5"], 5),
        (["RRULE:FREQ=DAILY;COUNT=5", "EXDATE;TZID=Europe/Berlin:20261013T100000"], 4),
        (["RRULE:FREQ=DAILY;COUNT=5", "EXDATE;TZID=Europe/Berlin:20261013T110000"], 5),
        (["RRULE:FREQ=DAILY;COUNT=5", "EXDATE:20261013T100000"], 4),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261101T000000Z"], 3),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261026T090000Z"], 3),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261026T085959Z"], 2),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261026T100000"], 3),
        (["RRULE:FREQ=WEEKLY"], None),
        (["RRULE:FREQ=DAILY;COUNT=501"], None),
        (["RRULE:FREQ=DAILY;COUNT=501;BYMONTH=2;BYMONTHDAY=30"], None),
        (["RDATE;TZID=Europe/Berlin:20261013T090000,20261014T090000"], 3),
        (["RDATE;VALUE=PERIOD:20261013T090000Z/PT1H"], 2),
        (["RDATE;VALUE=DATE:20261013"], 2),
        (["RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=TH"], 4),
    ],
)
def test_a_series_is_as_long_as_its_rules_say(lines, length):
    event = weekly(*lines)
    assert event.series.length == length
    if length:
        assert len(expand(event, window("2026-10-01"))) == length


def test_a_rdate_that_is_a_day_is_at_the_time_of_the_series():
    event = weekly("RDATE;VALUE=DATE:20261113")
    assert starts(expand(event, window("2026-11-01"))) == ["2026-11-13 09:00"]


@pytest.mark.parametrize(
    ("exdate", "left"),
    [
        ("EXDATE;VALUE=DATE:20261126", ["2026-11-25", "2026-11-27"]),
        ("EXDATE:20261126T000000Z", ["2026-11-25", "2026-11-27"]),
        ("EXDATE:20261126T000000", ["2026-11-25", "2026-11-27"]),
    ],
)
def test_an_all_day_series(exdate, left):
    event = only("RRULE:FREQ=DAILY;COUNT=3", exdate, start="DTSTART;VALUE=DATE:20261125")
    assert starts(expand(event, window())) == left


def test_only_what_touches_the_window_is_given():
    event = weekly("RRULE:FREQ=DAILY")
    narrow = Span(start=utc("2026-11-25 09:30"), end=utc("2026-11-27 09:00"))
    assert starts(expand(event, narrow)) == ["2026-11-25 09:00", "2026-11-26 09:00"]
    assert expand(weekly(), narrow) == ()
    alone = weekly()
    assert expand(alone, window("2026-10-01")) == (alone,)


def test_a_series_gives_no_more_than_the_bound():
    wide = Span(start=date(2026, 1, 1), end=date(2036, 1, 1))
    assert len(expand(weekly("RRULE:FREQ=DAILY"), wide)) == MOST_INSTANCES


def test_the_zone_of_a_file_changes_its_clocks_in_a_series():
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Here\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
        "END:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\n"
        "TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
        "END:VTIMEZONE"
    )
    block = vevent("RRULE:FREQ=DAILY;COUNT=400", start="DTSTART;TZID=Here:20261001T023000")
    (event,) = read_events(zone, block)
    ours = starts(expand(event, window("2026-10-01", "2027-11-01")))
    (same,) = read_events(block.replace("TZID=Here", "TZID=Europe/Berlin"))
    assert ours == starts(expand(same, window("2026-10-01", "2027-11-01")))
    assert len({at[-5:] for at in ours}) == 2


@settings(max_examples=200, deadline=None)
@given(at=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_zone_of_a_file_agrees_with_the_iana_zone_it_copies(at):
    zone = feed_zone(
        "Here",
        "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:20071104T020000\n"
        "TZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\n"
        "END:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:20070311T020000\nTZOFFSETFROM:-0500\n"
        "TZOFFSETTO:-0400\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n",
    )
    theirs = at.astimezone(ZoneInfo("America/New_York"))
    assert at.astimezone(zone).replace(tzinfo=None) == theirs.replace(tzinfo=None)
    wall = theirs.replace(tzinfo=None, fold=0)
    assert wall.replace(tzinfo=zone).utcoffset() == wall.replace(tzinfo=theirs.tzinfo).utcoffset()


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=SECONDLY", "FREQ=DAILY;BYMONTH=3", "FREQ=YEARLY;BYYEARDAY=80"),
        *("FREQ=YEARLY;BYWEEKNO=12", "FREQ=YEARLY;BYMONTH=3;BYHOUR=2,3"),
        "\nRRULE:".join(["FREQ=YEARLY;BYMONTH=3"] * (MOST_RULES + 1)),
    ],
    ids=["by seconds", "by days", "day of year", "week", "hours", "many"],
)
def test_a_zone_that_does_not_change_in_a_month_of_the_year_is_not_followed(rule):
    text = (
        "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:20071104T020000\n"
        f"TZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nRRULE:{rule}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    assert feed_zone("Here", text) is None
    assert feed_zone("Here", text.replace(f"RRULE:{rule}\n", "")) is not None


def test_a_zone_whose_rules_name_no_month_changes_in_that_of_their_start():
    zone = feed_zone(
        "Here",
        "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:20241027T030000\n"
        "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:20240331T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n",
    )
    for day in range(1, 365):
        at = utc("2027-01-01 12:00") + timedelta(days=day)
        assert at.astimezone(zone).hour == at.astimezone(BERLIN).hour, at


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["RRULE:FREQ=DAILY;COUNT=9", "EXRULE:FREQ=DAILY;INTERVAL=2"], "EXRULE"),
        (["RRULE:FREQ=DAILY;COUNT=9"] * (MOST_RULES + 1), f"more than {MOST_RULES}"),
    ],
    ids=["exceptions by rule", "too many rules"],
)
def test_what_is_followed_only_in_half_is_not_followed(lines, why):
    found = reading(vevent(*lines))
    (event,) = found.events
    assert why in found.problems[0].what
    assert starts(expand(event, window())) == ["2026-11-25 15:00"]
    assert event.series.length is None


def test_a_rule_that_says_nothing_makes_no_series():
    assert only("RRULE:").series is None


@pytest.mark.parametrize("first", ["DTSTART:20261125T150000Z", "DTSTART:00020101T150000Z"])
@pytest.mark.parametrize("lines", [["RRULE:FREQ=DAILY"], []], ids=["series", "single"])
def test_an_event_that_lasts_for_ages_is_followed_within_all_calendars(first, lines):
    event = only(*lines, "DTEND:99970101T000000Z", start=first)
    assert expand(event, window())


def test_no_instance_ends_beyond_all_calendars():
    event = only("RRULE:FREQ=YEARLY", "DTEND:20461125T150000Z")
    (last, *_) = expand(event, Span(start=utc("9997-01-01 00:00"), end=utc("9999-01-01 00:00")))
    assert last.content.when.end <= utc("9998-01-01 00:00")
