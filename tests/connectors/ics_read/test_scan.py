from connectors.ics.scan import Scan, digest
from tests.connectors.ics_read.calendars import vcalendar, vevent

BLOCK = vevent("SUMMARY:Interview", "DTSTAMP:20261101T000000Z", "SEQUENCE:1").encode()


def test_a_new_download_is_no_change():
    again = BLOCK.replace(b"20261101T000000Z", b"20261102T111111Z").replace(
        b"SEQUENCE:1", b"SEQUENCE:2"
    )
    more = BLOCK.replace(
        b"\r\nSEQ", b"\r\nCREATED:20200101T000000Z\r\nlast-modified:20261101T000000Z\r\nSEQ"
    )
    assert digest(BLOCK) == digest(again) == digest(more)


def test_folds_and_line_ends_are_no_change():
    folded = BLOCK.replace(b"Interview", b"Inter\r\n view")
    assert digest(BLOCK) == digest(folded) == digest(BLOCK.replace(b"\r\n", b"\n") + b"\n")


def test_a_change_is_a_change():
    assert digest(BLOCK) != digest(BLOCK.replace(b"Interview", b"interview"))
    assert digest(BLOCK) != digest(BLOCK.replace(b"20261125", b"20261126"))
    assert digest(BLOCK) != digest(BLOCK.replace(b"DTSTAMP:", b"X-DTSTAMP:"))


def test_events_are_found_with_their_lines():
    scan = Scan(vcalendar(BLOCK.decode(), "X-JUNK:1", BLOCK.decode()))
    (calendar,) = scan.calendars
    events = scan.events(calendar)
    assert [scan.text(event).rstrip() for event in events] == [BLOCK, BLOCK]
    assert [scan.line(event) for event in events] == [4, 12]


def test_a_quoted_event_inside_a_text_is_no_event():
    quoting = vevent("DESCRIPTION:They wrote\\n\r\n BEGIN:VEVENT\r\n END:VEVENT")
    scan = Scan(vcalendar(quoting))
    assert len(scan.events(scan.calendars[0])) == 1
