"""A calendar of their own for the follow-ups: chosen when connecting, and taken leave of."""

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from connectors.google import own
from connectors.google.api import hang_up
from connectors.google.scopes import SCOPES
from service.store.grants import grants_of, pause_grant
from service.store.sources import sources
from service.watch import Equipment, watch
from tests.google_fake.faults import Fault
from tests.web.consenting import ALEX, back, begun, connect, consenting, pusher_of, wish
from tests.web.signing import signed

NEW_YORK = ZoneInfo("America/New_York")
THURSDAY = datetime(2026, 12, 3, 15, tzinfo=NEW_YORK)
HOUR = timedelta(hours=1)


@pytest.fixture
def scene(store):
    with consenting(store) as here:
        yield here
        hang_up()


@pytest.fixture
def browser(scene, me):
    return signed(scene.service, me.id)


def grant(store, me):
    with store.read() as tx:
        return next(iter(grants_of(tx, me.id)), None)


def through(store, me):
    with store.read() as tx:
        return {one.writes: one for one in sources(tx, me.id)}


def attend(scene, store, me):
    make = pusher_of(store, scene.fake)
    equipment = Equipment(
        connect=lambda one, *_: make(one),
        home=NEW_YORK,
        dice=lambda: 0.5,
        found=lambda one, _: own.found(make(one).writes.api, mark="0a", timezone="Europe/Rome"),
    )
    watch(store, me.id, equipment, now=scene.service.clock.now)


@pytest.fixture
def alex(scene, store, me, browser):
    """Alex at Google, whose follow-ups stand in a calendar that we made."""
    connect(browser, scene.fake, ALEX, where="apart")
    browser.post(f"/google/{grant(store, me).id}", calendar="primary", writes="apart")
    person = scene.fake.person(ALEX)
    person.create("Interview with Acme - Engineer #interview", THURSDAY, THURSDAY + HOUR)
    attend(scene, store, me)
    return person


@pytest.fixture
def apart(scene, store, me, alex):
    """Alex, looking at that calendar."""
    person = scene.fake.person(ALEX, through(store, me)["ours"].address)
    assert len(person.events()) == 5
    return person


def told(page):
    return re.sub(r"\s+", " ", unescape(page.text))


def leave(browser, store, me, events):
    return browser.post(f"/google/{grant(store, me).id}/disconnect", events=events)


# -- chosen ----------------------------------------------------------------------------------


def test_google_is_asked_for_no_more_than_the_choice_needs(browser):
    page = browser.get("/calendars")
    assert "Into a calendar of their own, which we make." in told(page)
    assert re.search(r'name="where" value="there" checked', page.text)
    for where, reach in (("there", "watched"), ("", "watched"), ("apart", "own")):
        assert wish(begun(browser, where=where), "scope") == " ".join(SCOPES[reach])


def test_it_is_connected_chosen_made_and_shown(scene, store, me, browser):
    came = connect(browser, scene.fake, ALEX, where="apart")
    page = browser.follow(came)
    assert re.search(r'value="apart" checked', page.text)
    assert 'value="there"' not in page.text
    refused = browser.post(came.to.partition("?")[0], calendar="primary", writes="there")
    assert refused.status == 422
    assert "write into none but one that we make" in told(refused)
    chosen = browser.post(came.to.partition("?")[0], calendar="primary", writes="apart")
    assert chosen.status == 303
    page = browser.get("/calendars")
    assert "made when there is something to put there" in told(page)
    assert page.text.count('class="visit calendar"') == 1  # ours is none of those that are read


def test_they_stand_there_and_the_page_says_where(browser, alex, apart):
    assert len(alex.events()) == 1
    assert "into a calendar of their own, “Interview follow-ups”" in told(browser.get("/calendars"))


def test_a_box_left_empty_is_said_and_the_choice_is_kept(scene, store, me, browser):
    address = begun(browser, where="apart")
    page = browser.get(back(scene.fake, address, ALEX, scopes=SCOPES["own"][2:4]))
    assert page.status == 400
    assert "the list of your calendars" in told(page)
    assert '<input type="hidden" name="where" value="apart">' in page.text
    assert grant(store, me) is None


def test_connected_again_it_is_the_same_and_another_way_is_refused(
    scene, store, me, browser, apart
):
    number = grant(store, me).id
    with store.write() as tx:
        pause_grant(tx, number, why="it ended")
    address = begun(browser, f"/google/{number}/again")
    assert wish(address, "scope") == " ".join(SCOPES["own"])
    assert browser.get(back(scene.fake, address, ALEX)).to.startswith("/calendars?did=google_again")
    other = connect(browser, scene.fake, ALEX, where="there")
    assert other.status == 409
    assert "Disconnect it first" in told(other)
    assert grant(store, me).scopes == frozenset(SCOPES["own"])
    assert set(through(store, me)) == {"apart", "ours"}


def test_who_has_chosen_nothing_yet_may_change_their_mind(scene, store, me, browser):
    connect(browser, scene.fake, ALEX, where="apart")
    connect(browser, scene.fake, ALEX, where="there")
    assert through(store, me) == {}
    connect(browser, scene.fake, ALEX, where="apart")
    assert set(through(store, me)) == {"ours"}


def test_one_that_is_gone_is_made_again_at_a_word(scene, store, me, browser, apart):
    apart.delete_calendar()
    for _ in range(2):
        scene.pass_by(timedelta(minutes=20))
        attend(scene, store, me)
    page = browser.get("/calendars")
    assert "The calendar of the follow-ups:" in told(page)
    assert "Look for it, or make it again" in told(page)
    again = browser.post(f"/google/{grant(store, me).id}/calendar")
    assert again.to.startswith("/calendars?did=google_own_again")
    attend(scene, store, me)
    assert through(store, me)["ours"].address in scene.fake.world.calendars


# -- taken leave of --------------------------------------------------------------------------


def made(scene):
    return set(scene.fake.world.calendars) - {ALEX, "sam@initech.com"}


@pytest.mark.usefixtures("apart")
def test_untouched_the_calendar_goes_with_what_we_made(scene, store, me, browser, alex):
    page = browser.get(f"/google/{grant(store, me).id}/disconnect")
    assert "and the calendar “Interview follow-ups” that we made" in told(page)
    receipt = leave(browser, store, me, "remove")
    assert "Removed from its calendars, 5" in told(receipt)
    assert "The calendar that we made is deleted." in told(receipt)
    assert made(scene) == set()
    assert len(alex.events()) == 1
    assert grant(store, me) is None


def test_what_the_person_changed_keeps_the_calendar(scene, store, me, browser, apart):
    apart.edit(apart.events()[0]["id"], summary="My own words")
    receipt = leave(browser, store, me, "remove")
    assert "Left, because you have changed them, 1" in told(receipt)
    assert "stays, because something of yours is left in it" in told(receipt)
    assert [one["summary"] for one in apart.events()] == ["My own words"]


def test_it_goes_with_everything_if_that_is_wished(scene, store, me, browser, apart):
    apart.edit(apart.events()[0]["id"], summary="My own words")
    receipt = leave(browser, store, me, "calendar")
    assert "is deleted, with everything that was in it" in told(receipt)
    assert "because you have changed them" not in told(receipt)
    assert made(scene) == set()


def test_left_alone_it_stays_as_it_is(scene, store, me, browser, apart):
    receipt = leave(browser, store, me, "leave")
    assert "were left, as you wished" in told(receipt)
    assert len(apart.events()) == 5


def test_a_bad_day_keeps_the_account_and_asking_again_goes_on(scene, store, me, browser, apart):
    scene.fake.faults.plan(Fault(method="calendars.delete", kind="status", status=503))
    page = leave(browser, store, me, "remove")
    assert page.status == 503
    assert grant(store, me).state == "active"
    assert leave(browser, store, me, "remove").status == 200
    assert made(scene) == set()
