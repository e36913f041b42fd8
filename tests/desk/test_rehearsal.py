"""Before the person says yes, everything is shown and nothing is written."""

from datetime import timedelta

import pytest

from connectors.contract import Transient
from service.desk.rehearsal import begin, has_begun, rehearse
from service.desk.settings import policy_of
from service.domain.survey import survey
from service.settings_file import load
from service.store.ledger import StoredLedger
from service.store.people import add_person, person, set_settings
from service.store.plan_rows import follow_ups, visits
from tests.watch.home import NOW, SETTINGS, THURSDAY, Home, at_home, interview

ACME = interview("acme", THURSDAY)
PAST = interview("initech", THURSDAY - timedelta(days=28))
LONG_AGO = interview("hooli", THURSDAY - timedelta(days=120))
GLOBEX = interview("globex", THURSDAY + timedelta(days=4), "Interview with Globex - Engineer")


@pytest.fixture
def home(store):
    from service.store.feeds import issue_feed  # noqa: PLC0415

    with store.write() as tx:
        newcomer = add_person(tx, "alex", now=NOW, started=False)
        set_settings(tx, newcomer, SETTINGS, now=NOW)
        issue_feed(tx, newcomer, token_hash=b"x" * 32, now=NOW)
    home = Home(store=store, person=newcomer)
    home.calendar("Personal").put(ACME, PAST, LONG_AGO, GLOBEX)
    return home


def ledger(home):
    return StoredLedger(home.store, home.person, home.now).rows()


def everything(home):
    from sqlalchemy import select  # noqa: PLC0415

    from service.store import schema  # noqa: PLC0415

    with home.store.read() as tx:
        return [tx.connection.execute(select(t)).all() for t in schema.metadata.sorted_tables]


def test_a_pass_understands_and_writes_to_no_calendar(home):
    due = home.watch()
    assert due == NOW + timedelta(minutes=15)
    assert (ledger(home), home.body()) == ({}, b"")
    with home.store.read() as tx:
        assert {one.key for one in visits(tx, home.person)} == {"acme", "initech"}
        assert follow_ups(tx, home.person)
        assert not has_begun(tx, home.person)
    home.later(minutes=20)
    assert (ledger(home), home.body()) == ({}, b"")


def test_beginning_writes_and_only_once(home):
    home.watch()
    with home.store.read() as tx:
        planned = {one.key for one in follow_ups(tx, home.person)}
    home.now += timedelta(minutes=1)
    begin(home.store, home.person, now=home.now)
    with home.store.read() as tx:
        since = person(tx, home.person).started
        assert has_begun(tx, home.person)
    home.watch()
    assert set(home.kinds()) <= planned
    assert "acme/email" in home.kinds()
    begin(home.store, home.person, now=home.now + timedelta(days=1))
    with home.store.read() as tx:
        assert person(tx, home.person).started == since
    assert home.actions().count("begun") == 1


def test_past_interviews_are_shown_as_if_seen_three_days_before(home):
    home.watch()
    seen = rehearse(home.store, home.person, now=home.now)
    (past,) = seen.past
    assert past.visit.key == "initech"
    before = PAST.content.when.start - timedelta(days=3)
    policy = load(SETTINGS, where="")
    planned = survey([(PAST, "")], policy, now=before, expand=lambda event, _: (event,)).follow_ups
    assert [(one.key, one.content) for one in past.follow_ups] == [
        (one.key, one.content) for one in planned
    ]
    assert not any("late" in one.flags for one in past.follow_ups)


def test_what_comes_is_shown_as_it_will_be_written(home):
    home.watch()
    seen = rehearse(home.store, home.person, now=home.now)
    (coming,) = seen.coming
    begin(home.store, home.person, now=home.now)
    home.watch()
    rows = ledger(home)
    assert [rows[one.key].sent.when for one in coming.follow_ups] == [
        one.content.when for one in coming.follow_ups
    ]
    assert len(coming.follow_ups) == 5
    assert [one.uid for one in seen.suggestions] == ["globex"]


def test_rehearsing_writes_nothing_and_names_what_is_unread(home):
    tired = home.calendar("Work")
    tired.fault = Transient("tired")
    assert rehearse(home.store, home.person, now=home.now).unread == ("Personal", "Work")
    home.watch()
    before = everything(home)
    assert rehearse(home.store, home.person, now=home.now).unread == ()  # it is in trouble
    assert everything(home) == before


def test_nobody_rehearses_nothing(store):
    assert rehearse(store, 99, now=NOW).coming == ()
    with store.read() as tx:
        assert not has_begun(tx, 99)
        assert policy_of(tx, 99).me.name == ""


def test_the_policy_has_the_zone_that_a_calendar_tells(store):
    home = at_home(store, settings="")
    home.calendar("Personal").timezone = "Europe/Paris"
    home.watch()
    with store.read() as tx:
        assert policy_of(tx, home.person).me.timezone == "Europe/Paris"
