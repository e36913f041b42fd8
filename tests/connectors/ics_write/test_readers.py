"""What two other parsers read from our feed: icalendar, and `ical`, which is strict."""

from datetime import UTC, datetime

import icalendar
import pytest
from hypothesis import given, settings
from ical.calendar_stream import IcsCalendarStream

from connectors.ics.write import calendar
from tests.connectors.ics_write.entries import an_entry, entries, feeds
from tests.connectors.ics_write.reader import clean, unescape

HOSTILE = {
    "backslash": "a\\b",
    "semicolon": "a;b",
    "comma": "a,b",
    "crlf": "a\r\nATTENDEE:mailto:x@y.z",
    "lone cr": "a\rATTENDEE:mailto:x@y.z",
    "lone lf": "a\nATTENDEE:mailto:x@y.z",
    "nul": "a\0b",
    "vertical tab": "a\x0bATTENDEE:mailto:x@y.z",
    "next line": "a\x85ATTENDEE:mailto:x@y.z",
    "line separator": "a\u2028ATTENDEE:mailto:x@y.z",
    "an event": "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:b",
    "a fold": "a\r\n b",
    "escaped capital N": "C:\\New folder",
    "escaped small n": "C:\\new folder",
    "quotes": 'a"b"^nc',
    "a flood": "\\,;\n面" * 100,
}


def a_feed(*listed):
    return calendar(listed, name="Follow-ups", timezone="Europe/Berlin")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_becomes_a_property_or_an_event(text):
    """Case 8 of the facts."""
    feed = a_feed(
        an_entry(uid=text, key=text, title=text, notes=text, url=text, categories=(text,)),
        an_entry("neighbour"),
    )
    found = icalendar.Calendar.from_ical(feed)
    first = next(
        event
        for event in found.events
        if "x-afterword-key" in event and event["X-AFTERWORD-KEY"] != "neighbour"
    )
    assert len(found.walk("VEVENT")) == 2
    assert not any("ATTENDEE" in component for component in found.walk())
    assert str(first["UID"]) == str(first["CATEGORIES"].cats[0]) == clean(text)
    assert str(first["SUMMARY"]) == clean(" ".join(text.split()))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_calendar_name_becomes_a_property(text):
    feed = calendar([an_entry()], name=text, timezone=text)
    found = icalendar.Calendar.from_ical(feed)
    for name in ("NAME", "X-WR-CALNAME", "X-WR-TIMEZONE"):  # icalendar leaves them escaped
        assert unescape(str(found[name])) == clean(text)
    assert sorted(found) == sorted(icalendar.Calendar.from_ical(a_feed(an_entry())))
    assert len(found.walk("VEVENT")) == 1


@settings(max_examples=60, deadline=None)
@given(entries)
def test_icalendar_reads_what_was_written(entry):
    (event,) = icalendar.Calendar.from_ical(a_feed(entry)).events
    assert event.errors == []
    assert event["UID"] == entry.uid
    assert str(event["SUMMARY"]) == clean(entry.content.title)
    assert str(event.get("DESCRIPTION", "")) == clean(entry.content.notes)
    assert [_utc(event.start), _utc(event.end)] == [
        _utc(entry.content.when.start),
        _utc(entry.content.when.end),
    ]
    assert event["SEQUENCE"] == entry.sequence
    assert event.DTSTAMP == event.LAST_MODIFIED == entry.modified
    assert [alarm.TRIGGER for alarm in event.walk("VALARM")] == [
        -before for before in entry.content.reminders
    ]


@settings(max_examples=30, deadline=None)
@given(feeds)
def test_ical_reads_what_was_written(listed):
    found = IcsCalendarStream.calendar_from_ics(a_feed(*listed).decode())
    events = {event.uid: event for event in found.events}
    assert set(events) == {entry.uid for entry in listed}
    for entry in listed:
        event = events[entry.uid]
        assert event.summary == clean(entry.content.title)
        assert (event.description or "") == clean(entry.content.notes)
        assert [_utc(event.dtstart), _utc(event.dtend)] == [
            _utc(entry.content.when.start),
            _utc(entry.content.when.end),
        ]


def _utc(moment):
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
