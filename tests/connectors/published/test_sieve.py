"""The law of the sieve: reading what it lets through gives what reading everything gives."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.contract import Span
from connectors.ics.read import NotACalendar, read
from connectors.published import digests
from connectors.published.sieve import sieve
from tests.bench.calendar_generator import calendar as generated

WINDOW = Span(start=datetime(2026, 8, 25, tzinfo=UTC), end=datetime(2027, 12, 28, tzinfo=UTC))
HOME = ZoneInfo("Europe/Berlin")

STARTS = ("20200101T090000", "20261201T090000", "20350101T090000", "20260823", "20260822T235959Z")
UIDS = ("one@x", "two@x", "ONE@x", "fold\r\n ed@x", "")
EXTRAS = (
    *("RRULE:FREQ=DAILY;COUNT=4000", "RRULE:FREQ=DAILY;UNTIL=20210101", "RDATE:20261202T090000"),
    *("RECURRENCE-ID:20261201T090000", "STATUS:CANCELLED", "SEQUENCE:3", "DTSTART:20261203T090000"),
    *("BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM", "DESCRIPTION:a\r\n BEGIN:VEVENT", ""),
    *("rRule:FREQ=DAILY;COUNT=4000", "rdate:20261202T090000", "dtstart:20261203T090000"),
    *("Uid:one@x", "uID:two@x", "UID", "BEGIN:VALARM\r\nUID:one@x\r\nEND:VALARM"),
    *("End:VEvent", "Begin:VEvent", "end:vevent\r\nbegin:vevent"),
    *("DTEND:20261201T100000", "dtend;value=date:20261202", "DTEND:20200101T100000"),
    *("DURATION:P3000D", "duration:+p3000d", "DURATION:PT1H"),
)
BETWEEN = (
    *("BEGIN:VTODO\r\nUID:t\r\nEND:VTODO", "BEGIN:VTIMEZONE\r\nTZID:Q\r\nEND:VTIMEZONE", "junk"),
    *("END:VCALENDAR\r\nBEGIN:VCALENDAR", "BEGIN:VEVENTS", "begin:vevent", "X-WR-CALNAME:Late", ""),
)


@st.composite
def events(draw):
    begin, end = draw(
        st.sampled_from(
            [("BEGIN:VEVENT", "END:VEVENT")] * 5
            + [
                ("begin:vevent", "end:vevent"),
                ("BEGIN:VEVENT ", "END:VEVENT\t"),
                ("BEGIN:VEVENT", "X:1"),
            ]
        )
    )
    uid, start = draw(st.sampled_from(UIDS)), draw(st.sampled_from(STARTS))
    lines = [f"UID:{uid}", f"DTSTART:{start}", *draw(st.lists(st.sampled_from(EXTRAS), max_size=2))]
    title = draw(st.sampled_from(["Interview", "Lunch"]))
    body = [begin, *draw(st.permutations(lines)), f"SUMMARY:{title}", end]
    return "\r\n".join([*body, draw(st.sampled_from(BETWEEN[-1:] * 9 + BETWEEN))]).strip() + "\r\n"


def said(body, **how):
    try:
        found = read(body, home=HOME, window=WINDOW, **how)
    except NotACalendar as fault:
        return fault.problem
    problems = sorted(
        re.sub(r"line \d+", "", problem.where) + problem.what for problem in found.problems
    )
    return found.events, problems, found.name, found.timezone, found.refresh


@pytest.mark.parametrize("screen", [None, re.compile("interview")])
@pytest.mark.parametrize("breaks", ["\r\n", "\n"])
@settings(max_examples=600, deadline=None)
@given(
    found=st.lists(events(), max_size=7),
    head=st.sampled_from(["", "X-WR-CALNAME:A\r\n"]),
    whole=st.booleans(),
)
def test_nothing_that_matters_is_left_out(found, head, whole, screen, breaks):
    text = f"BEGIN:VCALENDAR\r\n{head}{''.join(found)}{'END:VCALENDAR' if whole else ''}\r\n"
    body = text.replace("\r\n", breaks).encode()
    assert said(sieve(body, WINDOW).body, screen=screen) == said(body, screen=screen)


@pytest.mark.parametrize("line", ["BEGIN:VEVENTS", "BEGIN:VEVENT;X=1", "BEGIN:VEVENT-"])
def test_what_only_looks_like_the_beginning_of_an_event_divides_nothing(line):
    old = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART:20200101T090000\r\n{}\r\nEND:VEVENT\r\n"
    text = f"BEGIN:VCALENDAR\r\n{old.format(1, 'X:1')}{line}\r\n{old.format(2, 'X:2')}"
    body = f"{text}X-WR-CALNAME:Late\r\nEND:VCALENDAR\r\n".encode()
    assert said(sieve(body, WINDOW).body) == said(body)
    assert said(body)[2] == "Late"


ODD = {
    "ends before its start": "UID:1\r\nend:vevent\r\nDTSTART:20200101T090000",
    "holds another event": "UID:1\r\nDTSTART:20200101\r\nBegin:VEvent\r\nDTSTART:20261202",
    "has its UID twice": "Uid:one@x\r\nUID:1\r\nDTSTART:20200101T090000",
    "repeats in small letters": "UID:1\r\nDTSTART:20200101T090000\r\nrrule:FREQ=DAILY",
    "starts twice": "UID:1\r\nDtStart:20261201T090000\r\nDTSTART:20200101T090000",
    "has a UID in other letters": "DTSTART:20200101T090000\r\nUID:ONE@x",
    "ends in the window": "UID:1\r\nDTSTART:20200101T090000\r\nDTEND:20261201T090000",
    "lasts into the window": "DTSTART;VALUE=DATE:20200101\r\nDURATION:P3000D\r\nUID:1",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_old_event_that_could_matter_after_all_stays(odd):
    kept = OLD.format("UID:one@x\r\nDTSTART:20261201T090000")
    text = f"BEGIN:VCALENDAR\r\n{kept}{OLD.format(odd)}{kept}END:VCALENDAR\r\n"
    assert said(sieve(text.encode(), WINDOW).body) == said(text.encode())


@pytest.mark.parametrize("begin", ["BEGIN:VEVENT", "begin:vevent"])
def test_what_stands_between_events_never_comes_to_stand_after_them(begin):
    old = OLD.format("UID:{}\r\nDTSTART:20200101T090000")
    first = old.format(1).replace("BEGIN:VEVENT", begin) + "X-WR-CALNAME:Late\r\n"
    text = f"BEGIN:VCALENDAR\r\n{first}{old.format(2)}{old.format(3)}END:VCALENDAR\r\n"
    assert said(sieve(text.encode(), WINDOW).body) == said(text.encode())
    assert said(text.encode())[2] is None


def test_of_a_large_calendar_little_is_left():
    body = generated(events=3000)
    left = sieve(body, WINDOW)
    assert left.size == 3000
    assert len(left.body) < 0.3 * len(body)
    assert said(left.body) == said(body)


OLD = "BEGIN:VEVENT\r\n{}\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
WAYS = {
    "as Google does": "DTSTART;TZID=Europe/Berlin:20200101T090000\r\nUID:{}",
    "as Outlook does": "DESCRIPTION:a\r\n b\r\nUID:{}\r\nDTSTART;VALUE=DATE:20200101",
    "in small letters": "UID:{}\r\ndtstart:20200101T090000Z",
    "with an alarm": "UID:{}\r\nDTSTART:20200101T0900\r\nBEGIN:VALARM\r\nUID:a\r\nEND:VALARM",
}


@pytest.mark.parametrize("breaks", ["\r\n", "\n"])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_old_events_are_left_out_however_they_are_written(way, breaks):
    events = "".join(OLD.format(way.format(number)) for number in range(100))
    text = f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n"
    left = sieve(text.replace("\r\n", breaks).encode(), WINDOW)
    assert left.size == 100
    assert left.body == f"BEGIN:VCALENDAR{breaks}END:VCALENDAR{breaks}".encode()


def test_without_a_window_all_of_it_stays():
    body = generated(events=50)
    assert sieve(body, None).body == body
    assert sieve(body, None).size == 50


def test_too_many_events_are_refused_before_they_are_looked_at():
    with pytest.raises(NotACalendar, match="at most 50,000"):
        sieve(b"\nBEGIN:VEVENT" * 60_000, WINDOW)
    with pytest.raises(NotACalendar, match="at most 50,000"):
        sieve(b"\nBEGIN:VEVENT\nEND:VEVENT" * 1_000_000, WINDOW)


STAMPED = (
    b"BEGIN:VEVENT\r\nDTSTAMP:%b\r\nLAST-MODIFIED:%b\r\nSUMMARY:%b\r\nSEQUENCE:%b\r\nEND:VEVENT\r\n"
)


def stamped(stamp=b"1", modified=b"1", title=b"x", sequence=b"1"):
    return STAMPED % (stamp, modified, title, sequence) * 40


def test_the_digest_of_a_download_forgives_stamps_alone():
    same = digests.of_download(stamped())
    assert digests.of_download(stamped(stamp=b"2")) == same
    assert digests.of_download(stamped(stamp=b"2" * 40)) == same
    for other in (stamped(modified=b"2"), stamped(title=b"y"), stamped(sequence=b"2")):
        assert digests.of_download(other) != same


def test_the_digest_of_the_content_forgives_all_bookkeeping_and_nothing_else():
    same = digests.of_content(stamped())
    assert digests.of_content(stamped(stamp=b"2", modified=b"3", sequence=b"4")) == same
    assert digests.of_content(stamped(title=b"y")) != same
    assert digests.of_content(stamped(title=b"x\r\n CREATED:1")) != same
    assert digests.of_content(stamped().lower()) != same


@pytest.mark.parametrize("digest", [digests.of_download, digests.of_content])
def test_the_digest_of_a_body_is_that_of_all_its_pieces(digest, monkeypatch):
    whole = digest(stamped())
    for piece in (1, 10, 1000):
        monkeypatch.setattr("connectors.published.digests.PIECE", piece)
        assert digest(stamped()) == whole


@pytest.mark.parametrize("digest", [digests.of_download, digests.of_content])
@given(before=st.binary(max_size=40), after=st.binary(max_size=40))
def test_a_change_outside_the_bookkeeping_always_shows(digest, before, after):
    kept = [b"".join(line for line in re.split(rb"(?=\n)", x)) for x in (before, after)]
    volatile = re.compile(rb"(?i)\n(DTSTAMP|LAST-MODIFIED|CREATED|SEQUENCE|X-WR)")
    if before != after and not any(volatile.search(x) for x in kept):
        assert digest(before) != digest(after)
