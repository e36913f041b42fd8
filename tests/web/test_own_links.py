"""Who may open a link of an entry: the link, and a browser that is known."""

from datetime import timedelta

import pytest

from service.domain.model import VisitKey
from service.store.access import end_sessions
from service.store.devices import Device, add_device, devices_of
from service.store.link_secrets import give_link_secret
from service.store.people import set_settings
from service.store.seal import hash_token
from service.store.sessions import keep_visit_names
from service.web.csrf import from_elsewhere
from service.web.own_links import SIGN_IN
from tests.web.diary import interview
from tests.web.entry_links import VISIT, entry_link
from tests.web.running import NOW
from tests.web.signing import Browser

DAY, DEVICE = timedelta(days=1), "of a device"


@pytest.fixture
def link(store, me):
    interview(store, me.id)
    return entry_link(store, me.id)


def known(store, service, person, lasts=400 * DAY):
    """A browser that is known and not signed in."""
    device = Device(
        person=person,
        token_hash=hash_token(DEVICE),
        created=NOW,
        seen=NOW,
        expires=NOW + lasts,
        browser="Firefox",
    )
    with store.write() as tx:
        add_device(tx, device)
    return Browser(service, {"afterword-device": DEVICE})


def test_it_opens_in_a_browser_that_is_signed_in(browser, link):
    page = browser.get(link)
    assert page.status == 200
    assert "Acme" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_its_title_names_nobody(browser, link):
    title = browser.get(link).text.partition("<title>")[2].partition("</title>")[0]
    assert title == "Debrief · Afterword"


def test_it_opens_in_a_known_browser_that_is_not_signed_in(store, service, me, link):
    browser = known(store, service, me.id)
    assert browser.get(link).status == 200
    assert browser.get("/upcoming").status == 303
    assert browser.get("/account").status == 303


def test_a_known_browser_of_somebody_else_is_a_stranger(store, service, newcomer, link):
    other = newcomer("other")
    assert known(store, service, other.id).get(link).status == 403


def test_a_browser_is_forgotten_in_time(store, service, me, link):
    browser = known(store, service, me.id, lasts=DAY)
    assert browser.get(link).status == 200
    service.clock.pass_by(DAY)
    assert browser.get(link).status == 403


@pytest.mark.parametrize("end", [end_sessions, give_link_secret])
def test_signing_out_everywhere_and_new_links_end_all_known_browsers(store, me, service, end):
    known(store, service, me.id)
    with store.write() as tx:
        end(tx, me.id)
    with store.read() as tx:
        assert devices_of(tx, me.id) == ()


def test_a_link_of_before_two_visits_became_one_opens_the_one(store, me, browser, link):
    old = entry_link(store, me.id, "old@example.com")
    assert browser.get(old).status == 403
    with store.write() as tx:
        keep_visit_names(tx, me.id, {VisitKey("old@example.com"): VisitKey(VISIT)})
    assert "Acme" in browser.get(old).text
    assert "Acme" in browser.get(link).text


def test_settings_that_nobody_can_read_keep_nobody_out(store, me, browser, link):
    with store.write() as tx:
        set_settings(tx, me.id, "nonsense =", now=NOW)
    assert browser.get(link).status == 200


def test_the_page_for_strangers_leads_to_the_sign_in_and_back(service, link):
    answer = Browser(service).get(f"{link}?{SIGN_IN}")
    assert answer.status == 303
    assert answer.to == f"/sign-in?next=%2Fd%2F{link.removeprefix('/d/')}"


def test_whoever_asks_too_often_is_told_to_wait_and_the_owner_is_not(service, browser, link):
    stranger = Browser(service)
    seen = [stranger.get(f"/d/{number:x}-x").status for number in range(62)]
    assert seen == [403] * 60 + [429] * 2
    assert browser.get(link).status == 200


@pytest.mark.parametrize(
    ("says", "nameless", "elsewhere"),
    [
        ({"origin": "null", "sec-fetch-site": "same-origin"}, True, False),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, True, True),
        ({"origin": "null"}, True, False),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, False, True),
        ({"origin": "https://evil.example"}, True, True),
    ],
)
def test_a_page_that_hides_where_it_is_still_tells_a_stranger(says, nameless, elsewhere):
    assert from_elsewhere(says, "https://us.example", nameless=nameless) is elsewhere
