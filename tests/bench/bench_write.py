"""Ours against icalendar: the same 2,000 follow-ups as one feed, in one interleaved run.

Run it by hand: `python tests/bench/bench_write.py`. Under pytest it holds the ratio.
"""

import gc
import sys
from datetime import UTC, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import icalendar

from connectors.contract import Content, Span
from connectors.ics.write import Entry, calendar

EVENTS, ROUNDS = 2_000, 5
BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
STAMP = datetime(2026, 1, 2, 9, 15, tzinfo=UTC)


def an_entry(number):
    start = FIRST + timedelta(hours=4 * number)
    return Entry(
        uid=f"fu-{number:052}@afterword",
        key=f"visit-{number}/call",
        content=Content(
            title=f"Call: Zoë Müller, no. {number} (Backend)",
            notes="Ask, politely, for the date.\nhttps://afterword.example/f/123\n" * 2,
            when=Span(
                start=start.astimezone(BERLIN),
                end=(start + timedelta(minutes=15)).astimezone(BERLIN),
            ),
        ),
        status="confirmed",
        created=STAMP,
        modified=STAMP,
        url="https://afterword.example/f/123",
    )


def by_icalendar(entries):
    feed = icalendar.Calendar()
    for name, value in (("PRODID", "-//bench//EN"), ("VERSION", "2.0"), ("METHOD", "PUBLISH")):
        feed.add(name, value)
    for entry in entries:
        feed.add_component(_event(entry))
    feed.add_missing_timezones()
    return feed.to_ical()


def _event(entry):
    event = icalendar.Event()
    content = entry.content
    for name, value in (
        ("UID", entry.uid),
        ("DTSTAMP", entry.modified),
        ("LAST-MODIFIED", entry.modified),
        ("CREATED", entry.created),
        ("SEQUENCE", entry.sequence),
        ("DTSTART", content.when.start),
        ("DTEND", content.when.end),
        ("SUMMARY", content.title),
        ("DESCRIPTION", content.notes),
        ("URL", entry.url),
        ("CATEGORIES", list(entry.categories)),
        ("STATUS", entry.status.upper()),
        ("TRANSP", "TRANSPARENT"),
        ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE"),
        ("CLASS", "PRIVATE"),
        ("X-AFTERWORD-KEY", entry.key),
    ):
        event.add(name, value)
    return event


def by_us(entries):
    return calendar(entries, name="Follow-ups", timezone="Europe/Berlin")


def measure():
    """Seconds of both, the best of alternating rounds: what a busy machine adds is not ours."""
    entries = [an_entry(number) for number in range(EVENTS)]
    for write in (by_us, by_icalendar):
        assert write(entries[:50]).count(b"BEGIN:VEVENT") == 50
    rounds = [[_seconds(write, entries) for write in (by_us, by_icalendar)] for _ in range(ROUNDS)]
    return tuple(min(times) for times in zip(*rounds, strict=True))


def _seconds(write, entries):
    gc.collect()
    begin = process_time()
    write(entries)
    return process_time() - begin


def report():
    ours, theirs = measure()
    print(
        f"{EVENTS} events: ours {ours * 1000:.0f} ms, icalendar {theirs * 1000:.0f} ms, "
        f"ratio {theirs / ours:.1f}, {EVENTS / ours:.0f} events/s"
    )
    return theirs / ours


def test_writing_is_many_times_as_fast_as_through_icalendar():
    assert report() > 8


if __name__ == "__main__":
    sys.exit(report() <= 8)
