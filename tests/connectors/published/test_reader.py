"""A process that reads: killed when it must be, and nobody notices but that one calendar."""

import os
import pickle
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.contract import Span
from connectors.ics.read import NotACalendar, read
from connectors.published import Reader, child
from connectors.published.reader import TooHard
from tests.bench.calendar_generator import calendar as generated
from tests.connectors.published.hostile import GOOD, SURVIVED_BODIES, calendar, event

HOME = ZoneInfo("Europe/Berlin")
SCREEN = re.compile("interview")
WINDOW = Span(start=datetime(2026, 8, 1, tzinfo=UTC), end=datetime(2027, 12, 1, tzinfo=UTC))
# Found by no line of 28 letters, and tried at 2^28 places: Python has nothing to stop it with.
ENDLESS = re.compile("(a+)+$")
TRAP = calendar(event("t@there", title="a" * 60 + "!"))


@pytest.fixture
def own():
    reader = Reader(seconds=5)
    yield reader
    reader.close()


@pytest.mark.parametrize("name", SURVIVED_BODIES)
def test_it_reads_what_reading_here_gives(name, reader):
    body = SURVIVED_BODIES[name]
    assert reader.read(body, home=HOME, screen=SCREEN, window=WINDOW) == read(
        body, home=HOME, screen=SCREEN, window=WINDOW
    )


def test_it_reads_a_large_calendar_alike(reader):
    body = generated(events=2000)
    assert reader.read(body, home=HOME, window=WINDOW) == read(body, home=HOME, window=WINDOW)


ODD = st.lists(
    st.sampled_from(
        [*GOOD.splitlines(), b"", b"x", b"BEGIN:VEVENT", b"DTSTART;TZID=Q:20261201T0900"]
    )
)


@settings(max_examples=60, deadline=None)
@given(lines=ODD)
def test_it_reads_anything_alike(lines, reader):
    body = b"\r\n".join(lines)
    assert outcome(reader.read, body) == outcome(read, body)


def outcome(reading, body):
    try:
        return reading(body, home=HOME)
    except NotACalendar as fault:
        return fault.problem


def test_one_that_takes_too_long_is_killed_and_the_next_is_read():
    reader = Reader(seconds=1)
    assert reader.read(GOOD, home=HOME).events
    first = reader._child.pid
    began = time.monotonic()
    with pytest.raises(TooHard, match="too long"):
        reader.read(TRAP, home=HOME, screen=ENDLESS)
    assert time.monotonic() - began < 3
    assert not alive(first)
    assert reader.read(GOOD, home=HOME) == read(GOOD, home=HOME)
    reader.close()


def test_one_that_takes_too_much_memory_is_refused_and_the_next_is_read():
    reader = Reader(megabytes=160)
    # 40 MB of one event: more than such a process has room for several copies of.
    huge = calendar(event("h@there", DESCRIPTION="x" * 40_000_000))
    with pytest.raises(TooHard):
        reader.read(huge, home=HOME)
    assert reader.read(GOOD, home=HOME) == read(GOOD, home=HOME)
    reader.close()


def test_the_limit_of_memory_is_the_child_s_own(own):
    own.read(GOOD, home=HOME)
    with open(f"/proc/{own._child.pid}/limits") as limits:  # noqa: PTH123
        assert re.search(r"Max address space +536870912 +536870912", limits.read())


def test_a_child_that_died_while_idle_is_no_fault_of_the_next_calendar(own):
    own.read(GOOD, home=HOME)
    os.kill(own._child.pid, signal.SIGKILL)
    assert own.read(GOOD, home=HOME) == read(GOOD, home=HOME)


def test_a_child_that_cannot_start_is_told_and_not_tried_for_ever(own, monkeypatch):
    monkeypatch.setattr("connectors.published.reader._START", "raise SystemExit")
    with pytest.raises(TooHard, match="broke off"):
        own.read(GOOD, home=HOME)
    assert own._child is None


def test_threads_share_it_one_after_the_other(own):
    bodies = [calendar(event(f"{n}@there")) for n in range(20)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda body: own.read(body, home=HOME).events[0].uid, bodies))
    assert found == [f"{n}@there" for n in range(20)]


def test_an_interrupted_reading_is_not_taken_for_the_next_one(own, monkeypatch):
    own.read(GOOD, home=HOME)
    honest = pickle.loads
    monkeypatch.setattr("connectors.published.reader.pickle.loads", interrupted)
    with pytest.raises(KeyboardInterrupt):
        own.read(calendar(event("lost@there")), home=HOME)
    monkeypatch.setattr("connectors.published.reader.pickle.loads", honest)
    assert own.read(GOOD, home=HOME) == read(GOOD, home=HOME)


def interrupted(_):
    raise KeyboardInterrupt


def test_it_knows_no_secret(own, monkeypatch):
    monkeypatch.setenv("AFTERWORD_KEY", "sEcReT")
    own.read(GOOD, home=HOME)
    with open(f"/proc/{own._child.pid}/environ") as environment:  # noqa: PTH123
        assert "sEcReT" not in environment.read()


def test_it_ends_with_its_parent():
    code = (
        "from connectors.published import Reader; from zoneinfo import ZoneInfo\n"
        "reader = Reader(); body = b'BEGIN:VCALENDAR\\r\\nEND:VCALENDAR\\r\\n'\n"
        "reader.read(body, home=ZoneInfo('UTC')); print(reader._child.pid, flush=True)\n"
        "import os; os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    assert waited_for(lambda: not alive(pid))


def test_it_ends_by_itself_when_idle_for_long(monkeypatch):
    start = "import connectors.published.child as c; c.IDLE_SECONDS = 0.2; c.serve(512)"
    monkeypatch.setattr(
        "connectors.published.reader._START",
        f"import sys; sys.path[:] = sys.argv[2:]; {start}",
    )
    reader = Reader()
    reader.read(GOOD, home=HOME)
    assert waited_for(lambda: reader._child.poll() is not None)
    assert reader.read(GOOD, home=HOME).events
    reader.close()
    assert child.IDLE_SECONDS <= 20  # each thread that works has such a process


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def waited_for(true):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False
