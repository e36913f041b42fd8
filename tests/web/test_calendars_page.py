"""The page of the calendars: what a nervous person reads there, and what they may do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract import Cursor, Problem
from service.domain.vanishing import ALL_GONE
from service.machine_zone import machine_zone
from service.store.heartbeats import beat
from service.store.journal import journal
from service.store.people import add_person
from service.store.sources import add_source, record_look, source, sources
from service.web.pages.looking import MOST
from tests.web.running import NOW
from tests.web.signing import signed

ADDRESS = "https://someone:hunter2@calendar.example.com/private-0a1b2c/basic.ics?key=xyz"
SECRETS = ("hunter2", "private-0a1b2c", "xyz")
LATER = NOW + timedelta(minutes=12)
HOSTILE = "<script>alert(1)</script>\"'"
UNKNOWN = 987_654


@pytest.fixture
def made(store, me):
    """One calendar that was read a while ago; with what a test wants otherwise."""

    def make(person=me.id, *, address=ADDRESS, name="Personal", **otherwise):
        with store.write() as tx:
            number = add_source(
                tx, person, address, name=name, host="calendar.example.com", now=NOW
            )
            known = {"last_read": NOW - timedelta(hours=3), "next_read": LATER, "size": 12}
            record_look(tx, replace(source(tx, number), **(known | otherwise)))
        return number

    return make


def kept(store, number):
    with store.read() as tx:
        return source(tx, number)


def follow(browser, page):
    """Where it leads; the place on the page is the browser's own business."""
    assert page.status == 303, page.text
    return browser.get(page.to.partition("#")[0])


def local(instant):
    return instant.astimezone(machine_zone())


def said(page):
    return " ".join(page.text.replace("&#39;", "'").split())


def test_a_first_calendar_is_asked_for_with_help_where_its_address_is(browser):
    page = browser.get("/calendars")
    assert page.status == 200
    assert "None is read yet" in page.text
    for provider in ("Google Calendar", "Outlook", "iCloud", "Fastmail", "Proton", "Nextcloud"):
        assert f"<summary>{provider}" in page.text
    assert "Secret address in iCal format" in page.text


def test_a_calendar_is_told_by_name_and_host_and_never_by_its_address(browser, made):
    made()
    page = browser.get("/calendars")
    for shown in ("Personal", "calendar.example.com", "read well", "3 hours ago", "<dd>12</dd>"):
        assert shown in page.text
    assert f"<dt>Next</dt><dd>Tuesday 24 November, {local(LATER):%H:%M}</dd>" in page.text
    assert not any(secret in page.text for secret in SECRETS)


def test_a_calendar_is_added_looked_at_soon_and_its_secrets_stay_secret(
    browser, service, store, me
):
    page = browser.post("/calendars", address=ADDRESS.replace("https", "webcal"), name=" Work ")
    assert page.to.startswith("/calendars?did=calendar_added&look=1")
    assert service.woken == [me.id]
    shown = follow(browser, page)
    assert "The calendar is read from now on." in shown.text
    assert "It is being read for the first time" in shown.text
    assert not any(secret in shown.text for secret in SECRETS)
    with store.read() as tx:
        (one,) = sources(tx, me.id)
        told = journal(tx, me.id)[0].text
    assert (one.name, one.next_read) == ("Work", NOW)
    assert told == "The calendar “Work” is read from now on."


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "not a complete web address"),
        ("ftp://example.org/x.ics", "are not fetched"),
        ("x" * 4097, "longer than an address is"),
        ("{base}/cal/token/followups.ics", "what it reads from there, it wrote itself"),
    ],
)
def test_an_address_that_will_never_do_is_said_beside_it_and_stays_typed(
    browser, service, store, address, sentence
):
    typed = address.format(base=service.base_url)
    page = browser.post("/calendars", address=typed, name="Work")
    assert page.status == 422
    assert sentence in said(page)
    assert 'aria-invalid="true"' in page.text
    assert 'value="Work"' in page.text
    assert not typed or f'value="{typed}"' in page.text
    assert service.woken == []
    assert kept(store, 1) is None


def test_the_same_calendar_twice_is_one_too_many(browser, made):
    made()
    again = browser.post("/calendars", address=ADDRESS.replace("https", "webcal"))
    assert again.status == 422
    assert "read already, as “Personal”" in said(again)


def test_a_fifty_first_calendar_is_not_offered(browser, made):
    for number in range(50):
        made(address=f"{ADDRESS}{number}")
    page = browser.get("/calendars")
    assert "as many as are read" in page.text
    assert 'name="address"' not in page.text
    assert browser.post("/calendars", address="https://example.org/a.ics").status == 422


def test_a_calendar_that_cannot_be_read_says_why_what_to_do_and_that_nothing_is_lost(browser, made):
    trouble = Problem(where="x", what="The server has withdrawn it.", next_step="Copy the new one.")
    made(failures=3, problem=trouble)
    page = browser.get("/calendars")
    assert "cannot be read" in page.text
    assert "The server has withdrawn it. Copy the new one." in page.text
    assert "What was found in it before stays as it was" in page.text


def test_one_odd_event_is_a_remark_and_the_calendar_is_read(browser, made):
    odd = Problem(where="x", what="An event was left out.", next_step="Set its time again.")
    made(problem=odd)
    page = browser.get("/calendars")
    assert "read, with a remark" in page.text
    assert "An event was left out. Set its time again." in page.text
    assert "cannot be read" not in page.text


def test_an_empty_calendar_is_a_warning_and_no_success(browser, made):
    made(size=0)
    page = browser.get("/calendars")
    assert "there is nothing in it" in page.text
    assert "read well" not in page.text


def test_a_reading_under_way_is_looked_at_again_some_times_and_no_more(browser, store, made):
    made(next_read=NOW)
    with store.write() as tx:
        beat(tx, "worker", NOW)
    first = browser.get("/calendars?look=1")
    assert first.headers["Refresh"] == "2; url=/calendars?look=2"
    assert "<input" not in first.text  # nobody's typing is interrupted
    last = browser.get(f"/calendars?look={MOST + 1}")
    assert last.headers["Refresh"] is None
    assert "Look again" in last.text
    assert browser.get("/calendars").headers["Refresh"] is None


def test_nothing_refreshes_when_nothing_is_under_way(browser, made):
    made()
    assert browser.get("/calendars?look=1").headers["Refresh"] is None


def test_a_worker_that_is_not_running_is_named_instead_of_waited_for(browser, service, made):
    made(next_read=NOW)
    service.clock.pass_by(timedelta(minutes=2))
    page = browser.get("/calendars?look=1")
    assert "reads calendars is not running" in page.text
    assert page.headers["Refresh"] is None


def test_check_now_asks_for_a_look_and_leaves_the_rest(browser, service, store, me, made):
    number = made()
    page = browser.post(f"/calendars/{number}/check")
    assert page.to == f"/calendars?did=calendar_checked&look=1#calendar-{number}"
    assert service.woken == [me.id]
    assert (kept(store, number).next_read, kept(store, number).size) == (NOW, 12)


def test_a_new_name_is_kept_and_the_calendar_read_anew_under_it(browser, service, store, me, made):
    number = made(cursor=Cursor("mark"))
    page = browser.post(f"/calendars/{number}/rename", name=HOSTILE)
    one = kept(store, number)
    assert (one.name, one.cursor, one.next_read) == (HOSTILE, None, NOW)
    assert service.woken == [me.id]
    shown = follow(browser, page)
    assert "The calendar has its new name." in shown.text
    assert HOSTILE not in shown.text
    assert "&lt;script&gt;" in shown.text


def test_the_name_it_has_already_costs_no_reading(browser, store, made):
    number = made(cursor=Cursor("mark"))
    browser.post(f"/calendars/{number}/rename", name="Personal")
    assert (kept(store, number).cursor, kept(store, number).next_read) == ("mark", LATER)


@pytest.mark.parametrize(("name", "sentence"), [("  ", "needs a name"), ("x" * 101, "longer than")])
def test_a_name_that_will_not_do_is_said_beside_it(browser, store, made, name, sentence):
    number = made()
    page = browser.post(f"/calendars/{number}/rename", name=name)
    assert page.status == 422
    assert sentence in page.text
    assert '<details class="more" open>' in page.text
    assert kept(store, number).name == "Personal"


def test_a_calendar_that_is_left_alone_says_so_and_can_be_watched_again(
    browser, service, store, made
):
    number = made()
    shown = follow(browser, browser.post(f"/calendars/{number}/watch", watched="no"))
    assert not kept(store, number).active
    assert "What was found in it stays as it is, and nothing new is read" in shown.text
    refused = browser.post(f"/calendars/{number}/check")
    assert refused.status == 422
    assert "left alone at the moment" in refused.text
    browser.post(f"/calendars/{number}/watch", watched="yes")
    assert (kept(store, number).active, kept(store, number).next_read) == (True, NOW)
    with store.read() as tx:
        told = [line.action for line in journal(tx, kept(store, number).person)]
    assert told == ["source_watched", "source_left_alone"]


def test_a_calendar_that_is_removed_is_gone_with_its_address(browser, service, store, me, made):
    number = made()
    shown = follow(browser, browser.post(f"/calendars/{number}/remove"))
    assert "None is read yet" in shown.text
    assert kept(store, number) is None
    assert service.woken == [me.id]


ACTS = ("check", "rename", "watch", "remove")


def test_nobody_sees_or_touches_a_calendar_of_another(browser, service, store, newcomer, made):
    number = made(newcomer("other").id, name="Theirs")
    before = kept(store, number)
    assert "Theirs" not in browser.get("/calendars").text
    for act in ACTS:
        asked, missing, huge = (
            browser.post(f"/calendars/{n}/{act}", name="x", watched="no")
            for n in (number, UNKNOWN, 2**40)
        )
        assert (asked.status, missing.status, huge.status) == (404, 404, 404)
        assert asked.text == missing.text
    assert kept(store, number) == before
    assert service.woken == []


def test_two_people_may_read_the_same_calendar(service, store, me, made):
    made()
    with store.write() as tx:
        other = add_person(tx, "other", now=NOW)
    page = signed(service, other).post("/calendars", address=ADDRESS)
    assert page.status == 303


def test_the_page_says_where_follow_ups_go(browser):
    assert "It has no address yet" in browser.get("/calendars").text
    browser.post("/feed/new", instead="")
    assert "No app has fetched it yet." in browser.get("/calendars").text


def test_the_page_of_a_dozen_calendars_is_small(browser, made):
    for number in range(12):
        made(address=f"{ADDRESS}{number}", name=f"Calendar number {number}")
    assert len(browser.get("/calendars").body) < 45_000  # and 15 kB for what it is dressed in


@pytest.mark.parametrize(
    ("button", "action", "notice"),
    [
        ("wanted", "source_emptied_wanted", "put back within a minute"),
        ("removed", "source_emptied_removed", "they stay away"),
    ],
)
def test_whoever_misses_all_follow_ups_is_asked_and_answers(  # noqa: PLR0913, PLR0917 - fixtures
    browser, service, store, me, made, button, action, notice
):
    gone = Problem(where="Personal", what=ALL_GONE, next_step="Say so.")
    number = made(suspect=True, problem=gone)
    assert "Where are the follow-ups of “Personal”?" in said(browser.get("/calendars"))
    answered = follow(browser, browser.post(f"/calendars/{number}/emptied", word=button))
    assert notice in said(answered)
    with store.read() as tx:
        assert action in [line.action for line in journal(tx, me.id)]
    assert (kept(store, number).last_read, kept(store, number).next_read) == (None, NOW)


def test_nobody_is_asked_about_a_calendar_that_is_doubted_for_something_else(browser, made):
    other = Problem(where="Personal", what="Of its 12 events only 0 are left.", next_step="Wait.")
    made(suspect=True, problem=other)
    assert "Where are the follow-ups" not in browser.get("/calendars").text
