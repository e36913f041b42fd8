"""Disconnecting takes out what we made, and nothing that the person has touched."""

from datetime import timedelta

from connectors.contract import CalendarId
from service.desk.disconnect import clear
from service.store.sources import remove_source
from service.watch.equipment import Named
from tests.connectors.google.conftest import EMAIL, google_calendar
from tests.desk.test_leaving import before_write
from tests.google_fake.faults import Fault
from tests.watch.google.conftest import HOUR, KINDS, THURSDAY


def pusher(home):
    google = google_calendar(home.fake)
    return Named(calendar=CalendarId(EMAIL), looks=google, writes=google)


def test_what_was_edited_stays_also_if_nobody_has_seen_it_yet(home, me, acme):
    me.edit(home.ours()["card"]["id"], summary="My own card")
    home.settle()
    to = THURSDAY + timedelta(days=9)
    me.drag(home.ours()["call"]["id"], to, to + HOUR)  # and this was not looked at
    home.requests()
    cleared = clear(home.store, home.person, home.source(), pusher(home), now=home.now)
    assert home.requests() == {"events.delete": 4}
    assert {one["summary"] for one in me.events()} >= {"My own card"}
    assert len(me.events()) == 3
    assert (len(cleared.gone), len(cleared.kept), cleared.failed) == (3, 2, ())
    assert "3 removed" in cleared.text
    assert "2 left" in cleared.text
    with home.store.write() as tx:
        remove_source(tx, home.source().id, now=home.now)
    home.settle()
    assert len(me.events()) == 3


def test_those_that_are_over_go_as_well(home, me, acme):
    home.settle(times=1, days=30)
    clear(home.store, home.person, home.source(), pusher(home), now=home.now)
    assert [one["id"] for one in me.events()] == [acme["id"]]


def test_what_could_not_be_removed_can_be_tried_again(home, me, acme):
    home.fake.faults.plan(Fault(kind="status", method="events.delete", status=503))
    first = clear(home.store, home.person, home.source(), pusher(home), now=home.now)
    assert (len(first.gone), len(first.failed)) == (4, 1)
    second = clear(home.store, home.person, home.source(), pusher(home), now=home.now)
    assert (len(second.gone), second.failed) == (1, ())
    assert [one["id"] for one in me.events()] == [acme["id"]]


def test_what_was_removed_comes_back_if_the_account_stays_after_all(home, me, acme):
    home.fake.faults.plan(Fault(kind="status", method="events.delete", status=503))
    clear(home.store, home.person, home.source(), pusher(home), now=home.now)
    home.settle(2)
    assert home.source().active
    assert set(home.ours()) == KINDS


def test_what_a_pass_has_seen_meanwhile_counts(home, me, acme):
    def meanwhile():
        me.edit(home.ours()["card"]["id"], summary="My own card")
        home.settle()
        home.requests()

    before_write(home.store, 1, meanwhile)
    cleared = clear(home.store, home.person, home.source(), pusher(home), now=home.now)
    assert home.requests() == {"events.delete": 4}
    assert (len(cleared.gone), cleared.kept) == (4, ("My own card",))
    assert "My own card" in {row.seen.title for row in home.rows().values() if row.seen}
