"""Cases 36 to 39 of the facts' forty, as far as consent goes: the store, the stand-in, and us."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from connectors.consent import ConsentFailed
from connectors.contract import AccessLost, CalendarId, Transient
from connectors.google.scopes import OPTIONAL, SCOPES
from service.store.grants import grants_of, keep_grant
from service.store.oauth_states import Asked, add_state, use_state
from service.store.people import add_person
from service.store.seal import hash_token, new_token
from service.store.sources import add_source, record_look, source
from service.store.store import open_store
from tests.connectors.google_auth.conftest import (
    ALEX,
    BACK,
    BO,
    NOW,
    at_once,
    authorizer_of,
    back,
    connected,
)
from tests.connectors.google_auth.household import Household, Interrupting
from tests.google_fake.faults import Fault

HOME = CalendarId(ALEX)
CREATED = "https://www.googleapis.com/auth/calendar.app.created"


def appear(fake, name):
    """Three events of that name, each on a page of its own."""
    fake.manners.page_size = 1
    for hour in range(3):
        start = datetime(2026, 12, 3, 10 + hour, tzinfo=UTC)
        fake.person(ALEX).create(f"{name} {hour}", start, start + timedelta(hours=1))


def reading(home, source_id, gate=None):
    """One look, as a pass does it: read where it was left, keep where it is now."""
    with home.store.read() as tx:
        known = source(tx, source_id)
    changes = home.calendar(home.access(), gate).pull(HOME, known.cursor)
    with home.store.write() as tx:
        record_look(tx, replace(known, cursor=changes.cursor))
    return changes


def test_case_36_revoked_between_two_pages_and_connected_again(fake, store):
    home = Household(fake, store)
    home.watch()
    with store.write() as tx:
        calendar = add_source(
            tx,
            home.person,
            HOME,
            name="",
            host="Google",
            now=NOW,
            kind="google",
            grant=home.account,
        )
    appear(fake, "Event")
    reading(home, calendar)
    with store.read() as tx:
        before = source(tx, calendar).cursor
    appear(fake, "Later")

    revoking = Interrupting(2, lambda: fake.revoke(ALEX))
    with pytest.raises(AccessLost):
        reading(home, calendar, revoking)

    assert home.renewals == 1, "it is asked once and not again"
    for _ in range(3):
        with pytest.raises(AccessLost):
            reading(home, calendar)
    assert home.renewals == 1
    assert (home.state(), home.watched()) == ("paused", [])
    with store.read() as tx:
        assert source(tx, calendar).cursor == before

    assert home.connect() == home.account
    changes = reading(home, calendar)
    assert not changes.complete, "it goes on from the old cursor"
    assert {change.event.content.title for change in changes.items} == {
        f"Later {number}" for number in range(3)
    }
    assert home.state() == "active"


def test_case_37_an_unticked_box_connects_nothing_and_says_which(fake, store, authorizer):
    with store.write() as tx:
        person = add_person(tx, "alex", now=NOW)

    with pytest.raises(ConsentFailed) as caught:
        connected(fake, authorizer, reach="own", scopes=[CREATED])

    assert caught.value.why == "unticked"
    assert caught.value.missing == frozenset(SCOPES["own"][2:]) - OPTIONAL - {CREATED}
    assert "seeing the events of your calendars" in str(caught.value)
    assert "a calendar of our own" not in str(caught.value)
    with store.read() as tx:
        assert grants_of(tx, person) == []

    grant = connected(fake, authorizer, reach="own", scopes=set(SCOPES["own"][2:]) - OPTIONAL)
    assert grant.scopes.isdisjoint(OPTIONAL)  # what can be done without costs no connection
    with store.write() as tx:
        keep_grant(tx, person, "google", grant, now=NOW)


def test_case_37_a_renewal_asks_for_what_was_granted_and_no_more(fake, store):
    home = Household(fake, store)
    home.expire()
    token = fake.grants.access[home.access().token()]
    assert token.scopes == frozenset(SCOPES["watched"])


class Process:
    """A web process: its own store and its own authorizer."""

    def __init__(self, fake, store_url, seal):
        self.fake, self.authorizer = fake, authorizer_of(fake)
        self.store = open_store(store_url, seal=seal)

    def begin(self, person):
        state = new_token()
        begun = self.authorizer.begin(BACK, state=state, reach="watched")
        asked = Asked(
            person=person,
            provider="google",
            reach="watched",
            verifier=begun.verifier,
            return_path="/calendars",
        )
        with self.store.write() as tx:
            add_state(tx, hash_token(state), asked, now=NOW)
        return begun.address

    def back(self, person, answer):
        """None: the 400 of the page."""
        state = hash_token(answer["state"])
        with self.store.write() as tx:
            asked = use_state(tx, state, person=person, provider="google", now=NOW)
        if asked is None:
            return None
        grant = self.authorizer.complete(
            BACK, answer=answer, verifier=asked.verifier, reach=asked.reach, now=NOW
        )
        with self.store.write() as tx:
            return keep_grant(tx, person, "google", grant, now=NOW)


@pytest.fixture
def processes(fake, store, store_url, seal):
    made = [Process(fake, store_url, seal) for _ in range(2)]
    yield made
    for one in made:
        one.store.close()


def test_case_38_begun_at_one_process_and_back_at_another_once(fake, store, processes):
    a, b = processes
    with store.write() as tx:
        person, other = (add_person(tx, name, now=NOW) for name in ("alex", "bo"))
    answer = back(fake.consent(a.begin(person), ALEX))

    assert b.back(other, answer) is None, "it is bound to who began"
    assert b.back(person, answer) is not None
    for process in processes:
        assert process.back(person, answer) is None, "a replay is refused"
    assert fake.count()["oauth.token"] == 1, "before Google hears of it"
    with store.read() as tx:
        (kept,) = grants_of(tx, person)
        assert kept.email == ALEX
        assert grants_of(tx, other) == []


def test_case_38_two_at_the_same_time_never_get_each_others(fake, store, processes):
    with store.write() as tx:
        people = {email: add_person(tx, email, now=NOW) for email in (ALEX, BO)}
    for _ in range(4):
        begun = {email: processes[0].begin(person) for email, person in people.items()}
        answers = {email: back(fake.consent(address, email)) for email, address in begun.items()}
        emails = list(people)

        def come(place, answers=answers, emails=emails):
            return processes[1].back(people[emails[place]], answers[emails[place]])

        assert None not in at_once(2, come)
        with store.read() as tx:
            for email, person in people.items():
                assert [one.email for one in grants_of(tx, person)] == [email]


def test_case_39_sixteen_calls_with_an_expired_token_make_one_token_request(fake, store):
    home = Household(fake, store)
    calendar = home.calendar(home.access())
    home.expire()
    fake.faults.plan(Fault(kind="hang", method="oauth.token", seconds=0.2))
    assert at_once(16, lambda _: calendar.pull(HOME, None).complete) == [True] * 16
    assert home.renewals == 1


def test_case_39_sixteen_calls_whose_token_google_refuses_make_one_as_well(fake, store):
    home = Household(fake, store)
    access = home.access()
    access.token()
    fake.grants.access.clear()  # it ended before its time
    calendar = home.calendar(access)
    assert at_once(16, lambda _: calendar.pull(HOME, None).complete) == [True] * 16
    assert home.renewals == 1


def test_case_39_a_page_with_502_is_no_lost_consent(fake, store):
    home = Household(fake, store)
    home.expire()
    fake.faults.plan(Fault(kind="error_page", status=502, method="oauth.token"))
    with pytest.raises(Transient):
        home.calendar(home.access()).pull(HOME, None)
    assert home.state() == "active"
    assert home.calendar(home.access()).pull(HOME, None).complete
    assert home.renewals == 2


def test_case_39_testing_mode_ends_in_a_pause_on_the_day_that_was_said(fake, store):
    fake.manners.testing_mode = True
    home = Household(fake, store)
    with store.read() as tx:
        (kept,) = grants_of(tx, home.person)
    assert kept.ends == NOW + timedelta(days=7)
    fake.clock.advance(timedelta(days=6, hours=23))
    home.access().token()
    fake.clock.advance(timedelta(hours=2))
    with pytest.raises(AccessLost):
        home.access().token()
    assert home.state() == "paused"
