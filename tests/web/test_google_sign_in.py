"""Signing in with Google: for whoever has connected that account, and nobody else."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from service.store.access import sessions_of
from service.store.grants import grants_of, pause_grant, revoke_grant
from service.store.people import people
from service.web.deps import CONSENTS_A_MINUTE
from service.web.oauth import COOKIE
from tests.google_fake.faults import Fault
from tests.web.consenting import ALEX, SAM, address_on, back, connect, consenting, wish
from tests.web.running import running
from tests.web.signing import Browser, signed

MINUTE = timedelta(minutes=1)


@pytest.fixture
def scene(store):
    with consenting(store) as here:
        yield here


@pytest.fixture
def stranger(scene):
    return Browser(scene.service)


@pytest.fixture
def connected(scene, me):
    """Alex's account, connected by "me"."""
    connect(signed(scene.service, me.id), scene.fake, ALEX)
    with scene.service.store.read() as tx:
        return grants_of(tx, me.id)[0]


def begun(browser, onward="/"):
    page = browser.post("/google/sign-in", csrf="", next=onward)
    return address_on(page)


def came(browser, fake, email=ALEX, onward="/", **decision):
    return browser.get(back(fake, begun(browser, onward), email, **decision))


def names(store):
    with store.read() as tx:
        return [one.name for one in people(tx)]


def test_a_connected_account_lets_its_person_in(scene, store, me, stranger, connected):
    assert "Sign in with Google" in stranger.get("/sign-in").text
    before = stranger.get("/upcoming")
    assert before.to.startswith("/sign-in")
    page = came(stranger, scene.fake, onward="/feed")
    assert page.to == "/feed"
    assert stranger.get("/feed").status == 200
    assert COOKIE not in stranger.cookies  # it has done its work
    with store.read() as tx:
        assert len(sessions_of(tx, me.id)) == 2


def test_it_asks_for_who_they_are_and_for_no_calendar(scene, stranger):
    address = begun(stranger)
    assert "calendar" not in wish(address, "scope")
    assert wish(address, "access_type") == "online"


def test_a_paused_account_lets_in_too_and_one_given_back_does_not(
    scene, store, stranger, connected
):
    with store.write() as tx:
        pause_grant(tx, connected.id, why="Google no longer accepts our access")
    assert came(stranger, scene.fake).status == 303
    with store.write() as tx:
        revoke_grant(tx, connected.id, why="disconnected")
    assert came(Browser(scene.service), scene.fake).status == 403


def test_an_account_that_nobody_connected_lets_nobody_in_and_makes_nobody(
    scene, store, stranger, connected
):
    before = names(store)
    page = came(stranger, scene.fake, SAM)
    assert page.status == 403
    assert "Nobody here has connected this Google account" in page.text
    assert stranger.get("/feed").to.startswith("/sign-in")
    assert names(store) == before


def test_an_account_of_several_says_not_who_they_are(scene, newcomer, stranger, connected):
    connect(signed(scene.service, newcomer("other").id), scene.fake, ALEX)
    page = came(stranger, scene.fake)
    assert page.status == 403
    assert "Several people here" in page.text
    assert "afterword" not in stranger.cookies


def test_an_answer_is_good_in_the_browser_that_asked_and_once(scene, stranger, connected):
    path = back(scene.fake, begun(stranger), ALEX)
    planted = Browser(scene.service)
    begun(planted)  # a browser with an errand of its own: still not this one
    assert planted.get(path).status == 400
    bare = Browser(scene.service).get(path)
    assert bare.to.startswith("/sign-in")
    twice = Browser(scene.service, dict(stranger.cookies))
    assert stranger.get(path).status == 303
    assert twice.get(path).status == 400


def test_an_answer_to_a_sign_in_connects_nothing(scene, store, newcomer):
    other = newcomer("other")
    browser = signed(scene.service, other.id)
    page = came(browser, scene.fake)
    assert page.status == 403
    with store.read() as tx:
        assert grants_of(tx, other.id) == []


def test_what_goes_wrong_leads_to_the_other_ways_in(scene, stranger, connected):
    page = came(stranger, scene.fake, yes=False)
    assert "You said no at Google" in page.text
    scene.fake.faults.plan(Fault(method="oauth.token", kind="status", status=502))
    bad = came(stranger, scene.fake)
    assert bad.status == 503
    for one in (page, bad):
        assert 'href="/sign-in"' in one.text
        assert "/google/connect" not in one.forms
    path = back(scene.fake, begun(stranger), ALEX)
    scene.pass_by(10 * MINUTE)
    assert stranger.get(path).status == 400


def test_another_site_cannot_send_anybody_to_sign_in(scene, stranger):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert stranger.post("/google/sign-in", csrf="", headers=headers).status == 403
    assert stranger.cookies == {}


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere_after(scene, stranger, connected, onward):
    assert came(stranger, scene.fake, onward=onward).to == "/"


def test_under_https_the_cookie_is_this_host_s_alone(store, scene):
    there = "https://afterword.example"
    with running(store, authorizer=scene.authorizer, public_url=there) as service:
        browser = Browser(service)
        page = browser.post("/google/sign-in", csrf="")
    (cookie,) = page.headers.get_all("Set-Cookie")
    assert cookie.startswith(f"__Host-{COOKIE}=")
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"))
    redirect = urlsplit(wish(address_on(page), "redirect_uri"))
    assert f"{redirect.scheme}://{redirect.netloc}" == there


def test_too_many_attempts_of_one_network_wait(scene, stranger):
    for _ in range(CONSENTS_A_MINUTE):
        assert stranger.post("/google/sign-in", csrf="").status == 200
    page = stranger.post("/google/sign-in", csrf="")
    assert page.status == 429
    assert int(page.headers["Retry-After"]) >= 1
