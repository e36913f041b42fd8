"""Disconnecting: what we made goes, the consent is given back, and a receipt says so."""

import re
import threading
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from connectors.google.api import hang_up
from service.desk import parting
from service.desk.alone import alone
from service.store.grants import grants_of, pause_grant
from service.store.journal import journal
from service.store.leases import claim, release, wake
from service.store.sources import sources
from service.watch import Equipment, watch
from tests.google_fake.faults import Fault
from tests.web.consenting import ALEX, SAM, connect, consenting, hands_of, pusher_of
from tests.web.running import running
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


@pytest.fixture
def alex(scene, store, me, browser):
    """Alex at Google, with an interview and the five follow-ups that the service put there."""
    connect(browser, scene.fake, ALEX)
    own = f"/google/{grant(store, me).id}"
    browser.post(own, calendar="primary", writes="there")
    person = scene.fake.person(ALEX)
    person.create("Interview with Acme - Engineer #interview", THURSDAY, THURSDAY + HOUR)
    attend(scene, store, me)
    assert len(person.events()) == 6
    return person


def attend(scene, store, me):
    make = pusher_of(store, scene.fake)
    equipment = Equipment(connect=lambda one, *_: make(one), home=NEW_YORK, dice=lambda: 0.5)
    watch(store, me.id, equipment, now=scene.service.clock.now)


def grant(store, who):
    with store.read() as tx:
        return next(iter(grants_of(tx, who.id)), None)


def read_by(store, who):
    with store.read() as tx:
        return sources(tx, who.id)


def told(page):
    return re.sub(r"\s+", " ", unescape(page.text))


def leave(browser, store, me, events="remove"):
    return browser.post(f"/google/{grant(store, me).id}/disconnect", events=events)


def tokens(fake):
    return [one for one in fake.grants.refresh.values() if one.grant.email == ALEX]


def test_what_we_made_goes_and_what_the_person_changed_stays(scene, store, me, browser, alex):
    ours = [one for one in alex.events() if "extendedProperties" in one]
    alex.edit(ours[0]["id"], summary="My own words")
    page = browser.get(f"/google/{grant(store, me).id}/disconnect")
    assert "Those you have changed yourself stay" in told(page)
    assert tokens(scene.fake)
    receipt = leave(browser, store, me)
    assert receipt.status == 200
    assert "Our access was given back to Google." in told(receipt)
    assert "Removed from its calendars, 4" in told(receipt)
    assert "Left, because you have changed them, 1" in told(receipt)
    left = {one["summary"] for one in alex.events()}
    assert left == {"Interview with Acme - Engineer #interview", "My own words"}
    assert tokens(scene.fake) == []
    assert grant(store, me) is None
    assert read_by(store, me) == []
    with store.read() as tx:
        assert journal(tx, me.id)[0].action == "account_disconnected"
    attend(scene, store, me)
    assert {one["summary"] for one in alex.events()} == left
    assert ALEX not in browser.get("/calendars").text


def test_follow_ups_are_left_where_that_is_wished(scene, store, me, browser, alex):
    receipt = leave(browser, store, me, events="leave")
    assert "were left, as you wished" in told(receipt)
    assert tokens(scene.fake) == []
    attend(scene, store, me)
    assert len(alex.events()) == 6


def test_one_that_does_not_go_keeps_the_account_and_asking_again_goes_on(
    scene, store, me, browser, alex
):
    scene.fake.faults.plan(Fault(method="events.delete", kind="status", status=503))
    page = leave(browser, store, me)
    assert page.status == 503
    assert "1 follow-up could not be removed just now" in told(page)
    assert grant(store, me).state == "active"
    assert all(one.active for one in read_by(store, me))
    assert tokens(scene.fake)
    receipt = leave(browser, store, me)
    assert "Removed from its calendars, 1" in told(receipt)
    assert len(alex.events()) == 1
    assert grant(store, me) is None


def test_a_bad_day_at_the_return_keeps_the_account(scene, store, me, browser, alex):
    scene.fake.faults.plan(Fault(method="oauth.revoke", kind="status", status=502))
    page = leave(browser, store, me)
    assert page.status == 503
    assert "still connected" in told(page)
    assert grant(store, me).state == "active"
    assert leave(browser, store, me).status == 200
    assert tokens(scene.fake) == []


def test_what_had_ended_before_is_forgotten_all_the_same(scene, store, me, browser, alex):
    scene.fake.revoke(ALEX)
    with store.write() as tx:
        pause_grant(tx, grant(store, me).id, why="Google no longer accepts our access")
    receipt = leave(browser, store, me)
    assert "Our access had ended at Google before." in told(receipt)
    assert "yours to delete" in told(receipt)
    assert grant(store, me) is None
    assert len(alex.events()) == 6


@pytest.mark.usefixtures("alex")
def test_an_account_that_another_person_uses_is_not_ended_for_them(
    scene, store, me, newcomer, browser
):
    other = newcomer("other")
    connect(signed(scene.service, other.id), scene.fake, ALEX)
    receipt = leave(browser, store, me)
    assert "Somebody else here uses the same Google account" in told(receipt)
    assert grant(store, me) is None
    assert grant(store, other).state == "active"
    assert tokens(scene.fake)


def test_channels_are_stopped_before_the_consent_is_given_back(store, me):
    with consenting(store) as scene:
        stopped = []

        def stop(number):
            stopped.append((number, bool(tokens(scene.fake))))

        hands = hands_of(store, scene.fake, scene.authorizer, stop)
        with running(store, authorizer=scene.authorizer, hands=hands) as service:
            browser = signed(service, me.id)
            connect(browser, scene.fake, ALEX)
            number = grant(store, me).id
            leave(browser, store, me)
    assert stopped == [(number, True)]


def test_nobody_disconnects_the_account_of_another(scene, store, me, newcomer, browser):
    connect(browser, scene.fake, SAM)
    own = f"/google/{grant(store, me).id}/disconnect"
    theirs = signed(scene.service, newcomer("other").id)
    for page in (theirs.get(own), theirs.post(own, events="leave")):
        assert page.status == 404
        assert SAM not in page.text
    assert grant(store, me).state == "active"


@pytest.mark.usefixtures("alex")
def test_a_pass_under_way_is_waited_for(scene, store, me, browser):
    with under_way(scene, store, me) as (claim, ended):
        pass_ends = threading.Timer(0.5, ended)
        pass_ends.start()
        receipt = leave(browser, store, me)
        assert not pass_ends.is_alive()
    assert claim is not None
    assert "Removed from its calendars, 5" in told(receipt)


@pytest.fixture
def no_patience(monkeypatch):
    monkeypatch.setattr(parting, "alone", partial(alone, patience=0.0))


@pytest.mark.usefixtures("no_patience")
def test_one_that_takes_long_leaves_everything_as_it_was(scene, store, me, browser, alex):
    with under_way(scene, store, me):
        page = leave(browser, store, me)
    assert page.status == 503
    assert len(alex.events()) == 6
    assert leave(browser, store, me).status == 200


def test_no_pass_begins_while_an_account_is_taken_leave_of(store, me):
    begun = []
    with consenting(store) as scene:

        def stop(_number):
            with store.write() as tx:
                wake(tx, me.id, now=scene.service.clock.now)
                begun.append(claimed(tx, scene, me))

        hands = hands_of(store, scene.fake, scene.authorizer, stop)
        with running(store, authorizer=scene.authorizer, hands=hands) as service:
            browser = signed(service, me.id)
            connect(browser, scene.fake, ALEX)
            leave(browser, store, me)
        with store.write() as tx:
            begun.append(claimed(tx, scene, me))
    assert begun[0] is None
    assert begun[1] is not None


# -- leaving altogether ------------------------------------------------------------------------


@pytest.fixture
def stopped():
    return []


@pytest.fixture
def leaver(store, me, stopped):
    """A browser of somebody with a connected account, and the stand-in."""
    with consenting(store) as scene:
        hands = hands_of(store, scene.fake, scene.authorizer, stopped.append)
        with running(store, authorizer=scene.authorizer, hands=hands) as service:
            browser = signed(service, me.id)
            connect(browser, scene.fake, ALEX)
            yield browser, scene.fake


def test_who_deletes_everything_gives_access_back_too(store, me, leaver, stopped):
    browser, fake = leaver
    number = grant(store, me).id
    assert "1 connected Google account" in told(browser.get("/delete"))
    receipt = browser.post("/delete", name="me")
    assert receipt.status == 200
    assert stopped == [number]
    assert tokens(fake) == []
    assert "1 connected Google account" in told(receipt)
    assert "lists Afterword" not in told(receipt)


def test_nobody_has_to_stay_because_google_does_not_answer(store, me, leaver):
    browser, fake = leaver
    fake.faults.plan(Fault(method="oauth.revoke", kind="status", status=502))
    receipt = browser.post("/delete", name="me")
    assert "Everything is deleted" in told(receipt)
    assert "Google could not be told just now" in told(receipt)
    assert grant(store, me) is None
    assert tokens(fake)


def test_another_name_gives_nothing_back(store, me, leaver, stopped):
    browser, fake = leaver
    assert browser.post("/delete", name="somebody else").status == 422
    assert stopped == []
    assert tokens(fake)


def test_the_access_of_another_person_to_the_same_account_stays(store, me, newcomer, leaver):
    browser, fake = leaver
    connect(signed(browser.service, newcomer("other").id), fake, ALEX)
    receipt = browser.post("/delete", name="me")
    assert "Somebody else here uses the same Google account" in told(receipt)
    assert tokens(fake)


def claimed(tx, scene, me):
    now = scene.service.clock.now
    return claim(tx, me.id, now=now, lease=timedelta(minutes=5), token=f"{uuid4()}")


@contextmanager
def under_way(scene, store, me):
    """A pass that holds the person's lease, and how it ends."""
    with store.write() as tx:
        wake(tx, me.id, now=scene.service.clock.now)
        held = claimed(tx, scene, me)

    def ended():
        with store.write() as tx:
            release(tx, held, now=scene.service.clock.now, due_at=None)

    yield held, ended
    ended()
