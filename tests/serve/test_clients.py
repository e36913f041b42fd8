"""The feed as programs outside find it: HTTP, and two strict parsers."""

import gzip
from datetime import UTC, datetime

import pytest
from ical.calendar_stream import IcsCalendarStream

from tests.connectors.ics_write.reader import physical_lines
from tests.connectors.ics_write.test_libical import _libical_is_there, check
from tests.serve.origin import interview
from tests.serve.test_story import ACME, LUNCH, START

AWKWARD = interview(
    "awkward",
    START,
    "DESCRIPTION:talked to: Zoë Müller - 面試\\; C:\\\\New\\, \\ntalked to: Bob\\, Jr. - tests",
    title="Interview with Zoë & Söhne\\, 面試\\; GmbH - Engineer #interview",
)
PRIVATE = {
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@pytest.fixture
def fed(alex, origin):
    alex.add(origin.put("personal", ACME, AWKWARD, LUNCH))
    return alex


def test_head_tells_what_get_would(fed):
    got, head = fed.fetch(), fed.fetch(method="HEAD")
    assert (got.status, head.status) == (200, 200)
    assert head.body == b""
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}
    assert got.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert got.headers["Content-Length"] == f"{len(got.body)}"
    assert dict(got.headers).items() >= {name.lower(): PRIVATE[name] for name in PRIVATE}.items()


def test_whoever_holds_it_is_told_so(fed, origin):
    got = fed.fetch()
    etag, modified = got.headers["ETag"], got.headers["Last-Modified"]
    for held in (etag, f"W/{etag}", f'"x", {etag}', "*", f'{etag[:-1]}-gzip"'):
        answer = fed.fetch(If_None_Match=held)
        assert (answer.status, answer.body) == (304, b""), held
        assert answer.headers["ETag"] == etag
    assert fed.fetch(If_Modified_Since=modified).status == 304
    assert fed.fetch(If_None_Match='"x"', If_Modified_Since=modified).status == 200
    (source,) = fed.api("/sources").json["sources"]
    origin.put("personal", AWKWARD)
    fed.check(source["id"])
    changed = fed.fetch(If_None_Match=etag)
    assert changed.status == 200
    assert changed.headers["ETag"] != etag
    assert b"Acme" not in changed.body


def test_it_is_packed_for_whoever_can_unpack_it(fed):
    plain, packed = fed.fetch(), fed.fetch(Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert fed.fetch(If_None_Match=packed.headers["ETag"]).status == 304
    assert fed.fetch(Accept_Encoding="gzip;q=0").headers["Content-Encoding"] is None


def test_credentials_and_wishes_change_nothing(fed):
    asked = {"Authorization": "Bearer x", "Cookie": "a=b", "Accept": "text/html"}
    assert fed.fetch(**asked).body == fed.body()


def test_an_unknown_address_is_missing_and_a_withdrawn_one_is_gone(fed):
    old, body = fed.feed, fed.body()
    fed.rotate()
    assert fed.body() == body
    new, fed.feed = fed.feed, old
    gone = fed.fetch()
    assert (gone.status, b"BEGIN" in gone.body) == (410, False)
    fed.feed = new[:5] + new[5:].swapcase()
    unknown = fed.fetch()
    assert (unknown.status, b"BEGIN" in unknown.body) == (404, False)
    fed.feed = new
    assert fed.api("/feed/revoke", method="POST").status == 204
    assert fed.fetch().status == 410


def test_ical_reads_the_served_bytes_strictly(fed):
    body = fed.body()
    physical_lines(body)
    found = {
        event.uid: event for event in IcsCalendarStream.calendar_from_ics(body.decode()).events
    }
    entries = fed.entries()
    assert len(found) == len(entries) == 10
    for event in entries.values():
        same = found[str(event["UID"])]
        assert same.summary == str(event["SUMMARY"])
        assert same.description == str(event["DESCRIPTION"])
        assert utc(same.dtstart) == utc(event["DTSTART"].dt)
    assert any("Zoë Müller" in event.summary for event in found.values())


@pytest.mark.skipif(
    not _libical_is_there(),
    reason="libical's check needs the Debian packages gir1.2-ical-3.0 and python3-gi",
)
def test_libical_has_nothing_to_complain_about(fed):
    found = check(fed.body())
    # Each entry lacks the organizer that RFC 5546 wants and calendar programs do not.
    assert all("ORGANIZER" in complaint for complaint in found["complaints"])
    timed = {
        str(event["UID"]): int(event["DTSTART"].dt.timestamp())
        for event in fed.entries().values()
        if isinstance(event["DTSTART"].dt, datetime)
    }
    assert timed.items() <= found["starts"].items()


def utc(moment):
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
