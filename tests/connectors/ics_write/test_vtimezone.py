"""The instants are right in every zone, by the IANA name and by our VTIMEZONE alike."""

import io
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
from dateutil.rrule import rrulestr

from connectors.contract import Span
from connectors.ics import bounds, octets, vtimezone, yearly
from connectors.ics.write import calendar
from tests.connectors.ics_write.entries import an_entry
from tests.connectors.ics_write.reader import Zone, instant, read

START = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = 2 * 365 * 24


@pytest.mark.parametrize("key", sorted(available_timezones()))
def test_every_zone_is_right_around_the_year_and_its_changes(key):
    zone = ZoneInfo(key)
    written = {key: Zone(_component(key))} if yearly.observances(key) else {}
    for moment in (*_grid(), *_around_changes(key)):
        local = moment.astimezone(zone)
        assert _instant_of(local, written) == moment, local


def test_ordinary_times_are_written_on_the_wall_clock():
    counts = {key: _wall_clock_share(key) for key in ("Europe/Berlin", "America/New_York")}
    assert counts == {"Europe/Berlin": 1, "America/New_York": 1}


@pytest.mark.parametrize(
    ("key", "share"),
    [
        pytest.param("America/Santiago", 1, id="24 hours: held to the day"),
        pytest.param("Africa/Cairo", 1, id="24 hours in a last week: held to the day"),
        pytest.param("Asia/Jerusalem", 0.98, id="26 hours: a day later than the rule"),
        pytest.param("America/Nuuk", 0.98, id="an hour before the day"),
        pytest.param("Asia/Gaza", 0.8, id="50 hours, and changes that follow Ramadan"),
        pytest.param("Africa/Casablanca", 0.8, id="changes that follow Ramadan"),
    ],
)
def test_odd_zones_fall_back_to_utc_only_where_the_rule_is_wrong(key, share):
    assert share <= _wall_clock_share(key)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("Europe/Berlin", ["D+0200 3 -1SU 19700329T020000", "S+0100 10 -1SU 19701025T030000"]),
        ("America/New_York", ["D-0400 3 2SU 19700308T020000", "S-0500 11 1SU 19701101T020000"]),
        ("Europe/Dublin", ["S+0000 10 -1SU 19701025T020000", "D+0100 3 -1SU 19700329T010000"]),
        ("Pacific/Chatham", ["D+1345 9 -1SU 19700927T024500", "S+1245 4 1SU 19700405T034500"]),
        ("Australia/Lord_Howe", ["D+1100 10 1SU 19701004T020000", "S+1030 4 1SU 19700405T020000"]),
        ("Africa/Cairo", ["D+0300 4 -1FR 19700424T000000", "S+0200 10 -1TH 19701029T235959"]),
        ("America/Nuuk", ["D-0100 3 -1SU 19700329T000000", "S-0200 10 -1SU 19701025T000000"]),
        ("Asia/Jerusalem", ["D+0300 3 4TH 19700326T235959", "S+0200 10 -1SU 19701025T020000"]),
        ("Asia/Kathmandu", ["S+0545 19700101T000000"]),
    ],
)
def test_the_rule_is_one_byday_a_part_or_none(key, written):
    assert [_summary(part) for part in _component(key).children] == written


def test_both_sides_of_the_october_change_keep_their_wall_clock_and_instant():
    """Case 10 of the facts: a person in Berlin, 25 October 2026 between the two."""
    berlin = ZoneInfo("Europe/Berlin")
    starts = [datetime(2026, 10, day, 9, 30, tzinfo=berlin) for day in (23, 26)]
    tree = read(_feed(starts))
    zones = {"Europe/Berlin": Zone(tree.all("VTIMEZONE")[0])}
    found = [event.lines[event.names().index("DTSTART")] for event in tree.all("VEVENT")]
    assert [value for (_, _, value) in found] == ["20261023T093000", "20261026T093000"]
    assert [instant(value, parameters, zones) for (_, parameters, value) in found] == starts


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        pytest.param(
            datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")),
            ":20261025T003000Z",
            id="an hour that comes twice, the first",
        ),
        pytest.param(
            datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")),
            ":20261025T013000Z",
            id="an hour that comes twice, the second",
        ),
        pytest.param(
            datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")),
            ":20260329T013000Z",
            id="an hour that never comes",
        ),
        pytest.param(
            datetime(2026, 3, 1, 9, tzinfo=ZoneInfo("Africa/Casablanca")),
            ":20260301T090000Z",
            id="Ramadan in Morocco",
        ),
        pytest.param(
            datetime(2026, 3, 27, 1, tzinfo=ZoneInfo("Asia/Jerusalem")),
            ":20260326T230000Z",
            id="between the rule we can write and the change in Israel",
        ),
        pytest.param(
            datetime(2026, 3, 28, 23, 30, tzinfo=ZoneInfo("America/Nuuk")),
            ":20260329T013000Z",
            id="the hour before the day in Greenland, which never comes",
        ),
        pytest.param(
            datetime(1960, 6, 1, 12, tzinfo=ZoneInfo("Europe/Berlin")),
            ":19600601T110000Z",
            id="before the first onset",
        ),
        pytest.param(
            datetime(1975, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin")),
            ":19750701T110000Z",
            id="before today's rule became law",
        ),
        pytest.param(
            datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2))),
            ":20260701T100000Z",
            id="a fixed offset",
        ),
        pytest.param(datetime(2026, 7, 1, 12, tzinfo=UTC), ":20260701T120000Z", id="UTC"),
        pytest.param(
            datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Etc/UTC")), ":20260701T120000Z", id="Etc/UTC"
        ),
        pytest.param(
            datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Zulu")), ":20260701T120000Z", id="Zulu"
        ),
        pytest.param(
            datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("US/Eastern")),
            ";TZID=US/Eastern:20260701T120000",
            id="an alias is a name like any other",
        ),
        pytest.param(
            datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Etc/GMT+5")),
            ";TZID=Etc/GMT+5:20260701T120000",
            id="a fixed zone with a name",
        ),
    ],
)
def test_a_start_is_written(moment, written):
    when = Span(start=moment, end=moment.astimezone(UTC) + timedelta(minutes=15))
    same_zone = Span(start=moment, end=when.end.astimezone(moment.tzinfo))
    assert bounds.lines(same_zone, bounds.zones_of(same_zone))[0] == f"DTSTART{written}"


def test_a_span_is_in_utc_as_a_whole_where_one_side_must_be():
    berlin = ZoneInfo("Europe/Berlin")
    when = Span(
        start=datetime(2026, 10, 25, 1, 30, tzinfo=berlin),
        end=datetime(2026, 10, 25, 2, 30, tzinfo=berlin),
    )
    assert bounds.lines(when, bounds.zones_of(when)) == [
        "DTSTART:20261024T233000Z",
        "DTEND:20261025T003000Z",
    ]


@pytest.mark.parametrize("key", ["../../etc/passwd", "Nowhere/City", "a\r\nATTENDEE:x", "\0", None])
def test_a_zone_with_a_name_that_is_none_is_written_in_utc(key):
    zone = ZoneInfo.from_file(io.BytesIO(yearly._tzif("Europe/Berlin")), key=key)
    assert vtimezone.tzid(datetime(2026, 7, 1, 12, tzinfo=zone)) is None


def test_a_zone_that_is_not_what_its_name_says_is_written_in_utc():
    zone = ZoneInfo.from_file(io.BytesIO(yearly._tzif("Asia/Tokyo")), key="Europe/Berlin")
    assert vtimezone.tzid(datetime(2026, 7, 1, 12, tzinfo=zone)) is None


@pytest.mark.parametrize("footer", ["", "EST5EDT", "IRST-3:30IRDT,J79/24,J263/24", "nonsense"])
def test_a_footer_without_a_simple_rule_gives_no_vtimezone(footer, monkeypatch):
    monkeypatch.setattr(yearly, "_footer", lambda _: footer)
    assert yearly.observances.__wrapped__("Europe/Berlin") == ()


def test_the_package_stands_in_where_the_system_has_no_zones(monkeypatch):
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    assert yearly._footer("America/Argentina/Ushuaia") == "<-03>3"


def test_icalendar_reads_the_same_instants_from_the_vtimezone_alone():
    """Renamed, so that icalendar cannot know the zone by its name."""
    icalendar.timezone.tzp.use_zoneinfo()  # its zones are shared by the whole process
    starts = [
        moment.astimezone(ZoneInfo(key))
        for key in _one_key_a_rule()
        for moment in _around_changes(key, every=timedelta(hours=5))
    ]
    feed = _feed(starts).replace(b"TZID=", b"TZID=x-").replace(b"TZID:", b"TZID:x-")
    events = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    found = Counter(event.start.replace(fold=0).astimezone(UTC) for event in events)
    icalendar.timezone.tzp.use_zoneinfo()
    assert found == Counter(start.astimezone(UTC) for start in starts)


def _feed(starts):
    entries = [an_entry(str(number), start=start) for number, start in enumerate(starts)]
    return calendar(entries, name="Follow-ups", timezone="Europe/Berlin")


def _grid():
    return [START + timedelta(hours=hour) for hour in range(0, HOURS, 101)]


@cache
def _changes(key):
    """The instants of 2026 and 2027 at which the zone's offset changes, to the hour."""
    zone = ZoneInfo(key)
    hours = [START + timedelta(hours=hour) for hour in range(0, HOURS, 6)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [
        hour
        for hour, before, after in zip(hours[1:], offsets, offsets[1:], strict=False)
        if before != after
    ]


def _around_changes(key, every=timedelta(minutes=47)):
    reach = timedelta(hours=60) // every
    return [change + n * every for change in _changes(key) for n in range(-reach, reach)]


def _one_key_a_rule():
    """One zone for each yearly rule with two parts that any zone has."""
    keys = sorted(available_timezones(), reverse=True)
    rules = {yearly.observances(key): key for key in keys if len(yearly.observances(key)) > 1}
    return sorted(rules.values())


def _component(key):
    feed = ["BEGIN:VCALENDAR", *vtimezone.component(key), "END:VCALENDAR"]
    return read(octets.lines(feed)).children[0]


def _instant_of(local, zones):
    key = vtimezone.tzid(local)
    text = octets.utc(local) if key is None else octets.local(local)
    return instant(text, {"TZID": key} if key else {}, zones)


def _wall_clock_share(key):
    zone = ZoneInfo(key)
    named = [vtimezone.tzid(moment.astimezone(zone)) == key for moment in _grid()]
    return sum(named) / len(named)


def _summary(part):
    """`D+0200 3 -1SU 19700329T020000`: kind, offset, month, day, first onset."""
    rule = part.value("RRULE") if "RRULE" in part.names() else ""
    words = [piece.partition("=")[2] for piece in rule.split(";")[1:]]
    if rule:
        assert rrulestr(rule, dtstart=datetime(1970, 1, 1))  # noqa: DTZ001 - a wall clock
    return " ".join([part.name[0] + part.value("TZOFFSETTO"), *words, part.value("DTSTART")])
