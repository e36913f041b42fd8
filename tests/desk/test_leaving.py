"""Who leaves is forgotten altogether, at once and for good; nobody else notices."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from service.desk.leaving import NotConfirmed, leave, what_goes
from service.desk.tokens import make
from service.store import schema
from service.store.access import add_link
from service.store.answers import give_answer
from service.store.feeds import issue_feed
from service.store.holdings import counts, holdings
from service.store.people import add_person, people
from service.store.retired_feeds import is_retired
from service.store.seal import hash_token
from service.watch.equipment import Equipment
from service.worker.attend import Attendance, Attended
from tests.watch.home import NEW_YORK, NOW, SETTINGS, THURSDAY, Home, at_home, interview


@pytest.fixture
def home(store) -> Home:
    return _lived_in(at_home(store))


def _lived_in(home):
    home.calendar("Personal").put(interview("acme", THURSDAY))
    home.watch()
    make(home.store, home.person, "laptop", now=NOW)
    with home.store.write() as tx:
        give_answer(tx, home.person, "done", "acme/email", now=NOW)
        add_link(
            tx, home.person, hash_token(f"link {home.person}"), now=NOW, lasts=timedelta(days=1)
        )
    return home


@pytest.fixture
def neighbour(store) -> Home:
    from service.store.people import set_settings  # noqa: PLC0415

    with store.write() as tx:
        person = add_person(tx, "bo", now=NOW)
        set_settings(tx, person, SETTINGS, now=NOW)
        issue_feed(tx, person, token_hash=b"y" * 32, now=NOW)
    return _lived_in(Home(store=store, person=person))


def rows(store):
    """Every row of every table but the people's own bookkeeping."""
    with store.engine.connect() as connection:
        return {
            table.name: len(connection.execute(select(table)).all())
            for table in schema.metadata.sorted_tables
        }


def test_nothing_is_left_but_that_the_feed_is_gone(home):
    leave(home.store, home.person, name="alex", hands=None, now=home.now)

    assert {name: count for name, count in rows(home.store).items() if count} == {
        "retired_feeds": 1
    }
    with home.store.read() as tx:
        assert is_retired(tx, b"x" * 32)
        assert not is_retired(tx, b"y" * 32)


def test_somebody_else_keeps_everything(home, neighbour):
    with home.store.read() as tx:
        before = holdings(tx, neighbour.person)
    body = neighbour.body()

    leave(home.store, home.person, name="alex", hands=None, now=home.now)

    with home.store.read() as tx:
        assert holdings(tx, neighbour.person) == before
        assert [one.name for one in people(tx)] == ["bo"]
    assert neighbour.body() == body
    assert neighbour.later(hours=1)


def test_the_receipt_says_what_went_and_when_and_not_whose(home):
    goes = what_goes(home.store, home.person)
    receipt = leave(home.store, home.person, name="alex", hands=None, now=home.now)

    assert receipt.gone == goes
    assert "1 calendar, with its secret address" in goes
    assert "5 planned follow-ups" in goes
    assert "1 personal token" in goes
    assert "2026-11-23 17:00 UTC" in receipt.text
    assert "Interview follow-ups" in receipt.text
    assert not {"alex", "Alex", "acme", "Acme"} & set(receipt.text.split())


@pytest.mark.parametrize("name", ["", "ale", "bo", "alex morgan", "%", "_lex"])
def test_another_name_deletes_nothing(home, name):
    before = rows(home.store)

    with pytest.raises(NotConfirmed):
        leave(home.store, home.person, name=name, hands=None, now=home.now)

    assert rows(home.store) == before


@pytest.mark.parametrize("name", ["alex", "Alex ", " ALEX"])
def test_a_name_as_a_phone_writes_it_will_do(home, name):
    assert leave(home.store, home.person, name=name, hands=None, now=home.now).gone


def test_who_has_left_can_not_leave_again(home):
    leave(home.store, home.person, name="alex", hands=None, now=home.now)

    with pytest.raises(NotConfirmed):
        leave(home.store, home.person, name="alex", hands=None, now=home.now)


class Interrupted:
    """A calendar that is being read while something else happens."""

    def __init__(self, calendar, meanwhile):
        self.calendar, self.meanwhile = calendar, meanwhile

    def pull(self, calendar, cursor):
        changes = self.calendar.pull(calendar, cursor)
        self.meanwhile()
        return changes


def attendance(home, meanwhile):
    (calendar,) = home.calendars.values()
    equipment = Equipment(
        connect=lambda *_: Interrupted(calendar, meanwhile), home=NEW_YORK, dice=lambda: 0.0
    )
    return Attendance(store=home.store, equipment=equipment, clock=lambda: home.now)


def test_a_pass_that_is_reading_brings_nothing_back(home):
    home.now += timedelta(hours=3)
    (calendar,) = home.calendars.values()
    calendar.put(interview("globex", THURSDAY))

    came = attendance(
        home, lambda: leave(home.store, home.person, name="alex", hands=None, now=home.now)
    )

    assert came.attend(home.person) is Attended.LOST
    assert {name: count for name, count in rows(home.store).items() if count} == {
        "retired_feeds": 1
    }
    assert came.attend(home.person) is Attended.NOT_DUE


def test_a_pass_does_not_write_for_who_comes_after_under_the_same_number(home):
    """SQLite gives a number again that is free; the lease is by token, so it is not mistaken."""
    home.now += timedelta(hours=3)
    (calendar,) = home.calendars.values()
    calendar.put(interview("globex", THURSDAY))
    came = []

    def meanwhile():
        leave(home.store, home.person, name="alex", hands=None, now=home.now)
        with home.store.write() as tx:
            came.append(add_person(tx, "newcomer", now=home.now))

    assert attendance(home, meanwhile).attend(home.person) is Attended.LOST
    with home.store.read() as tx:
        found = counts(tx, came[0])
    assert {name for name, count in found.items() if count} == {"people"}


@pytest.mark.parametrize("stop", range(1, 6))
def test_at_whatever_write_of_a_pass_somebody_leaves_nothing_comes_back(home, stop):
    """Another thread leaves just before the `stop`th transaction of the pass begins to write."""
    home.now += timedelta(hours=3)
    (calendar,) = home.calendars.values()
    calendar.put(interview("globex", THURSDAY))
    before_write(home.store, stop, lambda: _gone(home))

    outcome = attendance(home, lambda: None).attend(home.person)

    if any(one.name == "alex" for one in _people(home.store)):
        leave(
            home.store, home.person, name="alex", hands=None, now=home.now
        )  # the pass was over by then
        assert outcome is Attended.RESTED
    assert {name: count for name, count in rows(home.store).items() if count} == {
        "retired_feeds": 1
    }


def _people(store):
    with store.read() as tx:
        return people(tx)


def _gone(home):
    thread = threading.Thread(
        target=lambda: leave(home.store, home.person, name="alex", hands=None, now=home.now)
    )
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def before_write(store, nth, meanwhile):
    """Have `meanwhile` happen before the `nth` write of this thread."""
    begin, mine, count = store.write, threading.get_ident(), [0]

    def write():
        if threading.get_ident() == mine:
            count[0] += 1
            if count[0] == nth:
                meanwhile()
        return begin()

    store.write = write


def test_leaving_waits_for_a_write_under_way_and_takes_it_along(home):
    """The pass holds the person's row; leaving comes after it, and nothing is left."""
    entered, let_go = threading.Event(), threading.Event()

    def slow():
        with home.store.write() as tx:
            from service.store.leases import wake  # noqa: PLC0415

            wake(tx, home.person, now=home.now)
            entered.set()
            assert let_go.wait(20)
            give_answer(tx, home.person, "skip", "acme/card", now=home.now)

    writer = threading.Thread(target=slow)
    writer.start()
    assert entered.wait(20)
    leaver = threading.Thread(
        target=lambda: leave(home.store, home.person, name="alex", hands=None, now=home.now)
    )
    leaver.start()
    let_go.set()
    writer.join(20)
    leaver.join(20)

    assert {name: count for name, count in rows(home.store).items() if count} == {
        "retired_feeds": 1
    }
