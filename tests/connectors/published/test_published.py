import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event as Flag
from threading import active_count
from zoneinfo import ZoneInfo

import pytest

from connectors.contract import About, Create, Rejected, Span
from connectors.ics.write import PRODID
from connectors.published import NotNow, PublishedCalendar, Refused, Turns
from connectors.transport import Network
from tests.connectors.published.conftest import NOW
from tests.connectors.published.hostile import GOOD, INTERVIEW, SECRET, calendar, event
from tests.connectors.transport.loopback import PUBLIC, World, moved, packed, reply

NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\n\r\n"
STAMP = b"DTSTAMP:20261123T120000Z"
LATER = GOOD.replace(STAMP, b"DTSTAMP:20261123T131415Z")


def uids(changes):
    return {change.event.uid for change in changes.items}


def test_a_first_look_tells_all_that_can_matter_and_what_the_calendar_says_of_itself(
    serve, published
):
    body = GOOD.replace(b"X-WR", b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\nX-WR", 1)
    body = body.replace(b"X-WR", b"X-WR-TIMEZONE:America/New_York\r\nX-WR", 1)
    changes = published(serve(reply(body))).pull("c", None)
    assert changes.complete
    assert uids(changes) == {"interview@there"}
    assert changes.about == About(
        name="Alex", timezone="America/New_York", refresh=timedelta(hours=4), size=3
    )


def test_what_the_server_called_it_is_asked_with_and_304_changes_nothing(serve, published):
    server = serve(reply(GOOD, ETag='"one"', Last_Modified="Mon, 23 Nov 2026 12:00:00 GMT"))
    first = published(server).pull("c", None)
    server.replies[:] = [NOT_MODIFIED]
    second = published(server).pull("c", first.cursor)
    assert b'If-None-Match: "one"' in server.requests[1]
    assert b"If-Modified-Since: Mon, 23 Nov 2026 12:00:00 GMT" in server.requests[1]
    assert (second.items, second.complete) == ((), False)
    assert (second.cursor, second.about) == (first.cursor, first.about)


@pytest.mark.parametrize(
    "again",
    [
        GOOD,
        LATER,
        LATER.replace(b"SUMMARY", b"SEQUENCE:4\r\nLAST-MODIFIED:20261123T131415Z\r\nSUMMARY"),
        GOOD.replace(b"X-WR", b"X-WR-LASTUPDATE:20261123T131415Z\r\nX-WR", 1),
    ],
    ids=["nothing", "stamps", "bookkeeping", "the calendar's stamp"],
)
def test_a_download_that_says_the_same_is_no_change(again, serve, published):
    server = serve(reply(GOOD), reply(again, ETag='"two"'), reply(b"", "304 Not Modified"))
    first = published(server).pull("c", None)
    second = published(server).pull("c", first.cursor)
    assert (second.items, second.complete, second.about) == ((), False, first.about)
    published(server).pull("c", second.cursor)
    assert b'If-None-Match: "two"' in server.requests[2]


def test_a_change_far_outside_the_window_is_no_change_but_counts(serve, published):
    past = event("a@there", "20190101T080000")
    more = GOOD.replace(INTERVIEW.encode(), (past + INTERVIEW).encode())
    server = serve(reply(GOOD), reply(more))
    first = published(server).pull("c", None)
    second = published(server).pull("c", first.cursor)
    assert (second.items, second.complete) == ((), False)
    assert second.about.size == first.about.size + 1


@pytest.mark.parametrize(
    "again",
    [
        GOOD.replace(b"20261201T090000", b"20261201T100000", 1),
        GOOD.replace(b"Interview", b"No interview", 1),
        GOOD.replace(INTERVIEW.encode(), b""),
        GOOD.replace(b"X-WR-CALNAME:Alex", b"X-WR-CALNAME:Alexa"),
    ],
    ids=["moved", "renamed", "gone", "the calendar's name"],
)
def test_a_download_that_says_something_else_is_a_complete_listing(again, serve, published):
    server = serve(reply(GOOD), reply(again))
    second = published(server).pull("c", published(server).pull("c", None).cursor)
    assert second.complete
    assert ("interview@there" in uids(second)) == (b"interview@there" in again)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"screen": re.compile("interview|dentist")},
        {"home": ZoneInfo("Asia/Tokyo")},
        {"window": Span(start=NOW - timedelta(days=83), end=NOW + timedelta(days=407))},
        {"window": None},
    ],
    ids=["other words", "another zone", "a week later", "no window"],
)
def test_a_calendar_is_read_anew_when_it_would_be_read_otherwise(otherwise, serve, published):
    server = serve(reply(GOOD, ETag='"one"'))
    first = published(server).pull("c", None)
    second = published(server, **otherwise).pull("c", first.cursor)
    assert b"If-None-Match" not in server.requests[1]
    assert second.complete


def test_six_days_later_it_need_not_be_read_anew(serve, published):
    window = Span(start=NOW - timedelta(days=84), end=NOW + timedelta(days=406))
    server = serve(reply(GOOD, ETag='"one"'))
    first = published(server).pull("c", None)
    assert not published(server, window=window).pull("c", first.cursor).complete


@pytest.mark.parametrize("cursor", ["", "nonsense", "[]", '{"v":1}', '{"v":0,"etag":"x"}', "null"])
def test_a_cursor_of_another_time_is_as_good_as_none(cursor, serve, published):
    assert published(serve(reply(GOOD))).pull("c", cursor).complete


def test_a_broken_event_is_told_by_name_beside_the_others(serve, published):
    body = calendar(INTERVIEW, event("bad@there", "tomorrow"))
    changes = published(serve(reply(body))).pull("c", None)
    assert uids(changes) == {"interview@there"}
    (problem,) = changes.problems
    assert problem.where == "UID bad@there"


def test_nothing_can_be_written(serve, published):
    content = None
    (outcome,) = published(serve(reply(GOOD))).push("c", [Create(name="n", content=content)])
    assert isinstance(outcome, Rejected)


def test_the_address_is_in_no_word_of_the_connector(serve, published):
    server = serve(reply(GOOD))
    made = published(server, server.url(f"/{SECRET}.ics"))
    assert SECRET not in f"{made!r}{made.pull('c', None)}"


def test_credentials_in_the_address_go_to_that_server_alone(serve, published):
    elsewhere = serve(reply(GOOD))
    server = serve(moved(elsewhere.url().replace("127.0.0.1", "localhost")))
    address = server.url().replace("http://", "http://me:pass@")
    allowed = server.allowed | {("localhost", elsewhere.port)}
    assert published(server, address, allow_hosts=allowed).pull("c", None).complete
    assert b"Authorization: Basic bWU6cGFzcw==" in server.requests[0]
    assert b"uthorization" not in elsewhere.requests[0]


# Our own feed is no calendar to watch.
OURS = event("fu-0123456789abcdefghij@afterword", title="Thank-you email")


@pytest.mark.parametrize(
    ("base_url", "address", "own"),
    [
        ("http://127.0.0.1:{}", "http://127.0.0.1:{}/cal/x/followups.ics", True),
        ("http://127.0.0.1:{}", "http://localhost:{}/cal/x/followups.ics", True),
        ("http://127.0.0.1:{}", "http://me:pw@127.0.0.1:{}/cal/x/followups.ics", True),
        ("http://127.0.0.1:{}/aw", "http://127.0.0.1:{}/aw/cal/x", True),
        ("http://127.0.0.1:{}/aw", "http://127.0.0.1:{}/awful/cal", False),
        ("http://127.0.0.1:9", "http://127.0.0.1:{}/cal/x/followups.ics", False),
        ("https://afterword.example", "http://127.0.0.1:{}/cal/x/followups.ics", False),
    ],
)
def test_an_address_of_our_own_is_refused_unasked(base_url, address, own, serve, published):
    server = serve(reply(GOOD))
    calendar = published(
        server, address.format(server.port), base_url=base_url.format(server.port),
        allow_hosts=server.allowed | {("localhost", server.port)},
    )  # fmt: skip
    if not own:
        assert calendar.pull("c", None).complete
        return
    with pytest.raises(Refused, match="feed that Afterword makes"):
        calendar.pull("c", None)
    assert server.requests == []


def test_webcal_to_our_own_https_address_is_refused(serve, published):
    made = published(serve(), "webcal://aw.example/cal/x", base_url="https://AW.example")
    with pytest.raises(Refused, match="feed that Afterword makes"):
        made.pull("c", None)


@pytest.mark.parametrize(
    "body",
    [
        calendar(OURS, OURS.replace("0123", "3210")),
        calendar().replace(b"-//T//T//EN", PRODID.encode()),
    ],
    ids=["every entry is ours", "we made it"],
)
def test_our_own_feed_behind_another_name_is_refused(body, serve, published):
    with pytest.raises(Refused, match="feed that Afterword makes"):
        published(serve(reply(body))).pull("c", None)


def test_a_calendar_that_holds_ours_beside_others_is_none_of_our_feeds(serve, published):
    assert published(serve(reply(calendar(OURS, INTERVIEW)))).pull("c", None).complete
    assert published(serve(reply(calendar()))).pull("c", None).complete


def test_a_calendar_whose_last_own_entry_goes_stays_a_calendar(serve, published):
    server = serve(reply(calendar(OURS, INTERVIEW)), reply(calendar(OURS)))
    first = published(server).pull("c", None)
    assert published(server).pull("c", first.cursor).complete
    assert published(server, accepted=True).pull("c", None).complete


# The address beside the right one.
PAGES = {
    "calendar.google.com": "Secret address in iCal format",
    "outlook.live.com": "not the HTML one",
    "outlook.office365.com": "ICS link",
    "www.icloud.com": "Public Calendar",
    "app.fastmail.com": "ends in .ics",
    "calendar.proton.me": "Share with",
    "calendar.zoho.eu": "iCal address",
    "cloud.example.org": "Copy subscription link",
}
PAGE = b'<!DOCTYPE html><html><head><meta name="x" content="nextcloud"></head></html>'


@pytest.mark.parametrize("host", PAGES)
@pytest.mark.parametrize("answer", [reply(PAGE), reply(b"", "404 Not Found")], ids=["page", "404"])
def test_the_address_of_a_page_is_answered_with_where_the_right_one_is(
    host, answer, serve, published
):
    if host == "cloud.example.org":
        answer = reply(PAGE)  # whose server that is, only its page tells
    world = World({host: [[PUBLIC]]}, serve(answer).port)
    with pytest.raises(Refused) as error:
        published(serve(), f"http://{host}/{SECRET}", network=world.network).pull("c", None)
    assert PAGES[host] in error.value.problem.next_step
    assert SECRET not in f"{error.value.problem}"


def test_a_redirect_to_a_login_page_is_told_by_the_host_that_was_pasted(serve, published):
    server = serve(moved("http://login.example/"), reply(PAGE.replace(b"nextcloud", b"x")))
    names = {"calendar.google.com": [[PUBLIC]], "login.example": [[PUBLIC]]}
    network = World(names, server.port).network
    with pytest.raises(Refused) as error:
        published(server, "http://calendar.google.com/x", network=network).pull("c", None)
    assert "Google Calendar" in error.value.problem.next_step


@pytest.mark.parametrize(("host", "shows"), [("outlook.office365.com", True), ("x.example", False)])
def test_only_outlook_is_shown_something_like_a_browser(host, shows, serve, published):
    server = serve(reply(GOOD))
    world = World({host: [[PUBLIC]]}, server.port)
    network = replace(world.network, contact="https://aw.example")
    published(server, f"http://{host}/x.ics", network=network).pull("c", None)
    assert (b"like Chrome" in server.requests[0]) == shows
    assert b"Afterword/" in server.requests[0]
    assert b"https://aw.example" in server.requests[0]


def test_packed_calendars_are_unpacked(serve, published):
    assert published(serve(reply(packed(GOOD), Content_Encoding="gzip"))).pull("c", None).complete


def test_one_host_is_asked_by_so_many_at_once_and_others_are_not_held_up():
    turns, here, go = Turns(per_host=2), [], Flag()

    def visit(host):
        with turns.at(host):
            here.append(host)
            go.wait(5)

    with ThreadPoolExecutor(6) as pool:
        visits = [pool.submit(visit, host) for host in ["a", "a", "a", "a", "b"]]
        visits[4].running()
        while len(here) < 3 and active_count() > 1:
            pass
        assert sorted(here) == ["a", "a", "b"]
        go.set()
        for one in visits:
            one.result(5)
    assert sorted(here) == ["a"] * 4 + ["b"]
    assert not turns._busy


def test_a_fetch_that_fails_gives_its_turn_back(serve, published):
    turns = Turns(per_host=1)
    made = published(serve(reply(b"", "500 Oops")), turns=turns)
    for _ in range(3):
        with pytest.raises(NotNow):
            made.pull("c", None)
    assert not turns._busy


def test_the_connector_is_a_frozen_value():
    assert PublishedCalendar.__dataclass_params__.frozen
    assert Network.__dataclass_params__.frozen
