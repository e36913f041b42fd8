"""You: browsers, tokens, everything to take along; and leaving, with a receipt."""

import json
import re
from html import unescape
from io import BytesIO
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest

from service.store.access import sessions_of
from service.store.feeds import issue_feed
from service.store.people import people, person_named
from service.store.seal import hash_token
from service.store.tokens import person_of_token, tokens
from service.web.access import IDLE
from service.web.pages.browser_names import browser_name
from service.web.pages.own_devices import FOR_THE_PHONE
from tests.web.diary import interview
from tests.web.entry_links import entry_link
from tests.web.filling import form_to
from tests.web.running import NOW
from tests.web.signing import Browser, signed


@pytest.fixture
def browser(service, me):
    return signed(service, me.id)


def signed_in(store, person):
    with store.read() as tx:
        return len(sessions_of(tx, person))


def test_the_page_says_who_and_where(browser):
    page = browser.get("/account")

    assert page.status == 200
    assert "<h1>me</h1>" in page.text
    assert page.text.count("this browser") == 1
    assert page.forms.count("/sign-out") == 1


def test_a_browser_that_nobody_used_for_a_month_is_signed_in_nowhere(service, me):
    idle = signed(service, me.id)
    service.clock.pass_by(IDLE)
    browser = signed(service, me.id)

    assert idle.get("/account").status == 303
    assert browser.get("/account").text.count('action="/account/browsers/end"') == 0
    assert len(service.call("/sessions", me.token).json["sessions"]) == 1


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on an iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/131.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Firefox/133.0", "Firefox on Linux"),
        ("curl/8.5", "curl/8.5"),
        ("", "A browser that does not say its name"),
    ],
)
def test_a_browser_has_a_name_that_people_use(agent, name):
    assert browser_name(agent) == name


def test_another_browser_is_signed_out_and_this_one_stays(browser, service, store, me):
    other = signed(service, me.id)
    form = form_to(browser.get("/account"), "/account/browsers/end")

    assert browser.post("/account/browsers/end", **form.sent()).status == 303

    assert browser.get("/account").status == 200
    assert other.get("/account").status == 303
    assert signed_in(store, me.id) == 1


def test_all_others_are_signed_out_at_once(browser, service, store, me):
    for _ in range(3):
        signed(service, me.id)

    assert browser.post("/account/browsers/end-others").status == 303

    assert signed_in(store, me.id) == 1
    assert browser.get("/account").status == 200


def test_nobody_signs_somebody_else_out(browser, service, store, newcomer):
    other = newcomer("bo")
    theirs = signed(service, other.id)
    signed(service, other.id)
    form = form_to(theirs.get("/account"), "/account/browsers/end")

    browser.post("/account/browsers/end", browser=form.sent()["browser"])
    browser.post("/account/browsers/end-others")

    assert signed_in(store, other.id) == 2


def test_a_token_is_shown_once_and_works_until_it_is_removed(browser, service, store, me):
    page = browser.post("/account/tokens", name="phone")
    token = unescape(re.search(r'class="secret"[^>]*>([^<]+)<', page.text)[1])

    assert page.headers["Cache-Control"] == "no-store"
    assert token not in browser.get("/account").text
    assert service.call("/visits", token).status == 200
    assert browser.post("/account/tokens/remove", name="phone").status == 303
    assert service.call("/visits", token).status == 401
    with store.read() as tx:
        assert [one.name for one in tokens(tx, me.id)] == ["laptop"]


@pytest.mark.parametrize("name", ["", "laptop", "x" * 101])
def test_a_token_without_a_good_name_is_not_made(browser, store, me, name):
    page = browser.post("/account/tokens", name=name)

    assert page.status == 422
    assert 'id="name-fault"' in page.text
    assert f'value="{name}"' in page.text
    with store.read() as tx:
        assert len(tokens(tx, me.id)) == 1


def test_everything_can_be_taken_along(browser):
    answer = browser.get("/export")

    assert answer.headers["Content-Type"] == "application/zip"
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="afterword-2026-11-24.zip"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    made = ZipFile(BytesIO(answer.body))
    assert json.loads(made.read("everything.json"))["person"]["name"] == "me"


def test_without_a_session_nothing_is_taken_along(service):
    assert Browser(service).get("/export").status == 303


# -- leaving -----------------------------------------------------------------------------------


def test_leaving_asks_for_the_name(browser, store):
    page = browser.post("/delete", name="you")

    assert page.status == 422
    assert "nothing was deleted" in page.text
    with store.read() as tx:
        assert person_named(tx, "me")


def test_leaving_deletes_everything_and_gives_a_receipt(browser, service, store, me, newcomer):
    other = newcomer("bo")
    theirs = signed(service, other.id)
    with store.write() as tx:
        issue_feed(tx, me.id, token_hash=hash_token("mine"), now=NOW)
    assert service.ask("/cal/mine/followups.ics").status == 200
    assert "1 personal token" in browser.get("/delete").text

    page = browser.post("/delete", name="Me")

    assert page.status == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "Tuesday 24 November, 09:00" in page.text
    assert "1 personal token" in page.text
    assert "Interview follow-ups" in page.text
    assert not browser.cookies
    with store.read() as tx:
        assert [one.name for one in people(tx)] == ["bo"]
        assert person_of_token(tx, hash_token(me.token)) is None
    assert service.call("/visits", me.token).status == 401
    assert service.ask("/cal/mine/followups.ics").status == 410
    assert theirs.get("/account").status == 200


def test_the_receipt_is_a_file_in_the_page_itself(browser):
    page = browser.post("/delete", name="me")

    link = re.search(r'href="data:text/plain;charset=utf-8,([^"]*)" download', page.text)
    receipt = unquote(unescape(link[1]))
    assert receipt.startswith("Afterword: everything was deleted on 2026-11-24 09:00 UTC.\n")
    assert "- 1 personal token\n" in receipt


def test_every_browser_of_who_left_is_out(browser, service, me):
    other = signed(service, me.id)

    assert browser.post("/delete", name="me").status == 200

    assert other.get("/account").to.startswith("/sign-in")
    assert other.post("/delete", name="me").status == 303


@pytest.mark.parametrize(
    "path",
    [
        "/delete",
        "/account/tokens",
        "/account/tokens/remove",
        "/account/browsers/end",
        "/account/browsers/end-others",
    ],
)
def test_a_form_of_somebody_else_is_refused(browser, store, me, path):
    assert browser.post(path, csrf="0" * 64, name="me").status == 403
    across = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert browser.post(path, headers=across, name="me").status == 403
    with store.read() as tx:
        assert person_named(tx, "me")
        assert len(tokens(tx, me.id)) == 1


def test_a_name_is_only_a_name(service, newcomer):
    hostile = newcomer('<b>"bo"</b>')
    browser = signed(service, hostile.id)

    for path in ("/account", "/delete"):
        assert "<b>" not in browser.get(path).text
    assert browser.post("/delete", name='<b>"bo"</b>').status == 200


def test_a_phone_signs_in_by_a_code_that_is_shown_once(service, store, me, browser):
    page = browser.post("/account/phone")
    assert page.status == 200
    assert "<svg" in page.text
    link = urlsplit(re.search(r"http://[^<]*/sign-in/[\w-]+", page.text)[0]).path
    phone = Browser(service)
    assert phone.post(link, csrf="", next="/d/x").status == 303
    assert set(phone.cookies) == {"afterword", "afterword-device"}
    assert Browser(service).post(link, csrf="").status == 404
    browser.post("/account/phone")
    service.clock.pass_by(FOR_THE_PHONE)
    assert signed_in(store, me.id) == 2


def test_a_code_for_the_phone_works_for_ten_minutes(service, browser):
    page = browser.post("/account/phone")
    service.clock.pass_by(FOR_THE_PHONE)
    link = urlsplit(re.search(r"http://[^<]*/sign-in/[\w-]+", page.text)[0]).path
    assert Browser(service).get(link).status == 404


def test_browsers_that_open_links_are_listed_and_ended(service, store, me, browser):
    interview(store, me.id)
    link = entry_link(store, me.id)
    assert "opens links since" not in browser.get("/account").text
    assert browser.post(link, remark="Mine").status == 303
    known = Browser(service, {"afterword-device": browser.cookies["afterword-device"]})
    assert known.get(link).status == 200
    assert "opens links since" in browser.get("/account").text
    assert browser.post("/account/devices/end").to == "/account?did=devices_ended"
    assert known.get(link).status == 403
    assert browser.get(link).status == 200


def test_all_links_are_made_new(service, store, me, browser):
    interview(store, me.id)
    link = entry_link(store, me.id)
    assert browser.post("/account/links/new").to == "/account?did=links_new"
    assert service.woken == [me.id]
    assert browser.get(link).status == 403
    assert browser.get(entry_link(store, me.id)).status == 200
