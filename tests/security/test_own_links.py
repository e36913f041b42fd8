"""The links in a person's entries, in the hands of those for whom they are not.

A calendar is often seen by others, and what is in it ends up in chats. Whoever has a link alone
sees one page, the same to the byte whatever the link, and changes nothing by it.
"""

from datetime import timedelta
from itertools import product

import pytest

from service.domain.visit_link import token
from service.store.access import end_sessions
from service.store.link_secrets import give_link_secret
from service.store.people import add_person
from service.web.csrf import token_for
from service.web.devices import COOKIE, LASTS
from tests.security.test_access_matrix import WAYS
from tests.web.entry_links import VISIT, entry_link
from tests.web.running import NOW
from tests.web.signing import Browser, signed

PATHS = sorted({way.path.removeprefix("/d/{token}") for way in WAYS if way.path.startswith("/d/")})
"""Behind every link; a page that is added is in here."""
BOTS = (
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23.20.0",
    "Mozilla/5.0 (compatible; Google-Safety; +http://www.google.com/bot.html)",
)
SECRET = ("Acme", "Dana", "Engineer", "me</", VISIT)


@pytest.fixture
def link(house):
    return entry_link(house.store, house.me.id)


@pytest.fixture
def closed(house):
    """What whoever made a link up is shown."""
    return Browser(house.service).get(f"/d/{'a' * 34}").body


def _nothing(house, browser, link, closed):
    """By whatever way: the closed page, and nothing is changed."""
    before = house.dump()
    for path, method in product(PATHS, ("GET", "HEAD", "POST")):
        page = _asked(browser, method, f"{link}{path}")
        if page.status == 405:
            continue
        assert page.status == 403
        assert page.body == (b"" if method == "HEAD" else closed)
        assert "Set-Cookie" not in page.headers
    assert not [word for word in SECRET if word in closed.decode()]
    assert house.dump() == before


def _asked(browser, method, path):
    if method == "POST":
        return browser.post(path, about="email", answer="done", remark="I was here", to="")
    return browser.send(method, path, {})


@pytest.mark.parametrize("bot", BOTS)
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_link_preview_bot_sees_and_changes_nothing(house, link, closed, bot):
    before = house.dump()
    for path, method in product(PATHS, ("GET", "HEAD")):
        page = Browser(house.service).send(method, f"{link}{path}", {"User-Agent": bot})
        assert page.status in {403, 405}
        assert page.status == 405 or page.body in {closed, b""}
    assert house.dump() == before


def test_a_forwarded_link_opens_nothing_to_a_stranger(house, link, closed):
    _nothing(house, Browser(house.service), link, closed)


def test_a_forwarded_link_opens_nothing_to_somebody_who_is_signed_in(house, mallory, link, closed):
    _nothing(house, mallory.browser, link, closed)


def test_a_stolen_link_opens_nothing_with_made_up_cookies(house, link, closed):
    made_up = {"afterword": "x" * 43, COOKIE: "y" * 43}
    _nothing(house, Browser(house.service, made_up), link, closed)


def test_a_stolen_link_with_the_forms_own_token_changes_nothing_without_the_browser(
    house, link, closed
):
    (cookie,) = house.browser.cookies.values()
    before = house.dump()
    page = Browser(house.service).post(link, csrf=token_for(cookie), remark="I was here")
    assert (page.status, page.body) == (403, closed)
    assert house.dump() == before


def test_a_stolen_link_is_no_way_for_another_site(house, link):
    """Though the browser sends its cookies along and they have the form's token."""
    before = house.dump()
    for says in (
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
    ):
        assert house.browser.post(link, headers=says, remark="x").status == 403
    assert house.browser.post(link, csrf="", remark="x").status == 403
    assert house.dump() == before


def test_an_expired_link_opens_nothing_even_to_its_owner(house, closed):
    """Of a visit that is forgotten by now, or that never was."""
    _nothing(house, house.browser, entry_link(house.store, house.me.id, "gone@example.com"), closed)


def test_a_link_of_before_the_secret_was_changed_opens_nothing(house, link, closed):
    with house.store.write() as tx:
        give_link_secret(tx, house.me.id)
    _nothing(house, house.browser, link, closed)
    assert house.browser.get(entry_link(house.store, house.me.id)).status == 200


def test_a_link_made_of_another_persons_secret_opens_nothing(house, closed):
    with house.store.write() as tx:
        add_person(tx, "other", now=NOW)
    forged = f"/d/{token('of my own making', house.me.id, VISIT)}"
    _nothing(house, house.browser, forged, closed)


def test_a_browser_that_is_known_opens_links_and_nothing_else_and_only_while_it_may(house, link):
    assert house.browser.post(link, remark="Mine").status == 303
    alone = Browser(house.service, {COOKIE: house.browser.cookies[COOKIE]})
    assert alone.get(link).status == 200
    assert alone.post(link, remark="Mine too").status == 303
    for path in ("/upcoming", "/account", "/export", "/settings", "/activity"):
        assert alone.get(path).to.startswith("/sign-in")
    assert alone.post("/answers", answer="done x").status == 303
    house.service.clock.pass_by(LASTS)
    assert alone.get(link).status == 403


def test_looking_makes_no_browser_known(house, link):
    house.browser.get(link)
    assert COOKIE not in house.browser.cookies


def test_signing_out_ends_what_the_browser_could_open(house, link):
    house.browser.post(link, remark="Mine")
    known = dict(house.browser.cookies)
    house.browser.post("/sign-out", csrf=token_for(known["afterword"]))
    assert Browser(house.service, known).get(link).status == 403
    assert COOKIE not in house.browser.cookies


def test_signing_out_everywhere_ends_it_in_every_browser(house, link):
    house.browser.post(link, remark="Mine")
    known = {COOKIE: house.browser.cookies[COOKIE]}
    with house.store.write() as tx:
        end_sessions(tx, house.me.id)
    assert Browser(house.service, known).get(link).status == 403


def test_whoever_signs_in_for_a_link_is_known_from_then_on(house, link):
    browser = signed(house.service, house.me.id, onward=link)
    assert COOKIE in browser.cookies
    browser.cookies.pop("afterword")
    house.service.clock.pass_by(timedelta(days=100))
    assert browser.get(link).status == 200
