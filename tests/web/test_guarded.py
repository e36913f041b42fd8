"""What holds for every page, those to come included: they are found by walking the app's routes."""

import re
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from service.web import static_files, webhooks
from service.web.app import create_app
from service.web.pages import ROUTERS
from service.web.problems import missing
from tests.web.running import running
from tests.web.signing import FORM, Browser, link, signed

OPEN = {"/sign-in", "/sign-in/{token}", "/google/sign-in"}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)


def found(routes):
    """Method and path of every route of the app, a path's numbers being 1."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            prefix = route.include_context.prefix
            yield from ((method, prefix + path) for method, path in found(inner.routes))
        else:
            yield from ((method, route.path) for method in route.methods - {"HEAD"})


def all_pages():
    app = create_app(None, base_url="http://x", wake=print, clock=print)
    ours = {(m, p) for m, p in found(app.routes) if not p.startswith(("/api/", "/cal/"))}
    return sorted(ours - {("GET", p) for p in MACHINES} - {("POST", webhooks.PATH)})


MACHINES = ("/healthz", "/readyz", "/metrics", "/robots.txt", "/static/{name}")
PAGES = all_pages()
BY_LINK = [(method, path) for method, path in PAGES if path.startswith("/d/")]
GUARDED = [way for way in PAGES if way[1] not in OPEN and way not in BY_LINK]


def filled(path):
    return re.sub(r"\{[^}]*\}", "1", path)


def test_the_walk_finds_every_page_there_is():
    listed = {
        (method, route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    assert listed <= set(PAGES)
    assert {("GET", "/"), ("POST", "/sign-out"), ("POST", "/sign-in/{token}")} <= set(PAGES)


# One service for all of them: what is asked here changes nothing.


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    from service.store.people import add_person  # noqa: PLC0415
    from service.store.seal import Seal, new_key  # noqa: PLC0415
    from service.store.store import open_store  # noqa: PLC0415
    from tests.web.running import NOW  # noqa: PLC0415

    file = tmp_path_factory.mktemp("guarded") / "afterword.db"
    store = open_store(f"sqlite:///{file}", seal=Seal.from_keys([new_key()]))
    with store.write() as tx:
        me = add_person(tx, "me", now=NOW)
    with running(store) as service:
        yield SimpleNamespace(service=service, me=me)
    store.close()


def refused(page):
    return page.status == 403 and "<h1>Not from here</h1>" in page.text


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_without_a_session_every_page_leads_to_the_sign_in_page(here, method, path):
    for cookies in ({}, {"afterword": "unknown"}, {"afterword": ""}, {"__Host-afterword": "x"}):
        browser = Browser(here.service, cookies)
        page = browser.get(filled(path)) if method == "GET" else browser.post(filled(path))
        assert page.status == 303, page.text
        assert page.to.partition("?")[0] == "/sign-in"


@pytest.mark.parametrize(("method", "path"), BY_LINK)
def test_behind_a_link_that_is_none_there_is_one_page_for_everybody(here, method, path):
    for browser in (Browser(here.service), signed(here.service, here.me)):
        page = browser.get(filled(path)) if method == "GET" else browser.post(filled(path))
        assert page.status in {403, 429}  # a walk asks often
        assert "<h1>This is somebody's private page</h1>" in page.text


@pytest.mark.parametrize("path", [path for method, path in GUARDED if method == "POST"])
def test_what_another_site_sends_is_refused_whatever_else_is_right(here, path):
    browser = signed(here.service, here.me)
    own = here.service.base_url
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": own},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": own.replace("127.0.0.1", "localhost")},
        {"Origin": own + "1"},
        {"Origin": own.replace("http", "https")},
        {"Origin": "http://["},
    ):
        assert refused(browser.post(filled(path), headers=headers)), headers
    assert browser.get("/").to != "/sign-in"


@pytest.mark.parametrize("path", [path for method, path in GUARDED if method == "POST"])
def test_a_form_without_the_session_s_own_token_is_refused(here, path):
    browser, other = (signed(here.service, here.me) for _ in range(2))
    for wrong in ("", "0" * 64, other.csrf, browser.csrf[:-1], "é"):
        assert refused(browser.post(filled(path), csrf=wrong)), wrong
    assert browser.get("/").to != "/sign-in"


@pytest.mark.parametrize(("method", "path"), PAGES)
def test_every_page_has_the_policy_and_none_is_kept(here, method, path):
    for browser in (Browser(here.service), signed(here.service, here.me)):
        send = browser.get if method == "GET" else lambda p: browser.post(p, csrf="")  # noqa: B023
        headers = send(filled(path)).headers
        assert_shielded(headers, referrer="no-referrer" if path in QUIET else "same-origin")


QUIET = {path for _, path in BY_LINK}
"""Half of what it takes to open them stands in their address."""


def assert_shielded(headers, *, referrer="same-origin"):
    assert headers.get_all("Content-Security-Policy") == [POLICY]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == referrer
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers  # it is http


# An old browser tells neither Origin nor Sec-Fetch-Site: the token is all there is.


def test_an_old_browser_with_the_right_token_is_heard(service, browser):
    assert refused(browser.post("/sign-out", csrf="0" * 64, headers={}))
    assert browser.post("/sign-out", headers={}).to == "/sign-in?did=signed_out"


def test_a_reload_by_the_person_is_heard(browser):
    sent = {"Sec-Fetch-Site": "none"}
    assert browser.post("/sign-out", headers=sent).to == "/sign-in?did=signed_out"


def test_nobody_is_signed_in_by_a_page_of_another_site(service, me):
    browser, address = Browser(service), link(service, me.id)
    assert refused(browser.post(address, headers={"Sec-Fetch-Site": "cross-site"}))
    assert refused(browser.post(address, headers={"Origin": "https://evil.example"}))
    assert browser.cookies == {}
    assert browser.post(address).status == 303


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data; boundary=x", "--x--", 415),
        ("text/plain", "csrf=1", 415),
        ("application/json", "{}", 415),
        (FORM["Content-Type"], b"a=\xff", 400),
        (FORM["Content-Type"], "a=%ff", 400),
        (FORM["Content-Type"], "&".join(["a="] * 1001), 400),
        (FORM["Content-Type"], "a=" + "x" * 70_000, 413),
    ],
)
def test_what_no_form_of_ours_sends_is_not_read(browser, kind, body, status):
    page = browser.send("POST", "/sign-out", {"Content-Type": kind}, body)
    assert page.status == status
    assert_shielded(page.headers)
    assert browser.get("/").to != "/sign-in"


def test_the_api_and_the_health_checks_are_asked_without_a_cookie(service, me, browser):
    (cookie,) = browser.cookies.values()
    for headers in ({"Cookie": f"afterword={cookie}"}, {"Authorization": f"Bearer {cookie}"}):
        assert service.ask("/api/v1/sources", headers=headers).status == 401


def test_a_token_of_the_api_opens_no_page(service, me):
    page = Browser(service).get("/", {"Authorization": f"Bearer {me.token}"})
    assert page.to == "/sign-in"
    assert Browser(service, {"afterword": me.token}).get("/").to == "/sign-in"


# -- under which name ------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "", "[::1]"])
def test_under_a_name_that_is_not_ours_a_page_says_what_to_set(service, host):
    for path in ("/", "/sign-in", "/nothing"):
        page = Browser(service).get(path, {"Host": host})
        assert page.status == 400
        assert "AFTERWORD_BASE_URL" in page.text
        assert service.base_url in page.text
        assert_shielded(page.headers)


def test_under_a_name_that_is_not_ours_nothing_is_done(service, browser):
    sent = {"Host": "evil.example", "Sec-Fetch-Site": "same-origin"}
    assert browser.post("/sign-out", headers=sent).status == 400
    assert browser.get("/").to != "/sign-in"


def test_probes_and_calendar_programs_may_use_any_name(service):
    other = {"Host": "10.0.0.7:8000"}
    for path, status in (
        ("/healthz", 200),
        ("/readyz", 503),
        ("/robots.txt", 200),
        ("/static/afterword.css", 200),
        ("/cal/unknown/followups.ics", 404),
        ("/api/v1/sources", 401),
    ):
        assert service.ask(path, headers=other).status == status, path


@pytest.mark.parametrize(
    ("public_url", "host", "ours"),
    [
        ("https://afterword.example", "afterword.example", True),
        ("https://afterword.example", "Afterword.Example:443", True),
        ("https://afterword.example", "afterword.example:80", False),
        ("https://afterword.example:443", "afterword.example", True),
        ("https://afterword.example:8443", "afterword.example:8443", True),
        ("https://afterword.example:8443", "afterword.example", False),
        ("http://afterword.example", "afterword.example:80", True),
        ("http://[fd00::1]:8000", "[fd00::1]:8000", True),
        ("https://afterword.example", "afterword.example.evil.example", False),
    ],
)
def test_which_names_are_ours(store, public_url, host, ours):
    with running(store, public_url=public_url) as service:
        status = Browser(service).get("/sign-in", {"Host": host}).status
        assert status == (200 if ours else 400)


# -- errors ----------------------------------------------------------------------------------


def broken_pages():
    router = APIRouter()

    @router.get("/broken/mine")
    def mine():
        raise missing("<b>follow-up</b>")

    @router.get("/broken/number/{number}")
    def number(number: int):
        raise AssertionError

    @router.get("/broken/query")
    def query(number: int):
        raise AssertionError

    @router.get("/broken/ours")
    def ours():
        raise KeyError("a title of somebody")

    return router


@pytest.fixture
def with_broken_pages(monkeypatch):
    monkeypatch.setattr("service.web.app.ROUTERS", (*ROUTERS, broken_pages()))


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nothing", 404, "no such page"),
        ("/broken/mine", 404, "You have no such &lt;b&gt;follow-up&lt;/b&gt;."),
        ("/broken/number/x", 404, "no such page"),
        ("/broken/query?number=x", 422, "cannot be read"),
        ("/broken/ours", 500, "not your doing"),
        ("/static/../app.py", 404, "no such page"),
        ("/static/app.py", 404, "no such page"),
    ],
)
def test_errors_of_pages_are_pages(store, with_broken_pages, path, status, said):
    with running(store) as service:
        page = Browser(service).get(path)
    assert page.status == status
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert said in page.text
    assert "somebody" not in page.text
    assert_shielded(page.headers)


def test_a_database_that_cannot_answer_is_503_with_a_word(service, browser):
    service.store.break_down()
    page = browser.get("/")
    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert "Try again in a minute" in page.text
    assert "secret" not in page.text
    assert_shielded(page.headers)


def test_a_page_that_is_not_for_sending_says_so(browser):
    page = browser.post("/")
    assert (page.status, page.headers["Allow"]) == (405, "GET")
    assert "<h1>Not this way</h1>" in page.text
    assert browser.get("/sign-out").status == 405


def test_errors_of_the_api_and_of_the_feed_stay_their_own(service):
    html = {"Accept": "text/html"}
    api = service.ask("/api/v1/nothing", headers=html)
    assert api.headers["Content-Type"] == "application/problem+json"
    feed = service.ask("/cal/x/followups.ics", headers=html)
    assert feed.headers["Content-Type"].startswith("text/plain")
    assert feed.headers["Content-Security-Policy"] is None


def test_head_is_get_without_the_body(browser, service):
    for path in ("/sign-in", "/nothing", "/", "/static/afterword.css", "/robots.txt"):
        stranger = Browser(service)
        got, head = stranger.get(path), stranger.send("HEAD", path, {})
        assert (head.status, head.body) == (got.status, b"")
        assert head.headers["Content-Length"] == got.headers["Content-Length"]


# -- what robots and browsers may keep --------------------------------------------------------


def test_robots_are_sent_away_and_feeds_stay_fetchable(service):
    from urllib.robotparser import RobotFileParser  # noqa: PLC0415

    told = service.ask("/robots.txt")
    rules = RobotFileParser()
    rules.parse(told.body.decode().splitlines())
    assert told.headers["Content-Type"].startswith("text/plain")
    assert rules.can_fetch("Google-Calendar-Importer", "/cal/token/followups.ics")
    assert not rules.can_fetch("Googlebot", "/")
    assert not rules.can_fetch("Googlebot", "/sign-in/token")


def test_assets_are_kept_for_ever_under_the_address_of_their_version(service):
    address = static_files.asset("afterword.css")
    kept = service.ask(address)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Content-Type"] == "text/css; charset=utf-8"
    assert service.ask(address + "0").headers["Cache-Control"] == "no-cache"
    with pytest.raises(KeyError):
        static_files.asset("nothing.css")


def test_misses_of_one_address_are_told_to_wait_and_hits_are_not(store, me, service):
    from service.store.feeds import issue_feed  # noqa: PLC0415
    from service.store.seal import hash_token  # noqa: PLC0415

    with store.write() as tx:
        issue_feed(tx, me.id, token_hash=hash_token("mine"), now=service.clock())
    misses = [service.ask(f"/cal/{number}/followups.ics") for number in range(61)]
    assert [answer.status for answer in misses] == [404] * 60 + [429]
    assert int(misses[-1].headers["Retry-After"]) >= 1
    assert misses[-1].headers["Cache-Control"] == "no-store"
    assert service.ask("/cal/mine/followups.ics").status == 200


def test_a_cookie_is_set_by_nothing_but_signing_in(service, browser, me):
    for page in (browser.get("/"), Browser(service).get(link(service, me.id))):
        assert not SimpleCookie(page.headers["Set-Cookie"] or "")
