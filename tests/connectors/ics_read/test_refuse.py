import gzip
import io
import zipfile

import pytest

from connectors.ics.read import NotACalendar, read
from connectors.ics.refuse import MOST_EVENTS
from tests.connectors.ics_read.calendars import HOME, vcalendar, vevent


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("calendar.ics", vcalendar())
    return buffer.getvalue()


SECRET = b"Sesame"
BAD = {
    "empty": (b"", "empty"),
    "white space": (b" \r\n\n ", "empty"),
    "web page": (b"\n<!DOCTYPE html><html>Sesame BEGIN:VCALENDAR</html>", "web page"),
    "page after a comment": (b"<!-- Sesame --><HTML>", "web page"),
    "xml": (b"<?xml version='1.0'?><d:multistatus>Sesame", "XML"),
    "zip": (zipped(), "zip"),
    "gzip": (gzip.compress(vcalendar()), "gzip"),
    "utf-16": ("BEGIN:VCALENDAR\r\nSesame".encode("utf-16"), "UTF-16"),
    "utf-16 without mark": ("BEGIN:VCALENDAR".encode("utf-16-le"), "UTF-16"),
    "utf-16 big end first": ("BEGIN:VCALENDAR".encode("utf-16-be"), "UTF-16"),
    "pdf": (b"%PDF-1.7 Sesame", "PDF"),
    "json": (b'["vcalendar", ["Sesame"]]', "JSON"),
    "contacts": (b"BEGIN:VCARD\r\nFN:Sesame\r\nEND:VCARD\r\n", "contacts"),
    "plain text": (b"Sesame, open", "not a calendar"),
    "a path": (b"/etc/passwd", "not a calendar"),
    "calendar in the middle of a line": (b"Sesame BEGIN:VCALENDAR", "not a calendar"),
    "truncated": (vcalendar(vevent("SUMMARY:Sesame"))[:-16], "cut off"),
    "truncated after a whole one": (vcalendar() + vcalendar()[:-16], "cut off"),
    "whole after a truncated one": (vcalendar()[:-16] + b"\r\n" + vcalendar(), "cut off"),
}


@pytest.mark.parametrize(("body", "word"), BAD.values(), ids=BAD.keys())
def test_what_is_no_calendar_is_refused_in_a_sentence_of_our_own(body, word):
    with pytest.raises(NotACalendar) as refused:
        read(body, home=HOME)
    problem = refused.value.problem
    assert word in problem.what
    assert problem.next_step.endswith(".")
    told = f"{problem}{refused.value}"
    assert SECRET.decode() not in told
    assert "passwd" not in told


def test_an_empty_calendar_is_a_calendar():
    assert read(vcalendar(), home=HOME).events == ()


def test_a_calendar_of_more_events_than_anybody_has_is_refused():
    body = vcalendar(*["BEGIN:VEVENT\r\nEND:VEVENT"] * (MOST_EVENTS + 1))
    with pytest.raises(NotACalendar, match="50,001 events"):
        read(body, home=HOME)
