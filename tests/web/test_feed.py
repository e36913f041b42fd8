"""A feed as calendar programs fetch it (facts: icalendar 1.3-1.7, cases 1-6 and 13)."""

import gzip
import hashlib
import logging
from datetime import timedelta

import icalendar
import pytest

from connectors.contract import Content, Span
from connectors.ics.write import Entry, calendar
from service.store.feed_bodies import version_by_hash
from service.store.feeds import feed_by_hash, issue_feed, keep_body, revoke_feed, rotate_feed
from service.store.seal import hash_token, new_token
from service.web.links import feed_links
from tests.web.running import NOW, running, wait_until


def body_of(*titles):
    entries = [
        Entry(
            uid=f"{title}@afterword",
            key=title,
            content=Content(title=title, when=Span(start=NOW, end=NOW + timedelta(minutes=30))),
            status="confirmed",
            created=NOW,
            modified=NOW,
        )
        for title in titles
    ]
    return calendar(entries, name="Interview follow-ups", timezone="Europe/Berlin")


def keep(store, person, body, *, modified=NOW):
    with store.write() as tx:
        keep_body(tx, person, body, etag=hashlib.sha256(body).hexdigest(), modified=modified)


@pytest.fixture
def feed(store, me):
    """The path of a feed with two entries."""
    token = new_token()
    with store.write() as tx:
        issue_feed(tx, me.id, token_hash=hash_token(token), now=NOW - timedelta(hours=1))
    keep(store, me.id, body_of("Email", "Call"))
    return f"/cal/{token}/followups.ics"


def token_in(path):
    return path.split("/")[2]


def test_twice_the_same_is_the_same_and_then_304(service, feed):
    first, second = service.ask(feed), service.ask(feed)
    assert (first.status, first.body) == (200, body_of("Email", "Call"))
    assert first.body == second.body
    for name in ("ETag", "Last-Modified"):
        assert first.headers[name] == second.headers[name]
    again = service.ask(feed, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert again.headers[name] == first.headers[name]
    assert "Content-Type" not in again.headers


@pytest.mark.parametrize("shape", ["W/{0}", '"x", {0}', "*", '"{1}-gzip"', 'W/"{1}-gzip", "y"'])
def test_every_way_to_name_what_one_has_gives_304(service, feed, shape):
    tag = service.ask(feed).headers["ETag"]
    field = shape.format(tag, tag.strip('"'))
    assert service.ask(feed, headers={"If-None-Match": field}).status == 304


def test_tags_in_two_header_lines_are_one_list(service, feed):
    tag = service.ask(feed).headers["ETag"]
    import http.client  # noqa: PLC0415

    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    connection.putrequest("GET", feed)
    connection.putheader("If-None-Match", '"other"')
    connection.putheader("If-None-Match", tag)
    connection.endheaders()
    assert connection.getresponse().status == 304
    connection.close()


def test_a_stale_tag_with_a_fresh_date_gets_the_body(service, feed):
    fresh = service.ask(feed).headers["Last-Modified"]
    both = {"If-None-Match": '"stale"', "If-Modified-Since": fresh}
    assert service.ask(feed, headers=both).status == 200
    assert service.ask(feed, headers={"If-Modified-Since": fresh}).status == 304


def test_an_entry_that_goes_changes_the_tag_and_the_date_does_not_go_back(service, store, me, feed):
    before = service.ask(feed)
    keep(store, me.id, body_of("Email"), modified=NOW + timedelta(minutes=1))
    after = service.ask(feed, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status, after.body) == (200, body_of("Email"))
    assert after.headers["ETag"] != before.headers["ETag"]
    assert before.headers["Last-Modified"] == "Tue, 24 Nov 2026 09:00:00 GMT"
    assert after.headers["Last-Modified"] == "Tue, 24 Nov 2026 09:01:00 GMT"


def test_head_is_get_without_the_body(service, feed):
    for asked in ({}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}):
        got, head = (service.ask(feed, method=m, headers=asked) for m in ("GET", "HEAD"))
        assert (head.status, head.body) == (got.status, b"")
        assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


def test_head_of_what_is_not_there_is_no_405(service):
    assert service.ask("/cal/unknown/followups.ics", method="HEAD").status == 404


OFFERED = [
    {"Accept": "application/json"},
    {"Accept": "text/html,application/xhtml+xml"},
    {"Authorization": "Bearer"},
    {"Authorization": "Basic !!!"},
    {"Cookie": "session=stale; a=b"},
    {},
]


def test_whatever_is_offered_a_calendar_comes_back(service, feed):
    for offered in OFFERED:
        answer = service.ask(feed, headers=offered)
        assert answer.status == 200, offered
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert "Set-Cookie" not in answer.headers


def test_the_headers_keep_the_feed_private_and_out_of_indexes(service, feed):
    headers = service.ask(feed).headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Content-Disposition"] == 'inline; filename="followups.ics"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_gzip_is_the_same_calendar_under_a_tag_of_its_own(service, feed):
    plain, packed = service.ask(feed), service.ask(feed, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(plain.body)
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    for tag in (plain.headers["ETag"], packed.headers["ETag"]):
        assert service.ask(feed, headers={"If-None-Match": tag}).status == 304


def test_a_feed_nothing_was_written_to_is_a_whole_calendar(service, store, me):
    token = new_token()
    with store.write() as tx:
        issue_feed(tx, me.id, token_hash=hash_token(token), now=NOW)
    answer = service.ask(f"/cal/{token}/followups.ics")
    assert answer.status == 200
    assert icalendar.Calendar.from_ical(answer.body).walk("VEVENT") == []
    again = {"If-None-Match": answer.headers["ETag"]}
    assert service.ask(f"/cal/{token}/followups.ics", headers=again).status == 304


def test_every_miss_looks_the_same(service, feed):
    token = token_in(feed)
    misses = [
        new_token(),
        "x",
        token[:-1],
        token.swapcase(),
        f"{token}%00",
        f"{token}%0d%0a",
        "%ff",
    ]
    answers = [service.ask(f"/cal/{one}/followups.ics") for one in misses]
    assert {one.status for one in answers} == {404}
    assert len({(one.body, str({**one.headers, "date": ""})) for one in answers}) == 1
    assert answers[0].headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_miss_costs_the_look_of_a_hit(service, feed, monkeypatch):
    looks = []
    real = version_by_hash
    monkeypatch.setattr(
        "service.web.feeds.version_by_hash",
        lambda tx, digest: (looks.append(digest), real(tx, digest))[1],
    )
    for path in (feed, "/cal/x/followups.ics"):
        service.ask(path)
    assert looks == [hash_token(token_in(feed)), hash_token("x")]


def test_a_rotated_address_is_withdrawn_at_once_and_the_new_one_serves(service, store, me, feed):
    token = new_token()
    with store.write() as tx:
        rotate_feed(tx, me.id, hash_token(token), now=NOW)
    old, new = service.ask(feed), service.ask(f"/cal/{token}/followups.ics")
    assert (old.status, new.status) == (410, 200)
    assert new.body == body_of("Email", "Call")
    assert b"VCALENDAR" not in old.body


def test_a_revoked_address_is_withdrawn_even_for_one_who_holds_the_calendar(
    service, store, me, feed
):
    tag = service.ask(feed).headers["ETag"]
    with store.write() as tx:
        revoke_feed(tx, me.id)
    assert service.ask(feed, headers={"If-None-Match": tag}).status == 410


@pytest.mark.parametrize("trouble", [None, RuntimeError("a title in an error")])
def test_trouble_with_the_database_is_503_and_says_nothing(service, feed, caplog, trouble):
    service.store.break_down(trouble)
    for path in (feed, "/cal/unknown/followups.ics"):
        answer = service.ask(path)
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert b"VCALENDAR" not in answer.body
        assert answer.headers["Content-Type"].startswith("text/plain")
    assert "a feed could not be read" in caplog.text
    assert not any(word in caplog.text for word in (token_in(feed), "secret", "title"))


def test_there_is_no_redirect_and_no_page_near_the_feed(service, feed):
    for path in ("{0}/", "/cal", "/cal/", "/cal/{1}", "/cal/{1}/", "/cal/{1}/x"):
        answer = service.ask(path.format(feed, token_in(feed)))
        assert answer.status == 404, path
        assert not answer.headers["Content-Type"].startswith("text/html")


def test_other_methods_change_nothing(service, feed):
    for method in ("POST", "PUT", "DELETE"):
        assert service.ask(feed, method=method).status == 405


def test_too_many_fetches_of_one_feed_are_asked_to_wait(store, feed):
    with running(store, fetches_a_minute=3) as service:
        statuses = [service.ask(feed).status for _ in range(4)]
        wait = service.ask(feed).headers["Retry-After"]
        other = service.ask("/cal/another/followups.ics").status
    assert statuses == [200, 200, 200, 429]
    assert 0 < int(wait) <= 60
    assert other == 404


def test_the_last_fetch_and_who_it_was_are_noted(store, feed):
    digest = hash_token(token_in(feed))
    with running(store) as service:
        service.ask(feed, headers={"User-Agent": "Google-Calendar-Importer"})
        with store.read() as tx:
            assert feed_by_hash(tx, digest).last_fetch is None  # not within the request
    with store.read() as tx:
        noted = feed_by_hash(tx, digest)
    assert (noted.last_fetch, noted.last_client) == (NOW, "Google-Calendar-Importer")


class Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.said = []

    def emit(self, record):
        self.said.append(record.getMessage())


def test_uvicorn_s_own_access_log_holds_no_token(store, feed):
    import uvicorn.config  # noqa: PLC0415

    log, lines = logging.getLogger("uvicorn.access"), Lines()
    with running(store, log_config=uvicorn.config.LOGGING_CONFIG) as service:
        log.addHandler(lines)
        for path in (feed, feed.replace("/cal", "/%63al"), f"/x{feed}", f"{feed}?a={feed}"):
            service.ask(path)
        wait_until(lambda: len(lines.said) == 4)
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
    assert token_in(feed) not in "".join(lines.said)
    assert "GET /cal/… HTTP/1.1" in lines.said[0]


def test_the_links_lead_to_the_feed(service, feed):
    address = feed_links(service.base_url, token_in(feed)).address
    assert address == service.base_url + feed
