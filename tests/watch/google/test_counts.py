"""What goes over the wire for one person: nothing that need not."""

from connectors.contract import Delete
from service.domain.model import Standing
from service.store.answers import give_answer, take_back_answer
from service.store.people import set_settings
from service.watch.preview import foreseen
from service.watch.recall import recall
from tests.watch.google.conftest import HOUR, KINDS, THURSDAY
from tests.watch.home import NEW_YORK, SETTINGS


def test_from_a_tagged_event_to_five_follow_ups_it_is_one_list_and_five_inserts(
    home, me, interview
):
    home.connect()
    plain = me.create("Interview with Acme - Engineer", THURSDAY, THURSDAY + HOUR)
    home.watch()
    home.requests()
    me.tag(plain["id"])
    home.later(minutes=20)
    assert home.requests() == {"events.list": 1, "events.insert": 5}
    assert set(home.ours()) == KINDS
    home.later(minutes=20)  # our own echo
    assert home.requests() == {"events.list": 1}
    home.later(minutes=20)  # and nothing at all
    assert home.requests() == {"events.list": 1}
    assert home.lines()[-1][0] == "follow_up_created"


def test_the_first_look_too(home, interview):
    home.connect()
    interview()
    home.watch()
    assert home.requests() == {"events.list": 1, "events.insert": 5}
    assert home.kinds() == []  # nothing is doubled on the feed


def test_a_pass_for_something_else_asks_google_nothing(home, acme):
    home.later(minutes=5)
    assert home.requests() == {}


def test_what_is_to_be_written_is_looked_at_first(home, acme):
    """Other settings change what is wanted: one list, though it was not due, and the change."""
    with home.store.write() as tx:
        other = SETTINGS + "\n[card]\nenabled = false\n"
        set_settings(tx, home.person, other, now=home.now)
    home.later(minutes=5)
    assert home.requests() == {"events.list": 1, "events.delete": 1}
    assert set(home.ours()) == KINDS - {"card"}


def test_what_was_skipped_leaves_the_calendar_and_comes_back_undone(home, acme):
    (key,) = (key for key in home.rows() if key.endswith("/card"))
    with home.store.write() as tx:
        give_answer(tx, home.person, "skip", key, now=home.now)
    home.later(minutes=5)
    assert home.requests() == {"events.list": 1, "events.delete": 1}
    assert set(home.ours()) == KINDS - {"card"}
    home.later(minutes=5)
    assert home.requests() == {}
    with home.store.write() as tx:
        take_back_answer(tx, home.person, "skip", key)
    home.later(minutes=5)
    assert set(home.ours()) == KINDS


def test_that_what_is_skipped_leaves_the_calendar_is_foreseen(home, acme):
    (key,) = (key for key in home.rows() if key.endswith("/card"))
    with home.store.write() as tx:
        give_answer(tx, home.person, "skip", key, now=home.now)
    with home.store.read() as tx:
        known = recall(tx, home.person, NEW_YORK)
    ahead = foreseen(known, known.policy, home.rows(), now=home.now).operations
    assert [(one.key, type(one.write)) for one in ahead] == [(key, Delete)]


def test_what_is_done_stays_as_it_stands(home, me, acme):
    (key,) = (key for key in home.rows() if key.endswith("/email"))
    with home.store.write() as tx:
        give_answer(tx, home.person, "done", key, now=home.now)
    home.later(minutes=5)
    me.drag(acme["id"], THURSDAY + 24 * HOUR, THURSDAY + 25 * HOUR)
    before = home.ours()["email"]["start"]
    home.settle(2)
    assert home.ours()["email"]["start"] == before
    assert home.rows()[key].standing is Standing.THEIRS
