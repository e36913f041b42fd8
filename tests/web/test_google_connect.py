"""Connecting a Google account: there and back through a browser, on both databases."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from service.desk.connecting import CALLBACK
from service.store.grants import grants_of, pause_grant
from service.store.journal import journal
from service.store.people import add_person
from service.store.renewals import kept_token
from service.store.sources import record_look, sources
from tests.google_fake.faults import Fault
from tests.web.consenting import (
    ALEX,
    CALENDARS,
    MORE,
    SAM,
    address_on,
    asked_for,
    back,
    begun,
    connect,
    consenting,
    wish,
)
from tests.web.running import NOW, running
from tests.web.signing import Browser, signed

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def scene(store):
    with consenting(store) as here:
        yield here


@pytest.fixture
def fake(scene):
    return scene.fake


@pytest.fixture
def browser(scene, me):
    return signed(scene.service, me.id)


def grants(store, who):
    with store.read() as tx:
        return grants_of(tx, who.id)


def read_by(store, who):
    with store.read() as tx:
        return sources(tx, who.id)


def says(page, *sentences):
    text = re.sub(r"\s+", " ", unescape(page.text))
    for one in sentences:
        assert one in text, page.text
    return True


# -- there and back --------------------------------------------------------------------------


def test_a_consent_leads_to_a_watched_calendar_with_its_follow_ups_there(
    scene, store, me, browser, fake
):
    says(browser.get("/calendars"), "Connect Google Calendar")
    address = begun(browser)
    assert wish(address, "redirect_uri") == scene.service.base_url + CALLBACK
    came = browser.get(back(fake, address, ALEX))
    (grant,) = grants(store, me)
    assert came.to == f"/google/{grant.id}?did=google_connected"
    assert (grant.email, grant.state) == (ALEX, "active")
    assert CALENDARS in grant.scopes
    assert read_by(store, me) == []  # nothing is read until it was chosen
    choice = browser.follow(came)
    assert says(choice, ALEX, "Your main calendar", "Where the follow-ups go")
    assert re.search(r'value="there" checked', choice.text)
    chosen = browser.post(f"/google/{grant.id}", calendar="primary", writes="there")
    assert chosen.to.startswith("/calendars?did=google_chosen")
    (source,) = read_by(store, me)
    assert (source.kind, source.address, source.grant) == ("google", "primary", grant.id)
    assert source.writes == "there"
    assert source.next_read == scene.service.clock.now
    assert scene.service.woken[-1] == me.id
    assert says(browser.get("/calendars"), ALEX, "connected", "into that calendar")


def test_what_is_kept_can_be_used_and_no_secret_is_shown_or_told(scene, store, me, browser, fake):
    came = connect(browser, fake, ALEX)
    with store.read() as tx:
        token = kept_token(tx, grants(store, me)[0].id).access_token
        lines = journal(tx, me.id)
    assert token in fake.grants.access
    pages = came.text + browser.follow(came).text + browser.get("/calendars").text
    assert token not in pages
    assert [line.action for line in lines] == ["account_connected"]
    assert ALEX not in lines[0].text


def test_an_account_of_work_writes_to_the_feed_unless_the_person_says_otherwise(
    store, me, browser, fake
):
    connect(browser, fake, SAM)
    (grant,) = grants(store, me)
    choice = browser.get(f"/google/{grant.id}")
    assert says(choice, "This account is of initech.com", "your employer can read its calendar")
    assert re.search(r'value="feed" checked', choice.text)
    browser.post(f"/google/{grant.id}", calendar="primary", writes="feed")
    assert [one.writes for one in read_by(store, me)] == ["feed"]
    browser.post(f"/google/{grant.id}", writes="there")
    assert [one.writes for one in read_by(store, me)] == ["there"]


def test_other_calendars_are_watched_by_their_id_and_none_twice(store, me, browser, fake):
    connect(browser, fake, ALEX)
    (grant,) = grants(store, me)
    own = f"/google/{grant.id}"
    others = f"c_1@group.calendar.google.com\n{ALEX.upper()}\nC_1@group.calendar.google.com"
    browser.post(own, calendar="primary", others=others, writes="there")
    browser.post(own, others="c_1@group.calendar.google.com", writes="there")
    addresses = [one.address for one in read_by(store, me)]
    assert addresses == ["primary", "c_1@group.calendar.google.com"]
    assert says(browser.get(own), "Your main calendar is watched already")


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ("", "No calendar is chosen."),
        ("holidays", "This is no calendar ID"),
        ("https://calendar.google.com/x@y.z", "This is no calendar ID"),
        ("us#holiday@group.v.calendar.google.com", "a calendar of holidays"),
        ("\n".join(f"c{n}@x.example" for n in range(51)), "more than 50 calendars"),
    ],
)
def test_a_choice_that_will_not_do_is_told_beside_its_field(scene, me, browser, others, said):
    connect(browser, scene.fake, ALEX)
    (grant,) = grants(scene.service.store, me)
    page = browser.post(f"/google/{grant.id}", others=others, writes="feed")
    assert page.status == 422
    assert says(page, said)
    assert re.search(r'value="feed" checked', page.text)
    assert read_by(scene.service.store, me) == []


# -- what goes wrong, each a sentence with the next step -------------------------------------


def test_a_no_at_google_connects_nothing(store, me, browser, fake):
    page = browser.get(back(fake, begun(browser), ALEX, yes=False))
    assert page.status == 200
    assert says(page, "You said no at Google", "Connect Google Calendar")
    assert grants(store, me) == []


def test_case_37_a_box_that_was_not_ticked_connects_nothing_and_is_named(store, me, browser, fake):
    address = begun(browser)
    two = asked_for(address, scope=f"{wish(address, 'scope')} {MORE}")
    page = browser.get(back(fake, two, ALEX, scopes=[MORE]))
    assert page.status == 400
    assert says(page, "a box was not ticked: the events of your calendars. Try again")
    assert grants(store, me) == []
    connect(browser, fake, ALEX)
    (grant,) = grants(store, me)
    assert MORE not in grant.scopes  # so no renewal ever asks for it


def test_case_38_a_state_is_good_once_and_a_replay_is_refused(store, me, browser, fake):
    came = back(fake, begun(browser), ALEX)
    assert browser.get(came).status == 303
    before = grants(store, me)
    page = browser.get(came)
    assert page.status == 400
    assert says(page, "was used before", "Nothing was changed", "Connect Google Calendar")
    assert grants(store, me) == before


def test_case_38_another_process_finishes_what_one_began(store, scene, me, browser, fake):
    came = back(fake, begun(browser), ALEX)
    with running(store, authorizer=scene.authorizer, public_url=scene.service.base_url) as other:
        there = Browser(other, browser.cookies)
        assert there.get(came).status == 303
    assert [one.email for one in grants(store, me)] == [ALEX]


def test_case_38_two_at_the_same_time_never_get_each_other_s_account(store, scene, newcomer, fake):
    people = [newcomer(f"person {number}") for number in range(8)]
    emails = [f"person{number}@gmail.com" for number in range(8)]
    for email in emails:
        fake.account(email)
    browsers = [signed(scene.service, one.id) for one in people]
    with ThreadPoolExecutor(8) as pool:
        addresses = list(pool.map(begun, browsers))
        paths = [back(fake, *pair) for pair in zip(addresses, emails, strict=True)]
        pages = list(pool.map(lambda pair: pair[0].get(pair[1]), zip(browsers, paths, strict=True)))
    assert [page.status for page in pages] == [303] * 8
    for who, email in zip(people, emails, strict=True):
        (grant,) = grants(store, who)
        assert grant.email == email
        with store.read() as tx:
            token = kept_token(tx, grant.id).access_token
        assert fake.grants.access[token].grant.email == email


def test_another_person_s_answer_is_nobody_s(store, scene, me, newcomer, browser):
    other = newcomer("other")
    theirs = signed(scene.service, other.id)
    came = back(scene.fake, begun(browser), ALEX)
    page = theirs.get(came)
    assert page.status == 400
    assert says(page, "asked for in another browser or by somebody else")
    assert grants(store, other) == grants(store, me) == []
    assert browser.get(came).status == 303  # and the one it is for still has it


def test_another_browser_of_the_same_person_cannot_finish_it(store, scene, me, browser, fake):
    came = back(fake, begun(browser), ALEX)
    assert signed(scene.service, me.id).get(came).status == 400
    assert grants(store, me) == []


@pytest.mark.parametrize("query", ["", "?state=", "?state=made-up&code=made-up", "?code=4/0A"])
def test_without_a_state_of_ours_nothing_is_asked_of_google(store, me, browser, fake, query):
    before = len(fake.seen)
    assert browser.get(CALLBACK + query).status == 400
    assert len(fake.seen) == before
    assert grants(store, me) == []


def test_an_answer_after_ten_minutes_is_too_late(scene, store, me, browser, fake):
    came = back(fake, begun(browser), ALEX)
    scene.pass_by(10 * MINUTE)
    page = browser.get(came)
    assert page.status == 400
    assert says(page, "older than ten minutes")
    assert grants(store, me) == []


def test_a_code_that_was_used_elsewhere_says_begin_again(store, me, browser, fake):
    address = begun(browser)
    came = back(fake, address, ALEX)
    fake.grants.codes.clear()
    page = browser.get(came)
    assert page.status == 400
    assert says(page, "That took too long, or was done before. Begin again.")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_bad_day_of_google_s_loses_nothing_and_says_to_try_again(
    scene, store, me, browser, status
):
    connect(browser, scene.fake, ALEX)
    (before,) = grants(store, me)
    came = back(scene.fake, begun(browser, f"/google/{before.id}/again"), ALEX)
    scene.fake.faults.plan(Fault(method="oauth.token", kind="status", status=status))
    page = browser.get(came)
    assert page.status == 503
    assert says(page, "what was connected before still is", "Connect Google Calendar")
    assert grants(store, me) == [before]
    assert connect(browser, scene.fake, ALEX).status == 303


def test_without_a_refresh_token_it_is_asked_for_again(store, me, browser, fake):
    connect(browser, fake, ALEX)
    fresh = begun(browser)
    assert wish(fresh, "prompt") == "consent"
    page = browser.get(back(fake, asked_for(fresh, prompt=None), ALEX))
    assert page.status == 400
    assert says(page, "Google gave access for an hour only. Try again.")
    assert connect(browser, fake, ALEX).status == 303


# -- who may ----------------------------------------------------------------------------------


def test_without_a_session_the_callback_leads_to_the_sign_in_page_without_its_code(scene):
    page = Browser(scene.service).get(f"{CALLBACK}?state=x&code=4/secret")
    assert page.to == "/sign-in?next=%2Fcalendars"


def test_whoever_signed_in_anew_meanwhile_begins_again(store, scene, me, browser, fake):
    came = back(fake, begun(browser), ALEX)
    assert signed(scene.service, me.id).get(came).status == 400
    browser.post("/sign-out")
    assert browser.get(came).to == "/sign-in?next=%2Fcalendars"
    assert grants(store, me) == []


def test_an_account_of_somebody_else_is_no_account(store, scene, me, newcomer, browser):
    connect(browser, scene.fake, ALEX)
    (grant,) = grants(store, me)
    theirs = signed(scene.service, newcomer("other").id)
    for number in (grant.id, 0, 10**12, -1):
        own = f"/google/{number}"
        for page in (
            theirs.get(own),
            theirs.post(own, calendar="primary"),
            theirs.post(own + "/again"),
        ):
            assert page.status == 404
            assert ALEX not in page.text
    assert ALEX not in theirs.get("/calendars").text


def test_where_no_client_is_set_up_the_operator_reads_the_exact_address(service, browser_here):
    page = browser_here.get("/calendars")
    assert says(page, "For whoever runs this Afterword", f"{service.base_url}{CALLBACK}")
    assert "/google/connect" not in page.forms
    assert browser_here.post("/google/connect").status == 404
    assert "Google" not in Browser(service).get("/sign-in").text


@pytest.fixture
def browser_here(service, me):
    return signed(service, me.id)


@pytest.mark.parametrize(
    ("public_url", "fault"),
    [
        ("https://afterword.example", None),
        ("http://afterword.example", "https addresses only"),
        ("https://nas.lan", "public names only"),
        ("https://203.0.113.7", "public names only"),
    ],
)
def test_an_address_that_google_refuses_is_told_before_anybody_tries(store, me, public_url, fault):
    with running(store, public_url=public_url) as service:
        text = signed(service, me.id).get("/calendars").text
    assert f'<code class="address">{public_url}{CALLBACK}</code>' in text
    assert ("Google leads back to" in text) is (fault is not None)
    assert fault is None or fault in text


# -- how it stands ----------------------------------------------------------------------------


def test_case_36_a_paused_account_says_reconnect_and_goes_on_with_its_old_cursor(
    scene, store, me, browser, fake
):
    connect(browser, fake, ALEX)
    (grant,) = grants(store, me)
    browser.post(f"/google/{grant.id}", calendar="primary", writes="there")
    (before,) = read_by(store, me)
    with store.write() as tx:
        later = replace(before, cursor="old", next_read=before.next_read + DAY)
        record_look(tx, later)
        pause_grant(tx, grant.id, why="Google no longer accepts our access")
    page = browser.get("/calendars")
    assert says(page, "Its account is not connected any more, so it is not read")
    assert says(page, "has to be reconnected", "Google no longer accepts our access", "Reconnect")
    address = begun(browser, f"/google/{grant.id}/again")
    assert wish(address, "login_hint") == ALEX
    came = browser.get(back(fake, address, ALEX))
    assert came.to == f"/calendars?did=google_again&look=1#account-{grant.id}"
    (again,) = grants(store, me)
    (source,) = read_by(store, me)
    assert (again.id, again.state) == (grant.id, "active")
    assert (source.id, source.cursor) == (before.id, "old")
    assert source.next_read == scene.service.clock.now


def test_another_account_than_the_one_meant_is_said_and_kept_beside_it(store, me, browser, fake):
    connect(browser, fake, ALEX)
    (grant,) = grants(store, me)
    page = connect(browser, fake, SAM, f"/google/{grant.id}/again")
    assert page.status == 200
    assert says(page, "This is another account", SAM, "Reconnect the first")
    assert [one.email for one in grants(store, me)] == [ALEX, SAM]
    assert f"/google/{grant.id}/again" in page.forms


def test_testing_mode_counts_down_on_the_page(scene, store, me, browser, fake):
    fake.manners.testing_mode = True
    connect(browser, fake, ALEX)
    page = browser.get("/calendars")
    assert says(page, "Google ends this connection on Tuesday 1 December", "publish the app")
    fake.manners.testing_mode = False
    (grant,) = grants(store, me)
    connect(browser, fake, ALEX, f"/google/{grant.id}/again")
    assert "Google ends this connection" not in browser.get("/calendars").text


def test_time_that_the_person_chose_is_no_testing_mode(store, me, browser, fake):
    fake.manners.refresh_token_life = 30 * DAY
    connect(browser, fake, ALEX)
    page = browser.get("/calendars")
    assert says(page, "This connection ends on", "as you chose at Google")
    assert "publish the app" not in page.text


# -- Google's page is reached by a page of ours ------------------------------------------------


def test_the_way_to_google_is_kept_nowhere_and_asks_for_one_box_only(browser):
    page = browser.post("/google/connect")
    assert page.headers["Cache-Control"] == "no-store"
    address = address_on(page)
    assert wish(address, "code_challenge_method") == "S256"
    assert wish(address, "access_type") == "offline"
    assert CALENDARS in wish(address, "scope").split()
    assert len(wish(address, "scope").split()) == 3


def test_the_first_run_offers_google_and_goes_on_to_the_rehearsal(scene, store, browser_of):
    newcomer = browser_of("newcomer")
    assert newcomer.follow(newcomer.get("/")).forms.count("/google/connect") == 1
    came = connect(newcomer, scene.fake, ALEX)
    own = came.to.partition("?")[0]
    chosen = newcomer.post(own, calendar="primary", writes="there")
    assert chosen.to == "/welcome?look=1"
    page = newcomer.get("/welcome")
    assert "/google/connect" not in page.forms


@pytest.fixture
def browser_of(scene, store):
    def made(name):
        with store.write() as tx:
            person = add_person(tx, name, now=NOW, started=False)
        return signed(scene.service, person)

    return made


def test_a_newcomer_whose_account_was_lost_is_not_told_that_it_is_being_read(scene, store, fake):
    with store.write() as tx:
        new = add_person(tx, "new", now=NOW, started=False)
    browser = signed(scene.service, new)
    connect(browser, fake, ALEX)
    with store.read() as tx:
        (grant,) = grants_of(tx, new)
    browser.post(f"/google/{grant.id}", calendar="primary", writes="there")
    says(browser.get("/welcome"), "is being read")
    with store.write() as tx:
        pause_grant(tx, grant.id, why="Google no longer accepts our access")

    page = browser.get("/welcome")

    assert says(page, "Its account is not connected any more")
    assert "is being read" not in page.text
