"""libical, which Evolution and KOrganizer read with, has nothing to complain about."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.ics.write import calendar
from tests.connectors.ics_write.entries import ZONES, an_all_day_entry, an_entry

PYTHON = "/usr/bin/python3"
CHECK = Path(__file__).with_name("libical_check.py")
PROBE = "import gi; gi.require_version('ICalGLib', '3.0'); from gi.repository import ICalGLib"


def _libical_is_there():
    if not Path(PYTHON).exists():
        return False
    probe = subprocess.run([PYTHON, "-c", PROBE], capture_output=True, check=False)
    return probe.returncode == 0


pytestmark = pytest.mark.skipif(
    not _libical_is_there(),
    reason="libical's check needs the Debian packages gir1.2-ical-3.0 and python3-gi",
)

AWKWARD = [
    an_entry("text", title="Zoë; 面試, \\ " * 20, notes="a\\N\n;,\0" * 50, status="tentative"),
    an_entry("alarm", reminders=(timedelta(minutes=10), timedelta(), -timedelta(hours=25))),
    an_entry("link", url="https://afterword.example/f/1?x=é", categories=("a,b", "c")),
    an_all_day_entry(),
]


def check(feed):
    ran = subprocess.run([PYTHON, CHECK], input=feed, capture_output=True, check=True, timeout=60)
    return json.loads(ran.stdout)


def a_feed(listed, method="PUBLISH"):
    return calendar(listed, name="Follow-ups, Alex", timezone="Europe/Berlin", method=method)


def with_organizer(feed):
    return feed.replace(b"\nSTATUS:", b"\nORGANIZER:mailto:nobody@example.com\r\nSTATUS:")


def test_a_published_feed_lacks_nothing_but_the_organizer_we_leave_out():
    """RFC 5546 3.2.1 wants an ORGANIZER beside PUBLISH; nobody enforces it, and it would invite."""
    feed = a_feed(AWKWARD)
    assert all("ORGANIZER" in complaint for complaint in check(feed)["complaints"])
    assert check(with_organizer(feed))["complaints"] == []


def test_an_object_for_caldav_lacks_nothing():
    assert check(a_feed(AWKWARD, method=None))["complaints"] == []


@pytest.mark.parametrize("name", [b"DTSTAMP", b"UID", b"DTSTART", b"SUMMARY"])
def test_the_check_would_complain(name):
    feed = with_organizer(a_feed([an_entry()]))
    broken = b"".join(line for line in feed.splitlines(keepends=True) if not line.startswith(name))
    assert check(broken)["complaints"]


def test_libical_reads_the_same_instants_from_the_vtimezone_alone():
    """Renamed, so that libical cannot know the zone by its name."""
    starts = {
        f"{zone} {hour}": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        for zone in ZONES
        for hour in range(0, 17000, 91)
    }
    feed = a_feed(
        an_entry(name, uid=name, start=start.astimezone(ZoneInfo(name.partition(" ")[0])))
        for name, start in starts.items()
    )
    found = check(feed.replace(b"TZID=", b"TZID=x-").replace(b"TZID:", b"TZID:x-"))["starts"]
    assert found == {name: int(start.timestamp()) for name, start in starts.items()}
