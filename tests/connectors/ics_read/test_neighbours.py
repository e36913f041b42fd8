"""Whatever is wrong with one event, the others are read as if nothing were."""

import re
import time
from importlib.resources import files
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.ics.read import NotACalendar, read
from tests.connectors.ics_read.calendars import HOME, vcalendar, vevent

CORPUS = sorted(
    path
    for package in (icalendar, recurring_ical_events)
    for path in Path(str(files(package))).rglob("*.ics")
)
BEGIN = re.compile(rb"^BEGIN:VEVENT[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
ONE, TWO, THREE = (vevent("SUMMARY:Interview", f"SEQUENCE:{n}", uid=f"{n}@x") for n in (1, 2, 3))
EDGES = re.compile(r"(?i)(BEGIN|END)\s*:\s*(VEVENT|VCALENDAR|VTIMEZONE)")


def test_the_corpus_is_there():
    assert len(CORPUS) > 250


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_calendar_of_others_tests_is_read_and_no_event_lost(path):
    body = path.read_bytes()
    began = time.process_time()
    try:
        found = read(body, home=HOME)
    except NotACalendar:
        calendars = len(re.findall(rb"(?m)^BEGIN:VCALENDAR\s*$", body))
        assert calendars == 0 or calendars > body.count(b"END:VCALENDAR")
        return
    assert time.process_time() - began < 1
    known = {(event.uid, event.recurrence_id) for event in found.events}
    left_out = [problem for problem in found.problems if "left out" in problem.next_step]
    # Revisions of one event are one event; everything else is an event or a problem.
    assert len(BEGIN.findall(body)) >= len(found.events) + len(left_out) >= len(known)
    revisions = len(BEGIN.findall(body)) - len(found.events) - len(left_out)
    expected = _revisions(body)
    assert expected is None or revisions == expected


def _revisions(body):
    """VEVENTs that share UID, original start and, without one, start with an earlier one.

    None where icalendar, which loses a whole calendar to one bad line, can't tell.
    """
    try:
        calendars = icalendar.Calendar.from_ical(body, multiple=True)
    except Exception:  # noqa: BLE001 - it raises many kinds of them
        return None
    slots = [_slot(event) for calendar in calendars for event in calendar.walk("VEVENT")]
    slots = [slot for slot in slots if slot]
    return len(slots) - len(set(slots))


def _slot(event):
    if "UID" not in event or "DTSTART" not in event or isinstance(event["UID"], list):
        return None
    original, start = event.get("RECURRENCE-ID"), event["DTSTART"]
    moment = (original or (start[0] if isinstance(start, list) else start)).to_ical()
    return str(event["UID"]), original is None, moment


@settings(max_examples=150, deadline=None)
@given(
    cut=st.integers(0, len(TWO)),
    length=st.integers(0, 60),
    junk=st.one_of(
        st.binary(max_size=80),
        st.sampled_from(
            (
                *(b"\r\nDTSTART;TZID=Europe:20260101T000000", b"\r\nRRULE:FREQ=SECONDLY"),
                *(b"\r\nBEGIN:VALARM\r\nTRIGGER:x", b"\x00" * 50, b"\r\n \r\n\t", b"\xff\xfe"),
                *(b"\r\nDTEND;TZID=" + b"x" * 300 + b":20260101", b"\r\nRDATE:;;;,,,"),
            )
        ),
    ),
)
def test_no_damage_to_one_event_reaches_another(cut, length, junk):
    damaged = TWO.encode()[:cut] + junk + TWO.encode()[cut + length :]
    middle = b"\r\n".join((b"", damaged, b""))
    if EDGES.search(
        damaged.replace(b"BEGIN:VEVENT\r\n", b"", 1).decode("latin-1").rstrip("END:VT")
    ):
        return  # more than damage: another component
    body = vcalendar(ONE, "HERE", THREE).replace(b"\r\nHERE\r\n", middle)
    healthy = {event.uid: event for event in read(vcalendar(ONE, THREE), home=HOME).events}
    found = {event.uid: event for event in read(body, home=HOME).events}
    for uid in ("1@x", "3@x") if damaged.startswith(b"BEGIN:VEVENT\r\n") else ("3@x",):
        assert found[uid] == healthy[uid]


def test_an_event_that_breaks_in_an_unforeseen_way_is_a_problem(monkeypatch):
    from connectors.ics import read as module  # noqa: PLC0415 - the module, not the function

    def parse(block, source):
        if b"2@x" in block:
            raise TypeError("Interview")
        return original(block, source)

    original = module.parse
    monkeypatch.setattr(module, "parse", parse)
    found = read(vcalendar(ONE, TWO, THREE), home=HOME)
    assert [event.uid for event in found.events] == ["1@x", "3@x"]
    (problem,) = found.problems
    assert "Interview" not in f"{problem}"
