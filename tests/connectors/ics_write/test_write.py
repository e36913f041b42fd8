import dataclasses
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.contract import Content, Span
from connectors.ics.write import assemble, calendar, tzids, vevent
from tests.connectors.ics_write.entries import (
    BERLIN,
    an_all_day_entry,
    an_entry,
    entries,
    feeds,
)
from tests.connectors.ics_write.reader import (
    Zone,
    clean,
    content_lines,
    instant,
    physical_lines,
    read,
    unescape,
    values,
)

GOLDEN = Path(__file__).with_name("golden")


def a_feed(*listed, **settings):
    return calendar(listed, **({"name": "Follow-ups", "timezone": "Europe/Berlin"} | settings))


def event_lines(entry):
    return content_lines(vevent(entry))


def test_a_feed_with_a_long_name_a_fold_an_alarm_a_whole_day_and_two_zones():
    feed = a_feed(
        an_entry(
            "visit/call",
            title="Call: Zoë Müller, 山田太郎; Backend & Platform Engineering, Acme GmbH",
            notes="Ask for \\ the date.\nhttps://afterword.example/f/1",
            url="https://afterword.example/f/1",
            status="tentative",
            reminders=(timedelta(minutes=10),),
        ),
        an_all_day_entry(),
        an_entry("visit/email", start=datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("Asia/Tokyo"))),
        an_entry("visit/prompt", start=datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)),
    )
    assert feed == (GOLDEN / "folds_alarm_all_day_doubled_hour.ics").read_bytes()


@settings(deadline=None)
@given(feeds)
def test_every_feed_is_sound(listed):
    feed = a_feed(*listed)
    physical_lines(feed)
    tree = read(feed)
    events = tree.all("VEVENT")
    used = {p["TZID"] for event in events for (_, p, _) in event.lines if "TZID" in p}
    assert [zone.value("TZID") for zone in tree.all("VTIMEZONE")] == sorted(used)
    assert sorted(event.value("UID") for event in events) == sorted(e.uid for e in listed)
    names = {name for event in events for name in event.names()}
    assert not names & {"ATTENDEE", "ORGANIZER", "ATTACH", "CONFERENCE", "RRULE", "DURATION"}
    assert {child.name for child in tree.children} <= {"VTIMEZONE", "VEVENT"}
    assert {child.name for event in events for child in event.children} <= {"VALARM"}


@settings(deadline=None)
@given(entries)
def test_what_is_written_comes_back(entry):
    tree = read(a_feed(entry))
    (event,) = tree.all("VEVENT")
    zones = {zone.value("TZID"): Zone(zone) for zone in tree.all("VTIMEZONE")}
    assert unescape(event.value("SUMMARY")) == clean(entry.content.title)
    assert unescape(event.value("X-AFTERWORD-KEY")) == clean(entry.key)
    assert event.value("STATUS").lower() == entry.status
    assert [_moment(event, name, zones) for name in ("DTSTART", "DTEND")] == [
        entry.content.when.start,
        entry.content.when.end,
    ]
    notes = [unescape(value) for (name, _, value) in event.lines if name == "DESCRIPTION"]
    assert notes == [clean(entry.content.notes)] * bool(entry.content.notes)
    listed = [values(value) for (name, _, value) in event.lines if name == "CATEGORIES"]
    assert "".join(*listed or [[]]) == "".join(map(clean, entry.categories))
    assert len(event.all("VALARM")) == len(entry.content.reminders)


@settings(deadline=None)
@given(feeds, st.randoms())
def test_the_order_of_the_entries_is_of_no_matter(listed, chance):
    shuffled = list(listed)
    chance.shuffle(shuffled)
    assert a_feed(*shuffled) == a_feed(*listed)


@settings(deadline=None)
@given(feeds)
def test_kept_events_assembled_are_the_feed(listed):
    ordered = sorted(listed, key=lambda entry: (_start(entry), entry.uid))
    zones = frozenset().union(*map(tzids, ordered))
    kept = assemble(map(vevent, ordered), zones=zones, name="Follow-ups", timezone="Europe/Berlin")
    assert kept == a_feed(*listed)


def test_entries_stand_in_order_of_instant_not_of_wall_clock():
    early = an_entry("early", start=datetime(2026, 11, 27, 18, tzinfo=ZoneInfo("Asia/Tokyo")))
    late = an_entry("late", start=datetime(2026, 11, 27, 10, 30, tzinfo=BERLIN))
    found = read(a_feed(late, early)).all("VEVENT")
    assert [event.value("X-AFTERWORD-KEY") for event in found] == ["early", "late"]


def test_a_moved_entry_changes_and_its_neighbour_keeps_its_bytes():
    """Case 9 of the facts."""
    call, card = an_entry("call"), an_entry("card")
    moved = dataclasses.replace(
        call,
        content=Content(
            title=call.content.title,
            when=Span(
                start=datetime(2026, 11, 28, 10, tzinfo=BERLIN),
                end=datetime(2026, 11, 28, 11, tzinfo=BERLIN),
            ),
        ),
        sequence=1,
        modified=call.modified + timedelta(hours=1),
    )
    before, after = a_feed(call, card), a_feed(moved, card)
    assert vevent(card) in before
    assert vevent(card) in after
    assert vevent(call) not in after
    changed = set(event_lines(moved)) - set(event_lines(call))
    assert changed == {
        "DTSTAMP:20261120T101500Z",
        "LAST-MODIFIED:20261120T101500Z",
        "SEQUENCE:1",
        "DTSTART;TZID=Europe/Berlin:20261128T100000",
        "DTEND;TZID=Europe/Berlin:20261128T110000",
    }


def test_of_two_revisions_the_later_is_written():
    first, second = an_entry(title="First"), an_entry(title="Second", sequence=1)
    for order in ((first, second), (second, first)):
        (event,) = read(a_feed(*order)).all("VEVENT")
        assert event.value("SUMMARY") == "Second"


def test_no_follow_ups_is_a_calendar_without_events():
    tree = read(a_feed())
    assert tree.children == []
    assert tree.value("VERSION") == "2.0"


def test_a_subscription_says_its_name_zone_and_refresh():
    lines = content_lines(a_feed(name="Alex, Morgan; \\n"))
    assert lines[:12] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Afterword//Follow-ups//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Alex\\, Morgan\\; \\\\n",
        "X-WR-CALNAME:Alex\\, Morgan\\; \\\\n",
        "X-WR-TIMEZONE:Europe/Berlin",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#008080",
    ]


def test_an_object_for_caldav_has_no_method_and_nothing_of_a_subscription():
    tree = read(a_feed(an_entry(), method=None))
    assert tree.names() == ["VERSION", "PRODID", "CALSCALE"]
    assert [child.name for child in tree.children] == ["VTIMEZONE", "VEVENT"]


def test_an_entry_blocks_no_time_unless_told_to():
    assert {"TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "CLASS:PRIVATE"} <= set(
        event_lines(an_entry())
    )
    assert {"TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "CLASS:PRIVATE"} <= set(
        event_lines(an_entry(transparent=False))
    )


def test_nothing_rings_unless_the_content_says_so():
    assert b"VALARM" not in vevent(an_entry())
    rung = vevent(an_entry(title="Call", reminders=(timedelta(minutes=10), timedelta(days=1))))
    (event,) = read(a_feed(an_entry(title="Call", reminders=(timedelta(minutes=10),)))).all(
        "VEVENT"
    )
    assert event.children[0].lines == [
        ("ACTION", {}, "DISPLAY"),
        ("DESCRIPTION", {}, "Call"),
        ("TRIGGER", {}, "-PT10M"),
    ]
    assert rung.count(b"BEGIN:VALARM") == 2
    assert b"TRIGGER:-P1D\r\n" in rung


def test_lines_without_a_value_are_left_out():
    bare = event_lines(an_entry(notes="", url=None, categories=()))
    assert not [line for line in bare if re.match("DESCRIPTION|URL|CATEGORIES", line)]


def test_whole_days_are_dates_with_the_end_exclusive():
    lines = event_lines(an_all_day_entry(days=2))
    assert "DTSTART;VALUE=DATE:20261128" in lines
    assert "DTEND;VALUE=DATE:20261130" in lines


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        pytest.param(date(2026, 2, 28), date(2026, 2, 28), "20260301", id="an empty day"),
        pytest.param(date(2026, 2, 28), date(2026, 2, 1), "20260301", id="days run backwards"),
        pytest.param(
            datetime(2026, 11, 27, 9, tzinfo=BERLIN),
            datetime(2026, 11, 27, 9, tzinfo=BERLIN),
            "20261127T090100",
            id="an empty time",
        ),
        pytest.param(
            datetime(2026, 11, 27, 9, tzinfo=BERLIN),
            datetime(2026, 11, 27, 9, 0, 30, tzinfo=BERLIN),
            "20261127T090100",
            id="less than a minute",
        ),
        pytest.param(
            datetime(2026, 10, 25, 2, 50, tzinfo=BERLIN),
            datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN, fold=1),
            "20261025T011000Z",
            id="twenty minutes that look backwards",
        ),
    ],
)
def test_the_end_is_later_than_the_start(start, end, written):
    entry = an_entry(when=Span(start=start, end=end))
    (found,) = (line for line in event_lines(entry) if line.startswith("DTEND"))
    assert found.rpartition(":")[2] == written


def test_stamps_are_the_modification_in_utc():
    entry = an_entry(
        modified=datetime(2026, 11, 20, 10, 15, tzinfo=BERLIN),
        created=datetime(2026, 11, 18, 9, tzinfo=BERLIN),
    )
    assert {
        "DTSTAMP:20261120T091500Z",
        "LAST-MODIFIED:20261120T091500Z",
        "CREATED:20261118T080000Z",
    } <= set(event_lines(entry))


@pytest.mark.parametrize("field", ["created", "modified"])
def test_naive_stamps_are_refused(field):
    with pytest.raises(ValueError, match="aware"):
        an_entry(**{field: datetime(2026, 11, 20)})  # noqa: DTZ001 - what is refused


def _moment(event, name, zones):
    ((_, parameters, value),) = (line for line in event.lines if line[0] == name)
    if parameters.get("VALUE") == "DATE":
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date()
    return instant(value, parameters, zones)


def _start(entry):
    start = entry.content.when.start
    if isinstance(start, datetime):
        return start.astimezone(UTC)
    return datetime(start.year, start.month, start.day, tzinfo=UTC)
