"""The page of the feed: its address once, who fetches it, and what keeps it from being fetched."""

import re
from datetime import timedelta
from html import unescape

import pytest

from service.store.feeds import feed, feed_by_hash, record_fetch
from service.store.journal import journal
from service.store.seal import hash_token
from service.web.links import feed_links
from tests.web.running import NOW, running, wait_until
from tests.web.signing import signed

GOOGLE = "Google-Calendar-Importer"


def mark(page):
    return re.search(r'name="instead" value="([^"]*)"', page.text)[1]


def address(page):
    return unescape(re.search(r"<textarea[^>]*>([^<]*)</textarea>", page.text)[1])


def token(page):
    return address(page).split("/")[-2]


def make(browser, service=None):
    page = browser.post("/feed/new", instead=mark(browser.get("/feed")))
    assert page.status == 200, page.text
    return page


def test_before_there_is_an_address_one_is_offered(browser):
    page = browser.get("/feed")
    assert "There is no address yet" in page.text
    assert page.forms.count("/feed/new") == 1
    assert "/feed/revoke" not in page.forms


def test_the_address_is_shown_once_with_every_way_to_add_it(browser, service, store, me):
    page = make(browser)
    links = feed_links(service.base_url, token(page))
    assert address(page) == links.address
    for one in (links.webcal, links.google, links.outlook, links.outlook_work):
        assert f'href="{one}"' in unescape(page.text)
    assert "<svg" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert service.woken == [me.id]
    with store.read() as tx:
        assert feed_by_hash(tx, hash_token(token(page))).person == me.id
        assert token(page) not in str(journal(tx, me.id))
    assert token(page) not in browser.get("/feed").text


def test_the_code_needs_no_inline_style_which_the_policy_would_forbid(browser):
    page = make(browser)
    assert "style=" not in page.text
    assert "<style" not in page.text
    assert "<script" not in page.text


def test_a_form_that_is_sent_twice_makes_one_address(browser, service, store, me):
    instead = mark(browser.get("/feed"))
    first = browser.post("/feed/new", instead=instead)
    service.clock.pass_by(timedelta(seconds=1))
    again = browser.post("/feed/new", instead=instead)
    assert again.to == "/feed?did=feed_new_already"
    assert "had its new address already" in browser.follow(again).text
    assert service.ask(f"/cal/{token(first)}/followups.ics").status == 200


def test_a_new_address_withdraws_the_one_before(browser, service):
    first = make(browser)
    service.clock.pass_by(timedelta(seconds=1))
    second = make(browser)
    asked = [service.ask(f"/cal/{token(page)}/followups.ics").status for page in (first, second)]
    assert asked == [410, 200]


def test_a_withdrawn_address_says_so_and_a_new_one_is_offered(browser, service, store, me):
    made = make(browser)
    shown = browser.follow(browser.post("/feed/revoke"))
    assert "The address of your feed is withdrawn." in shown.text
    assert "apps that still ask for it are told so" in shown.text
    assert shown.forms.count("/feed/new") == 1
    assert service.ask(f"/cal/{token(made)}/followups.ics").status == 410
    with store.read() as tx:
        told = [line.action for line in journal(tx, me.id)]
    assert told == ["feed_revoked", "feed_issued"]


def fetched(store, page, client, at=NOW):
    with store.write() as tx:
        record_fetch(tx, hash_token(token(page)), client, at)


def test_who_fetched_it_last_is_told_with_what_to_expect_of_them(browser, service, store):
    made = make(browser)
    assert "No calendar has fetched the feed yet." in browser.get("/feed").text
    fetched(store, made, GOOGLE, NOW - timedelta(hours=5))
    page = browser.get("/feed")
    assert "5 hours ago" in page.text
    assert "by: Google Calendar" in page.text
    assert "Google re-reads every 4-24 h and cannot be hurried" in page.text


def test_a_client_nobody_knows_is_not_repeated_on_the_page(browser, store):
    fetched(store, make(browser), "<script>alert(1)</script>")
    page = browser.get("/feed")
    assert "An app we don&#39;t know by name" in page.text
    assert "alert(1)" not in page.text


@pytest.mark.parametrize(("days", "wonders"), [(1, False), (3, True)])
def test_a_subscriber_who_stays_away_is_noticed(browser, store, days, wonders):
    fetched(store, make(browser), GOOGLE, NOW - timedelta(days=days))
    assert ("The subscription may be gone" in browser.get("/feed").text) is wonders


def test_alarms_are_explained_for_each_client(browser):
    page = browser.get("/feed")
    assert "carries no alarms" in page.text
    assert page.text.count("It ignores alarms that come with a feed.") == 2  # Google and Outlook


def test_the_feed_is_tried_as_a_calendar_would_and_its_links_are_there_again(browser):
    made = make(browser)
    page = browser.post("/feed/test", address=address(made).replace("http:", "webcal:"))
    assert page.status == 200
    assert "Your feed can be reached" in page.text
    assert "There are 0 entries in it." in page.text
    assert address(page) == address(made)


def test_a_trial_is_not_taken_for_a_subscriber(browser, service, store, me):
    made = make(browser)
    service.ask(f"/cal/{token(made)}/followups.ics", headers={"User-Agent": GOOGLE})
    browser.post("/feed/test", address=address(made))

    def state():
        with store.read() as tx:
            return feed(tx, me.id)

    wait_until(lambda: state().last_fetch)
    assert state().last_client == GOOGLE


def test_only_one_s_own_feed_is_tried(browser, service, newcomer):
    theirs = address(make(signed(service, newcomer("other").id)))
    make(browser)
    for pasted in (
        theirs,
        "https://example.com/x.ics",
        "",
        f"{service.base_url}/cal/x/followups.ics",
    ):
        page = browser.post("/feed/test", address=pasted)
        assert page.status == 422
        assert "This is not an address of your feed." in page.text
        assert f'value="{pasted}"' in page.text


def test_a_withdrawn_address_that_is_tried_is_told_to_be_withdrawn(browser, service):
    made = make(browser)
    service.clock.pass_by(timedelta(seconds=1))
    make(browser)
    page = browser.post("/feed/test", address=address(made))
    assert "could not be reached" in page.text
    assert "withdrawn this address" in page.text


def test_nobody_touches_the_feed_of_another(browser, service, store, me, newcomer):
    made = make(browser)
    other = signed(service, newcomer("other").id)
    assert "There is no address yet" in other.get("/feed").text
    other.post("/feed/revoke")
    other.post("/feed/new", instead="")
    with store.read() as tx:
        assert not feed(tx, me.id).revoked
    assert service.ask(f"/cal/{token(made)}/followups.ics").status == 200


REACHES = [
    ("http://127.0.0.1:8000", "works on this computer only"),
    ("http://192.168.1.20:8000", "will never reach 192.168.1.20"),
    ("http://nas.local", "will never reach nas.local"),
    ("http://afterword.example.com", "not an https address"),
    ("https://afterword.example.com", None),
]
SENTENCES = [sentence for _, sentence in REACHES if sentence]


@pytest.mark.parametrize(("base_url", "sentence"), REACHES)
def test_an_address_that_google_cannot_reach_is_said_before_it_is_added(
    store, me, base_url, sentence
):
    with running(store, public_url=base_url) as service:
        page = make(signed(service, me.id))
        shown = [one for one in SENTENCES if one in page.text]
        assert shown == ([sentence] if sentence else [])
