"""What is open today as a calendar of its own, with the manners of the feed beside it."""

from __future__ import annotations

import gzip
from datetime import date, timedelta

import icalendar
import pytest

from service.desk.leaving import leave
from service.store.answers import give_answer
from service.store.feeds import feed_by_hash, issue_feed, rotate_feed
from service.store.people import set_settings
from service.store.seal import hash_token, new_token
from tests.web.diary import DAY, HOUR, interview
from tests.web.running import NOW, running

SETTINGS = '[me]\ntimezone = "UTC"\n'
DISCREET = SETTINGS + "[privacy]\ndiscreet_titles = true\n"


def address(token):
    return f"/cal/{token}/open-loops.ics"


@pytest.fixture
def token(store, me):
    """Of the feed of somebody with an interview this morning, whose email is due."""
    token = new_token()
    with store.write() as tx:
        issue_feed(tx, me.id, token_hash=hash_token(token), now=NOW)
        set_settings(tx, me.id, SETTINGS, now=NOW)
    interview(store, me.id, start=NOW - 4 * HOUR)
    return token


@pytest.fixture
def path(token):
    return address(token)


def entries(answer):
    assert answer.status == 200
    return icalendar.Calendar.from_ical(answer.body).walk("VEVENT")


def said(store, me, kind="done"):
    with store.write() as tx:
        give_answer(tx, me.id, kind, "acme@example.com/email", now=NOW)


def test_today_has_one_entry_that_counts_and_lists_what_is_open(service, path):
    service.clock.pass_by(7 * DAY)
    (entry,) = entries(service.ask(path))
    assert entry["SUMMARY"] == "Open today: 1 call, 1 email"
    assert (entry.start, entry.end) == (date(2026, 12, 1), date(2026, 12, 2))
    call, email, _, link = entry["DESCRIPTION"].split("\n")
    assert call.startswith("- Call Dana Ruiz of Acme (")
    assert email.startswith("- Thank Dana Ruiz of Acme by email (")
    assert link == entry["URL"] == f"{service.base_url}/loops"


def test_discreetly_nobody_is_named(service, store, me, path):
    with store.write() as tx:
        set_settings(tx, me.id, DISCREET, now=NOW)
    answer = service.ask(path)
    assert entries(answer)[0]["DESCRIPTION"].startswith("- Write: A.\n")
    assert not any(word in answer.body for word in (b"Dana", b"Ruiz", b"Acme", b"acme"))


def test_where_nothing_is_open_it_is_a_whole_calendar_without_entries(service, store, me, path):
    said(store, me)
    assert entries(service.ask(path)) == []


def test_a_day_is_one_entry_in_rising_versions_and_the_next_is_another(service, store, me, path):
    (first,) = entries(service.ask(path))
    interview(store, me.id, "globex@example.com", start=NOW - 4 * HOUR, company="Globex")
    service.clock.pass_by(timedelta(minutes=1))
    (second,) = entries(service.ask(path))
    assert second["UID"] == first["UID"]
    assert second["SUMMARY"] == "Open today: 2 emails"
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second["DTSTAMP"].dt > first["DTSTAMP"].dt
    service.clock.pass_by(DAY)
    assert entries(service.ask(path))[0]["UID"] != first["UID"]


def test_two_people_never_share_an_entry(service, store, path, newcomer):
    other, token = newcomer("other"), new_token()
    with store.write() as tx:
        issue_feed(tx, other.id, token_hash=hash_token(token), now=NOW)
    interview(store, other.id, start=NOW - 4 * HOUR, people=("Priya Nair",))
    mine, theirs = (entries(service.ask(one))[0] for one in (path, address(token)))
    assert mine["UID"] != theirs["UID"]
    assert "Priya Nair" in theirs["DESCRIPTION"]
    assert "Dana Ruiz" not in theirs["DESCRIPTION"]


def test_304_until_it_says_something_else(service, store, me, path):
    tag = {"If-None-Match": service.ask(path).headers["ETag"]}
    service.clock.pass_by(timedelta(minutes=5))
    again = service.ask(path, headers=tag)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == tag["If-None-Match"]
    said(store, me)
    assert service.ask(path, headers=tag).status == 200


def test_tomorrow_it_says_something_else(service, path):
    tag = {"If-None-Match": service.ask(path).headers["ETag"]}
    service.clock.pass_by(DAY)
    assert service.ask(path, headers=tag).status == 200


def test_head_is_get_without_the_body(service, path):
    for asked in ({}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}):
        got, head = (service.ask(path, method=m, headers=asked) for m in ("GET", "HEAD"))
        assert (head.status, head.body) == (got.status, b"")
        assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


def test_gzip_is_the_same_calendar(service, path):
    plain, packed = service.ask(path), service.ask(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    tag = {"If-None-Match": packed.headers["ETag"]}
    assert service.ask(path, headers=tag).status == 304


def test_it_is_as_private_as_the_feed(service, token, path):
    feed = service.ask(f"/cal/{token}/followups.ics").headers
    here = service.ask(path).headers
    assert {k.lower() for k in feed} - {k.lower() for k in here} == {"last-modified"}
    own = {"etag", "last-modified", "content-length", "content-disposition", "date"}
    for field in {k.lower() for k in feed} - own:
        assert here[field] == feed[field], field
    assert here["Content-Disposition"] == 'inline; filename="open-loops.ics"'


def test_an_address_of_nobody_s_is_404_and_one_withdrawn_is_410(service, store, me, path):
    assert service.ask(address("unknown")).status == 404
    assert service.ask(address("unknown"), method="HEAD").status == 404
    with store.write() as tx:
        rotate_feed(tx, me.id, hash_token("new"), now=NOW)
    assert service.ask(path).status == 410
    assert service.ask(address("new")).status == 200


def test_whoever_has_left_is_410(service, store, me, path):
    leave(store, me.id, name="me", hands=None, now=NOW)
    assert service.ask(path).status == 410


@pytest.mark.parametrize("trouble", [None, RuntimeError("a title in an error")])
def test_trouble_is_503_and_says_nothing(service, token, path, caplog, trouble):
    service.store.break_down(trouble)
    answer = service.ask(path)
    assert (answer.status, int(answer.headers["Retry-After"]) > 0) == (503, True)
    assert b"VCALENDAR" not in answer.body
    assert not any(word in caplog.text for word in (token, "secret", "title"))


def test_settings_that_cannot_be_read_may_ask_for_discretion_so_nothing_is_told(
    service, store, me, path
):
    with store.write() as tx:
        set_settings(tx, me.id, "[privacy", now=NOW)
    assert service.ask(path).status == 503


def test_one_token_has_one_allowance_whatever_it_is_asked_for(store, token, path):
    with running(store, fetches_a_minute=2) as service:
        asked = [service.ask(one).status for one in (path, f"/cal/{token}/followups.ics", path)]
    assert asked == [200, 200, 429]


def test_it_is_no_fetch_of_the_feed(store, token, path):
    with running(store) as service:
        assert service.ask(path).status == 200
    with store.read() as tx:
        assert feed_by_hash(tx, hash_token(token)).last_fetch is None


def test_the_page_says_how_to_make_its_address(browser):
    assert "open-loops.ics" in browser.post("/feed/new", instead="").text
