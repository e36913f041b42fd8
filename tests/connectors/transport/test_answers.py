"""What is made of an answer: only a whole 200, or a 304 that was asked for, is good."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from connectors.transport import Network, Refused, Unreachable, fetch
from connectors.transport.retry import retry_after
from tests.connectors.transport.loopback import CALENDAR, PUBLIC, moved, packed, reply

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_whole_answer_is_handed_over_with_its_validators(serve):
    server = serve(reply(ETag='W/"1-ü"', Last_Modified="Mon, 23 Nov 2026 12:00:00 GMT"))
    answer = fetch(server.url(), allow_hosts=server.allowed)
    assert (answer.status, answer.body, answer.host) == (200, CALENDAR, "127.0.0.1")
    assert answer.last_modified == "Mon, 23 Nov 2026 12:00:00 GMT"
    again = serve(reply(b"", "304 Not Modified"))
    fetch(again.url(), etag=answer.etag, allow_hosts=again.allowed)
    assert 'If-None-Match: W/"1-ü"'.encode("latin-1") in again.requests[0]


def test_an_unchanged_calendar_keeps_the_validators_it_had(serve):
    server = serve(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    answer = fetch(server.url(), etag='"1"', last_modified="yesterday", allow_hosts=server.allowed)
    assert (answer.status, answer.body) == (304, b"")
    assert (answer.etag, answer.last_modified) == ('"1"', "yesterday")
    assert b'\r\nIf-None-Match: "1"\r\n' in server.requests[0]
    assert b"\r\nIf-Modified-Since: yesterday\r\n" in server.requests[0]


def test_a_304_nobody_asked_for_is_refused(serve):
    server = serve(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    with pytest.raises(Refused, match="odd answer"):
        fetch(server.url(), allow_hosts=server.allowed)


def test_an_etag_cannot_smuggle_a_header(serve):
    server = serve(reply())
    with pytest.raises(Unreachable):
        fetch(server.url(), etag='"1"\r\nX-Evil: 1', allow_hosts=server.allowed)
    assert not any(b"X-Evil" in request for request in server.requests)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "name and a password"),
        (403, "does not let us read"),
        (404, "knows no calendar"),
        (410, "withdrawn"),
        (201, "odd answer"),
        (202, "odd answer"),
        (203, "odd answer"),
        (204, "odd answer"),
        (206, "odd answer"),
        (300, "odd answer"),
        (302, "odd answer"),
        (400, "odd answer"),
        (406, "odd answer"),
        (451, "odd answer"),
    ],
)
def test_a_refusal_has_its_own_sentence(status, sentence, serve):
    server = serve(reply(b"" if status == 204 else b"PRIVATE UPSTREAM WORDS", f"{status} Odd"))
    with pytest.raises(Refused, match=sentence) as refusal:
        fetch(server.url("/hush?hush=1"), allow_hosts=server.allowed)
    problem = refusal.value.problem
    assert refusal.value.status == status
    assert problem.where == f"127.0.0.1:{server.port}"
    assert "hush" not in f"{problem} {refusal.value}"
    assert "UPSTREAM" not in str(problem)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_a_server_in_trouble_is_asked_again_later(status, serve):
    server = serve(reply(b"UPSTREAM", f"{status} Busy", Retry_After="120"))
    with pytest.raises(Unreachable) as failure:
        fetch(server.url(), allow_hosts=server.allowed)
    assert failure.value.retry_after == timedelta(minutes=2)
    assert "UPSTREAM" not in str(failure.value)


def test_retry_after_may_be_a_date(serve):
    when = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    server = serve(reply(b"", "503 Busy", Retry_After=when))
    with pytest.raises(Unreachable) as failure:
        fetch(server.url(), allow_hosts=server.allowed)
    assert timedelta(minutes=59) < failure.value.retry_after <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("0", timedelta()),
        (" 30 ", timedelta(seconds=30)),
        ("86401", timedelta(hours=24)),
        ("9" * 400, timedelta(hours=24)),
        ("Mon, 23 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Mon, 23 Nov 2026 12:10:00 -0000", timedelta(minutes=10)),
        ("Mon, 23 Nov 2026 11:00:00 GMT", timedelta()),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(hours=24)),
        ("Mon, 99 Nov 2026 12:10:00 GMT", None),
    ],
)
def test_retry_after_is_read_within_reason(value, wait):
    assert retry_after(value, NOW) == wait


@pytest.mark.parametrize(
    "broken",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + CALENDAR,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nBEGIN:VCALENDAR\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        reply(packed(CALENDAR)[:-9], Content_Encoding="gzip"),
        reply(CALENDAR, Content_Encoding="gzip"),
        reply(b"", Content_Encoding="gzip"),
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000,
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"\r\n",
        b"",
    ],
    ids=["short of its length", "chunks break off", "two lengths", "gzip breaks off", "not gzip",
         "empty gzip", "endless header", "not HTTP", "one line end", "nothing"],
)  # fmt: skip
def test_a_broken_answer_is_never_a_shorter_calendar(broken, serve):
    server = serve(broken)
    with pytest.raises(Unreachable, match="no proper answer"):
        fetch(server.url(), allow_hosts=server.allowed)


@pytest.mark.parametrize(
    "odd",
    [
        reply(packed(CALENDAR, 2), Content_Encoding="gzip, gzip"),
        reply(packed(CALENDAR, 2), Content_Encoding="gzip", Content_encoding="gzip"),
        reply(CALENDAR, Content_Encoding="br"),
        reply(CALENDAR, Content_Encoding="deflate"),
        reply(CALENDAR, Content_Encoding="zstd"),
        reply(CALENDAR, Content_Encoding="gzip;q=1"),
    ],
    ids=["gzip twice", "gzip in two headers", "br", "deflate", "zstd", "gzip with a weight"],
)
def test_a_packing_that_was_not_asked_for_is_refused(odd, serve):
    server = serve(odd)
    with pytest.raises(Refused, match="packed in a way nobody asked for"):
        fetch(server.url(), allow_hosts=server.allowed)


@pytest.mark.parametrize(
    "good",
    [
        reply(packed(CALENDAR), Content_Encoding="gzip"),
        reply(packed(CALENDAR), Content_Encoding=" GZip "),
        reply(packed(CALENDAR), Content_Encoding="x-gzip"),
        reply(CALENDAR, Content_Encoding="identity"),
        reply(CALENDAR, Content_Type="text/html"),
        reply(CALENDAR[:30], ETag="x").replace(b"Length: 30", b"Length: " + b"%d" % len(CALENDAR))
        + CALENDAR[30:],
        b"HTTP/1.1 200 OK\r\n\r\n" + CALENDAR,
        b"HTTP/1.0 200 OK\r\n\r\n" + CALENDAR,
        b"HTTP/1.1 100 Continue\r\n\r\n" + reply(),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n%s\r\n0\r\n\r\n" % (len(CALENDAR), CALENDAR),
        reply() + b"trailing bytes that belong to nobody",
    ],
    ids=["gzip", "GZip", "x-gzip", "identity", "wrong content type", "two parts",
         "ended by closing", "HTTP/1.0", "after a 100", "chunked", "more than its length"],
)  # fmt: skip
def test_a_calendar_is_read_however_it_is_sent(good, serve):
    server = serve(good)
    assert fetch(server.url(), allow_hosts=server.allowed).body == CALENDAR


def test_five_redirects_are_followed(serve):
    server = serve(*[moved(f"/{n}", s) for n, s in enumerate(SENT_ON)], reply())
    assert fetch(server.url("/start"), allow_hosts=server.allowed).body == CALENDAR
    asked = [request.split(b" ")[1] for request in server.requests]
    assert asked == [b"/start", b"/0", b"/1", b"/2", b"/3", b"/4"]


SENT_ON = ("301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent")


def test_a_sixth_redirect_is_refused(serve):
    server = serve(moved("/round/and/round"))
    with pytest.raises(Refused, match="too many times") as refusal:
        fetch(server.url(), allow_hosts=server.allowed)
    assert len(server.requests) == 6
    assert "round" not in str(refusal.value.problem)


def test_a_redirect_may_hold_raw_letters(serve):
    server = serve(moved("/ü".encode().decode("latin-1")), reply())
    fetch(server.url(), allow_hosts=server.allowed)
    assert server.requests[1].startswith(b"GET /%C3%BC HTTP/1.1\r\n")


def test_a_password_is_sent_to_its_server_and_to_no_other(serve, world):
    server = serve(moved("/same"), moved("http://other.example/x"), reply())
    internet = world(server.port, mine_example=[PUBLIC], other_example=[PUBLIC])
    fetch("http://me:secret@mine.example/x", network=internet.network)
    sent = [b"Authorization: Basic bWU6c2VjcmV0" in request for request in server.requests]
    assert sent == [True, True, False]
    assert b"secret" not in b"".join(server.requests)


def test_we_say_who_we_are_and_what_we_take(serve):
    server = serve(reply())
    network = Network(contact="https://example.com/about")
    fetch(server.url(), allow_hosts=server.allowed, network=network)
    request = server.requests[0]
    assert b"User-Agent: Afterword/" in request
    assert b" (+https://example.com/about)\r\n" in request
    assert b"\r\nAccept-Encoding: gzip, identity\r\n" in request
    assert b"Chrome" not in request


@pytest.mark.parametrize(
    ("host", "disguised"),
    [
        ("outlook.office365.com", True),
        ("outlook.office.com", False),
        ("outlook.office365.com.evil.example", False),
        ("calendar.google.com", False),
    ],
)
def test_one_host_alone_is_told_of_a_browser(host, disguised, serve, world):
    server = serve(reply())
    internet = world(server.port)
    internet.names[host] = [[PUBLIC]]
    fetch(f"http://{host}/x", network=internet.network)
    agent = next(line for line in server.requests[0].split(b"\r\n") if b"User-Agent" in line)
    assert agent.startswith(b"User-Agent: Afterword/")
    assert (b"like Chrome/30" in agent) is disguised
