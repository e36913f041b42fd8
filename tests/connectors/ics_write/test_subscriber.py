"""A real subscriber: vdirsyncer fetches the feed over HTTP, khal shows what it says."""

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from connectors.ics.write import calendar
from tests.connectors.ics_write.entries import BERLIN, an_all_day_entry, an_entry

VDIRSYNCER, KHAL = (Path(sys.executable).with_name(name) for name in ("vdirsyncer", "khal"))

pytestmark = pytest.mark.skipif(
    not (VDIRSYNCER.exists() and KHAL.exists()),
    reason="the subscriber test needs vdirsyncer and khal beside the interpreter (extra: dev)",
)

SYNC = """
[general]
status_path = "{home}/status"

[pair feed]
a = "remote"
b = "local"
collections = null

[storage remote]
type = "http"
url = "http://127.0.0.1:{port}/followups.ics"

[storage local]
type = "filesystem"
path = "{home}/events"
fileext = ".ics"
"""

SHOW = """
[calendars]
[[feed]]
path = {home}/events

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin

[sqlite]
path = {home}/khal.db
"""

CALL = an_entry(
    "call", title="Call: Zoë Müller; Backend, Acme \\ 面試 " * 3, notes="Ask\nfor C:\\New, ;"
)
CARD = an_all_day_entry("card")
EMAIL = an_entry(
    "email",
    title="Email Ana",
    start=datetime(2026, 11, 27, 20, tzinfo=ZoneInfo("Asia/Tokyo")),
)
TWICE = an_entry(
    "twice",
    title="Second half past two",
    start=datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN),
)


def test_a_subscriber_sees_every_follow_up_and_loses_the_removed_one(tmp_path):
    with subscription(tmp_path) as publish:
        assert publish(CALL, CARD, EMAIL, TWICE) == [
            f"2026-10-25 02:30-02:45 {TWICE.content.title}|",
            f"2026-11-27 09:30-09:45 {CALL.content.title}|Ask for C:\\New, ;",
            f"2026-11-27 12:00-12:15 {EMAIL.content.title}|",
            f"2026-11-28 - {CARD.content.title}|",
        ]
        assert publish(CARD, EMAIL) == [
            f"2026-11-27 12:00-12:15 {EMAIL.content.title}|",
            f"2026-11-28 - {CARD.content.title}|",
        ]


def test_a_subscriber_accepts_a_feed_without_follow_ups(tmp_path):
    with subscription(tmp_path) as publish:
        assert publish() == []


@contextmanager
def subscription(home):
    """Give a function that publishes entries, lets the subscriber sync, and lists what it has."""
    feed = bytearray()
    with served(feed) as port:
        (home / "sync.conf").write_text(SYNC.format(home=home, port=port))
        (home / "khal.conf").write_text(SHOW.format(home=home))
        (home / "events").mkdir()

        def publish(*entries):
            feed[:] = calendar(entries, name="Follow-ups", timezone="Europe/Berlin")
            for command in ("discover", "sync"):
                run(home, VDIRSYNCER, "-c", home / "sync.conf", command, "feed")
            return listed(home)

        yield publish


def listed(home):
    shape = "{start-date} {start-time}-{end-time} {title}|{description}@@"
    shown = run(
        home, KHAL, "-c", home / "khal.conf",
        "list", "--day-format", "", "--format", shape, "2026-10-20", "60d",
    )  # fmt: skip
    return [" ".join(event.split()) for event in shown.split("@@") if event.strip()]


@contextmanager
def served(feed):
    class Feed(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(feed)))
            self.end_headers()
            self.wfile.write(feed)

        def log_message(self, *ignored):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Feed) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def run(home, program, *arguments):
    environment = {**os.environ, "HOME": str(home), "NO_PROXY": "127.0.0.1", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(
        [program, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
