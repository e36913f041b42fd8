"""Signing in by a link, being signed in, and signing out."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.store.access import session_by_hash, sessions_of
from service.store.people import remove_person
from service.store.seal import hash_token
from service.web.access import IDLE, LASTS, TOUCHED_EVERY, own_path
from tests.web.running import NOW, running
from tests.web.signing import Browser, link, signed

DAY = timedelta(days=1)
HTTPS = "https://afterword.example"


@pytest.fixture
def stranger(service):
    return Browser(service)


def sessions(store, me):
    with store.read() as tx:
        return sessions_of(tx, me.id)


def test_a_link_shows_a_button_however_often_it_is_opened_and_signs_in_once(service, stranger, me):
    address = link(service, me.id)
    for _ in range(3):  # what a chat program does for its preview
        page = stranger.get(address)
        assert (page.status, page.forms) == (200, [address])
        assert "<h1>Welcome</h1>" in page.text  # nobody is called "me"
        assert ">Sign in</button>" in page.text
        assert stranger.send("HEAD", address, {}).status == 200
    assert stranger.cookies == {}
    entered = stranger.post(address, next="/feed")
    assert (entered.status, entered.to) == (303, "/feed")
    assert stranger.get("/").to in {"/upcoming", "/welcome"}
    again = Browser(service)
    assert again.get(address).status == 404
    assert again.post(address).status == 404
    assert again.cookies == {}


def test_a_link_that_is_used_over_or_unknown_says_the_same(service, stranger, me):
    used, over = (link(service, me.id, lasts=lasts) for lasts in (2 * DAY, DAY))
    signed(service, me.id)
    stranger.post(used)
    service.clock.pass_by(DAY)
    pages = [Browser(service).get(one) for one in (used, over, "/sign-in/x", over + "x")]
    assert [page.status for page in pages] == [404] * 4
    assert len({page.text for page in pages}) == 1
    assert "afterword link" in pages[0].text


def test_a_link_can_be_pasted(service, stranger, me):
    address = link(service, me.id)
    for text in (service.base_url + address, f" {address} ", address.removeprefix("/sign-in/")):
        onward = stranger.post("/sign-in", link=text, next="/settings")
        assert onward.to == f"{address}?next=%2Fsettings"
    assert 'value="/settings"' in stranger.follow(onward).text
    for text in ("", "https://[", f"{service.base_url}/sign-in/"):
        page = stranger.post("/sign-in", link=text, next="/settings")
        assert page.status == 422
        assert 'value="/settings"' in page.text


def test_whoever_is_signed_in_needs_no_sign_in_page(browser):
    assert browser.get("/sign-in?next=/feed").to == "/feed"
    assert browser.get("/sign-in?next=//evil.example").to == "/"


def test_a_session_is_never_taken_over_from_what_the_browser_brings(service, store, me):
    planted = Browser(service, {"afterword": "planted-by-somebody-else"})
    planted.post(link(service, me.id))
    assert planted.cookies["afterword"] != "planted-by-somebody-else"
    with store.read() as tx:
        assert session_by_hash(tx, hash_token("planted-by-somebody-else")) is None
        assert session_by_hash(tx, hash_token(planted.cookies["afterword"]))


def test_signing_in_again_ends_the_session_before(service, store, browser, me):
    before = dict(browser.cookies)
    browser.post(link(service, me.id))
    assert browser.cookies != before
    assert len(sessions(store, me)) == 1
    assert Browser(service, before).get("/").to == "/sign-in"


def test_the_cookie_under_http(service, me):
    answer = Browser(service).post(link(service, me.id))
    (line,) = answer.headers.get_all("Set-Cookie")
    name, *flags = line.split("; ")
    assert name.startswith("afterword=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=7776000"} <= set(flags)
    assert not any(flag.lower().startswith(("secure", "domain")) for flag in flags)


def test_the_cookie_and_the_transport_under_https(store, me):
    with running(store, public_url=HTTPS) as service:
        browser = Browser(service)
        answer = browser.post(link(service, me.id))
        (line,) = answer.headers.get_all("Set-Cookie")
        name, *flags = line.split("; ")
        assert name.startswith("__Host-afterword=")
        assert {"HttpOnly", "SameSite=lax", "Path=/", "Secure"} <= set(flags)
        assert not any(flag.lower().startswith("domain") for flag in flags)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert browser.get("/").to != "/sign-in"
        assert Browser(service, {"afterword": browser.csrf}).get("/").to == "/sign-in"
        out = browser.post("/sign-out").headers["Set-Cookie"]
        assert out.startswith("__Host-afterword=")
        assert "Secure" in out


def test_a_session_ends_when_nobody_comes_for_long(service, me):
    browser = signed(service, me.id)
    service.clock.pass_by(IDLE - timedelta(seconds=1))
    assert browser.get("/").to != "/sign-in"
    service.clock.pass_by(IDLE - timedelta(seconds=1))
    assert browser.get("/").to != "/sign-in"
    service.clock.pass_by(IDLE)
    assert browser.get("/").to == "/sign-in"


def test_a_session_ends_after_its_time_however_often_one_comes(service, me):
    browser = signed(service, me.id)
    while service.clock.now < NOW + LASTS - DAY:
        service.clock.pass_by(DAY)
        assert browser.get("/").to != "/sign-in"
    service.clock.pass_by(DAY)
    assert browser.get("/").to == "/sign-in"


def test_that_a_browser_was_here_is_noted_once_a_minute(service, store, browser, me):
    (before,) = sessions(store, me)
    service.clock.pass_by(TOUCHED_EVERY - timedelta(seconds=1))
    browser.get("/")
    assert sessions(store, me) == (before,)
    service.clock.pass_by(timedelta(seconds=1))
    browser.get("/")
    assert sessions(store, me)[0].seen == service.clock.now


def test_signing_out_ends_the_session_and_not_only_the_cookie(service, store, browser, me):
    kept, elsewhere = Browser(service, dict(browser.cookies)), signed(service, me.id)
    out = browser.post("/sign-out")
    assert out.to == "/sign-in?did=signed_out"
    assert "You are signed out of this browser." in browser.follow(out).text
    assert browser.cookies == {}
    assert kept.get("/").to == "/sign-in"
    assert elsewhere.get("/").to != "/sign-in"


def test_signing_out_everywhere_ends_them_all_and_open_links(service, browser, me, newcomer):
    elsewhere, other = signed(service, me.id), signed(service, newcomer("other").id)
    unused = link(service, me.id)
    out = browser.post("/sign-out-everywhere")
    assert "every browser" in browser.follow(out).text
    assert elsewhere.get("/").to == "/sign-in"
    assert Browser(service).get(unused).status == 404
    assert other.get("/").to != "/sign-in"


def test_who_is_deleted_is_nobody(service, store, browser, me):
    with store.write() as tx:
        remove_person(tx, me.id)
    assert browser.get("/").to == "/sign-in"


def test_a_page_is_shown_though_it_cannot_be_noted_that_it_was(service, browser, monkeypatch):
    def refuse(*_, **__):
        raise Unavailable("the disk is full")

    from service.store.faults import Unavailable  # noqa: PLC0415

    monkeypatch.setattr("service.web.access.store_access.touch_session", refuse)
    service.clock.pass_by(DAY)
    assert browser.get("/").to != "/sign-in"


def test_too_many_attempts_are_refused_by_address_and_not_by_what_anybody_says(store, me):
    with running(store) as service:
        spent = [
            Browser(service).get("/sign-in/x", {"X-Forwarded-For": f"198.51.100.{number}"})
            for number in range(31)
        ]
        assert [page.status for page in spent] == [404] * 30 + [429]
        assert 1 <= int(spent[-1].headers["Retry-After"]) <= 60
        assert "Wait a minute" in spent[-1].text
        assert Browser(service).post(link(service, me.id)).status == 429


def test_attempts_that_succeed_are_not_counted(service, me):
    for _ in range(31):
        assert signed(service, me.id).cookies


def test_behind_a_trusted_proxy_attempts_are_counted_by_who_makes_them(store, me):
    from ipaddress import ip_network  # noqa: PLC0415

    with running(store, trusted_proxies=(ip_network("127.0.0.0/8"),)) as service:
        mine = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
        for _ in range(31):
            last = Browser(service).get("/sign-in/x", mine)
        assert last.status == 429
        theirs = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
        assert Browser(service).get("/sign-in/x", theirs).status == 404


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        ("/feed", "/feed"),
        ("/activity?before=7&x=/y", "/activity?before=7&x=/y"),
        ("", "/"),
        ("feed", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("///evil.example", "/"),
        ("/sign-in/abc", "/"),
        ("/sign-out", "/"),
        ("/é", "/"),
    ],
)
def test_next_stays_on_this_site(wanted, taken):
    assert own_path(wanted) == taken


@given(st.text(alphabet="/\\.:@?#%a \t\n\r\x00é", max_size=12))
def test_no_next_leads_elsewhere(wanted):
    path = own_path(wanted)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert not set(path) & set("\\\t\n\r\x00 ")


def test_next_is_kept_from_the_page_asked_for_to_the_page_shown(service, stranger, me):
    asked = stranger.get("/feed?a=b")
    assert asked.to == "/sign-in?next=%2Ffeed%3Fa%3Db"
    assert 'value="/feed?a=b"' in stranger.follow(asked).text
    address = link(service, me.id)
    shown = stranger.get(f"{address}?next={quote('https://evil.example')}")
    assert 'name="next" value="/"' in shown.text
    assert stranger.post(address, next="//evil.example").to == "/"
