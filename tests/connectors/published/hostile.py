"""A calendar's server on its worst days: every trick we know of, and what has to come of it.

    TRICKS     what a server may answer, by name
    ADDRESSES  what a person may be talked into pasting, by name

`outcome` is "not now" (NotNow), "refused" (Refused) or "survived" (the calendar is read all the
same). `says` must be found in the sentence to the person. Whoever owns a cursor keeps it.
"""

import gzip
import time
import zlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from tests.connectors.transport.loopback import Reply, moved, packed, reply

MEGABYTE = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\n"
SECRET = "sEcReT-aDdReSs"
UNREACHABLE = "could not be reached"


def event(uid, start="20261201T090000", title="Interview with Acme", **lines):
    extra = "".join(f"{name.replace('_', '-')}:{value}\r\n" for name, value in lines.items())
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261123T120000Z\r\nDTSTART:{start}\r\n"
        f"SUMMARY:{title}\r\n{extra}END:VEVENT\r\n"
    )


def calendar(*events, more=""):
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//T//EN\r\nX-WR-CALNAME:Alex\r\n"
    return f"{head}{more}{''.join(events)}END:VCALENDAR\r\n".encode()


INTERVIEW = event("interview@there")
GOOD = calendar(
    INTERVIEW,
    event("old@there", "20200101T090000", "Old interview"),
    event("dentist@there", title="Dentist"),
)


@dataclass(frozen=True, kw_only=True)
class Trick:
    replies: tuple[Reply, ...]
    outcome: str
    says: str = ""
    retry_after: timedelta | None = None


def not_now(*replies, says=UNREACHABLE, retry_after=None):
    return Trick(replies=replies, outcome="not now", says=says, retry_after=retry_after)


def refused(*replies, says):
    return Trick(replies=replies, outcome="refused", says=says)


def survived(*events, more=""):
    return Trick(replies=(reply(calendar(INTERVIEW, *events, more=more)),), outcome="survived")


def dripping(head, drop):
    def answer(connection):
        connection.sendall(head)
        for _ in range(60):
            time.sleep(0.05)
            connection.sendall(drop)

    return answer


def silent(connection):
    connection.recv(1)


def hung_up(connection):
    connection.close()


@cache
def bomb(layers=1):
    """256 MB of nothing, in a few hundred KB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(256)) + packer.flush()
    return packed(body, layers - 1)


def lines(count, line):
    return "".join(line.format(n) for n in range(count))


ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:{}\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "DTSTART:19700101T000000\r\n{}END:STANDARD\r\nEND:VTIMEZONE\r\n"
)
CROWD = calendar(lines(60_000, "BEGIN:VEVENT\r\nUID:{}\r\nEND:VEVENT\r\n"))
NEXTCLOUD_PAGE = b'<!doctype html><html><head><meta name="app" content="nextcloud">'


TRICKS = {
    # Statuses: only a whole 200 is a calendar (facts: icalendar 0.6).
    "500": not_now(reply(GOOD, "500 Oops")),
    "502 with a calendar in it": not_now(reply(GOOD, "502 Bad Gateway")),
    "503, in two minutes": not_now(
        reply(b"", "503 Busy", Retry_After="120"), retry_after=timedelta(minutes=2)
    ),
    "429, in two hours": not_now(
        reply(b"", "429 Slow", Retry_After="7200"), retry_after=timedelta(hours=2)
    ),
    "429, in a thousand years": not_now(
        reply(b"", "429 Slow", Retry_After="31536000000"), retry_after=timedelta(days=1)
    ),
    "206": refused(reply(GOOD, "206 Partial Content"), says="odd answer (status 206)"),
    "204": refused(b"HTTP/1.1 204 None\r\n\r\n", says="odd answer (status 204)"),
    "401": refused(reply(GOOD, "401 Who"), says="name and a password"),
    "403": refused(reply(GOOD, "403 No"), says="does not let us read"),
    "404": refused(reply(GOOD, "404 Where"), says="no calendar at this address"),
    "410": refused(reply(GOOD, "410 Gone"), says="withdrawn"),
    "a redirect to nowhere": refused(reply(b"", "302 Found"), says="odd answer (status 302)"),
    # Half a calendar is not a smaller calendar.
    "an empty 200": not_now(reply(b""), says="empty"),
    "a 200 of blank lines": not_now(reply(b"\r\n \r\n"), says="empty"),
    "cut off in an event": not_now(reply(GOOD[:150]), says="cut off"),
    "cut off after an event": not_now(
        reply(GOOD.removesuffix(b"END:VCALENDAR\r\n")), says="cut off"
    ),
    "cut off after the head": not_now(reply(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), says="cut off"),
    "shorter than announced": not_now(reply(GOOD, Content_Length=str(len(GOOD) + 1))),
    "broken chunks": not_now(HEAD + b"Transfer-Encoding: chunked\r\n\r\nffff\r\nBEGIN"),
    "broken gzip": not_now(reply(gzip.compress(GOOD)[:-9], Content_Encoding="gzip")),
    "no gzip though it says so": not_now(reply(GOOD, Content_Encoding="gzip")),
    "no answer at all": not_now(hung_up),
    "no HTTP": not_now(b"SSH-2.0-OpenSSH_9.9\r\n"),
    # What is no calendar.
    "a login page": refused(reply(b"<html><body>Sign in</body></html>"), says="web page"),
    "a page of Nextcloud": refused(reply(NEXTCLOUD_PAGE), says="web page"),
    "a page as text/calendar": refused(
        reply(b"<!DOCTYPE html><html></html>", Content_Type="text/calendar"), says="web page"
    ),
    "a PDF": refused(reply(b"%PDF-1.7"), says="PDF"),
    "a zip": refused(reply(b"PK\x03\x04"), says="zip"),
    "JSON": refused(reply(b'{"events": []}'), says="JSON"),
    "the path of a file": refused(reply(b"/etc/passwd"), says="not a calendar"),
    "UTF-16": refused(reply(GOOD.decode().encode("utf-16")), says="UTF-16"),
    "contacts": refused(reply(b"BEGIN:VCARD\r\nEND:VCARD\r\n"), says="contacts"),
    # Time and bytes.
    "a drip": not_now(dripping(HEAD + b"\r\n", b"x")),
    "a drip of headers": not_now(dripping(HEAD, b"X-A: b\r\n")),
    "silence": not_now(silent),
    "a bomb": refused(reply(bomb(), Content_Encoding="gzip"), says="too large"),
    "a bomb in a bomb": refused(reply(bomb(2), Content_Encoding="gzip, gzip"), says="packed"),
    "a bomb of brotli": refused(reply(bomb(), Content_Encoding="br"), says="packed"),
    "a giant": refused(HEAD + b"Content-Length: 99999999999\r\n\r\nx", says="too large"),
    "a giant unannounced": refused(HEAD + b"\r\n" + bytes(17 * MEGABYTE), says="too large"),
    "60,000 events": refused(
        reply(gzip.compress(CROWD), Content_Encoding="gzip"),
        says="at most 50,000",
    ),
    # Redirects: a stranger's wish.
    "round and round": refused(moved("/calendar.ics"), says="too many times"),
    "to the cloud's own secrets": refused(
        moved("http://169.254.169.254/latest/meta-data/"), says="private network"
    ),
    "to another port of this machine": refused(moved("http://127.0.0.1:1/x.ics"), says="ports"),
    "to this machine by a number": refused(moved("http://2130706433/x.ics"), says="private"),
    "to a file": refused(moved("file:///etc/passwd"), says='begin with "file:"'),
    "to gopher": refused(moved("gopher://127.0.0.1/x"), says='begin with "gopher:"'),
    # Calendars that parse, and would run for ever or reject everything (facts: icalendar 0.3-4).
    "every second for ever": survived(event("s@there", RRULE="FREQ=SECONDLY")),
    "an interval of nothing": survived(event("i@there", RRULE="FREQ=DAILY;INTERVAL=0")),
    "a billion interviews": survived(event("b@there", RRULE="FREQ=DAILY;COUNT=1000000000")),
    "daily since the year 1": survived(event("d@there", "00010101T090000", RRULE="FREQ=DAILY")),
    "a zone that ticks": survived(
        event("z@there").replace("DTSTART:", "DTSTART;TZID=Tick:"),
        more=ZONE.format("Tick", "RRULE:FREQ=SECONDLY\r\n"),
    ),
    "a poisoned zone name": survived(more=ZONE.format("Eastern Standard Time", "")),
    "an empty zone": survived(more="BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n"),
    "junk between the events": survived(more="this is no line\r\n\t\r\n   \r\n"),
    "a bad start": survived(event("bad@there", "tomorrow")),
    "a zone that is a folder": survived(
        event("f@there").replace("DTSTART:", "DTSTART;TZID=Europe:")
    ),
    "a zone of 100,000 letters": survived(
        event("l@there").replace("DTSTART:", f"DTSTART;TZID={'x' * 100_000}:")
    ),
    "100,000 dates left out": survived(
        event("x@there", RRULE="FREQ=DAILY;COUNT=3", EXDATE=",".join(["20261201T090000"] * 100_000))
    ),
    "a picture of 5 MB": survived(event("p@there", ATTACH="A" * 5 * MEGABYTE)),
    "200,000 categories": survived(event("c@there", CATEGORIES=",".join(["x"] * 200_000))),
    "40,000 components within each other": survived(lines(40_000, "BEGIN:X{}\r\n")),
    "an event without end": survived(event("e@there").replace("END:VEVENT\r\n", "")),
    "zero bytes": survived(event("n@there", title="Nil\0interview")),
}  # fmt: skip

ADDRESSES = {
    "this machine": "http://127.0.0.1/x.ics",
    "this machine in short": "http://127.1/x.ics",
    "this machine by number": "http://2130706433/x.ics",
    "this machine in octal": "http://0177.0.0.1/x.ics",
    "this machine in IPv6": "http://[::1]/x.ics",
    "this machine mapped": "http://[::ffff:127.0.0.1]/x.ics",
    "this machine through NAT64": "http://[64:ff9b::7f00:1]/x.ics",
    "this machine through 6to4": "http://[2002:7f00:1::]/x.ics",
    "this machine by name": "http://localhost/x.ics",
    "nowhere": "http://0.0.0.0/x.ics",
    "the router": "http://192.168.1.1/x.ics",
    "the cloud's own secrets": "http://169.254.169.254/latest/meta-data/",
    "the provider's network": "http://100.64.0.1/x.ics",
    "another port": "http://192.0.2.1:22/x.ics",
    "a name of two minds": "http://both.example/x.ics",
    "a name of the house": "webcal://inside.example/x.ics",
}
NAMES = {
    "both.example": [["93.184.216.34", "10.0.0.1"]],
    "inside.example": [["10.0.0.1"]],
    "localhost": [["127.0.0.1"]],
    "127.1": [["127.0.0.1"]],
    "2130706433": [["127.0.0.1"]],
    "0177.0.0.1": [["127.0.0.1"]],
}
"""What the machine's resolver makes of the spellings above; numbers stand for themselves."""
SURVIVED_BODIES = {
    name: trick.replies[0].partition(b"\r\n\r\n")[2]
    for name, trick in TRICKS.items()
    if trick.outcome == "survived"
}
