"""Follow-ups in a calendar of their own, under a consent that lets us write into no other."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from connectors.consent import Fresh, Grant
from connectors.contract import Create, Delete, Rejected, Transient
from connectors.google import own
from connectors.google.api import Api, OpenGate
from connectors.google.scopes import SCOPES
from connectors.google.wire import event_of
from service.desk import accounts, connecting
from service.desk.rehearsal import begin
from service.desk.settings import policy_of
from service.store.sources import sources
from service.watch import founding
from tests.connectors.google.conftest import EMAIL, HOME, Token
from tests.google_fake.faults import Fault
from tests.watch.google.conftest import HOUR, KINDS, THURSDAY, Account, Googled

MADE = {"calendarList.list": 2, "calendars.insert": 1}
FOREVER = datetime(2036, 1, 1, tzinfo=UTC)


@dataclass
class Apart(Googled):
    """A home whose account lets us read its calendars, and write into one that we make."""

    def connect_account(self):
        fresh = Fresh(access_token="a", expires=FOREVER, refresh_token="r")
        scopes = frozenset(SCOPES["own"])
        grant = Grant(subject="1", email=EMAIL, scopes=scopes, fresh=fresh)
        kept = connecting.keep(self.store, self.person, grant, reach="own", now=self.now)
        self.grant = kept.grant
        accounts.choose(
            self.store,
            self.person,
            self.grant,
            self.me,
            calendars=["primary"],
            writes="apart",
            now=self.now,
        )

    @property
    def me(self):
        with self.store.read() as tx:
            return policy_of(tx, self.person).me

    @property
    def api(self):
        return Api(Account(self), endpoint=self.fake.api_url, gate=OpenGate(), timeout=5)

    @property
    def equipment(self):
        def found(source, policy):
            assert source.unmade
            return own.found(self.api, mark="0a1b2c", timezone=policy.me.timezone)

        return replace(super().equipment, found=found)

    def _connector(self, source, *_):
        named = super()._connector(source)
        google = replace(named.looks, reads_labels=True)
        return replace(named, looks=google)

    def own(self):
        with self.store.read() as tx:
            return next(one for one in sources(tx, self.person) if one.writes == "ours")

    def made(self) -> list[str]:
        """The calendars of Alex beside the main one."""
        return sorted(set(self.fake.world.calendars) - {EMAIL})

    def make_again(self):
        accounts.make_again(self.store, self.person, self.grant, self.me, now=self.now)


@pytest.fixture
def home(home, fake) -> Apart:
    token = Token(fake, scopes=SCOPES["own"])
    return Apart(store=home.store, person=home.person, fake=fake, token=token)


@pytest.fixture
def acme(home, interview):
    """An interview, whose five follow-ups stand in the calendar that we made for them."""
    home.connect_account()
    made = interview()
    home.watch()
    assert set(home.ours(home.made()[0])) == KINDS
    home.requests()
    return made


def test_they_go_into_a_calendar_that_is_made_for_them_and_nothing_else_is_touched(
    home, me, interview
):
    home.connect_account()
    made = interview()
    home.watch()
    assert home.requests() == {**MADE, "events.list": 2, "events.insert": 5}
    (calendar,) = home.made()
    assert set(home.ours(calendar)) == KINDS
    assert [one["id"] for one in me.events()] == [made["id"]]
    assert home.kinds() == []  # nothing is doubled on the feed
    assert home.own().address == calendar
    assert home.actions().count("calendar_made") == 1
    home.later(minutes=5)
    assert home.requests() == {}


def test_what_the_person_does_there_counts_and_the_interview_still_leads(home, me, acme):
    (calendar,) = home.made()
    hand = home.fake.person(EMAIL, calendar)
    hand.edit(home.ours(calendar)["card"]["id"], summary="My own card")
    hand.delete(home.ours(calendar)["call"]["id"])
    home.settle()
    me.drag(acme["id"], THURSDAY + 24 * HOUR, THURSDAY + 25 * HOUR)
    before = home.ours(calendar)["prompt"]["start"]
    home.settle(2)
    found = home.ours(calendar)
    assert set(found) == KINDS - {"call"}
    assert found["card"]["summary"] == "My own card"
    assert found["prompt"]["start"] != before
    assert {one.method for one in home.fake.seen if one.status >= 400} == set()


def test_an_interview_in_it_is_none_and_moves_no_follow_up(home, acme):
    (calendar,) = home.made()
    start = THURSDAY + timedelta(days=7)
    hand = home.fake.person(EMAIL, calendar)
    hand.create("Interview with Globex #interview", start, start + HOUR)
    home.settle(2)
    assert set(home.ours(calendar)) == KINDS
    assert len(hand.events()) == 6
    assert home.kinds() == []
    assert [line for line in home.lines() if "Globex" in line[-1]] == []


def test_what_left_the_watched_calendar_is_not_waited_for_in_ours(home, me, acme):
    """No interview ever moves there, so there is nothing to doubt."""
    me.delete(acme["id"])
    home.later(minutes=20)
    assert home.ours(home.made()[0]) == {}


def test_a_rehearsal_makes_no_calendar(home, interview):
    with home.store.write() as tx:
        tx.connection.exec_driver_sql("UPDATE people SET started = NULL")
    home.connect_account()
    interview()
    home.watch()
    assert home.made() == []
    assert home.requests() == {"events.list": 1}
    begin(home.store, home.person, now=home.now)
    home.later(minutes=1)
    assert set(home.ours(home.made()[0])) == KINDS


def test_who_dies_between_the_making_and_the_keeping_finds_it_again(
    home, me, interview, monkeypatch
):
    class Died(Exception):
        pass

    def dies(*_, **__):
        raise Died

    home.connect_account()
    interview()
    with monkeypatch.context() as patched:
        patched.setattr(founding, "set_address", dies)
        with pytest.raises(Died):
            home.watch()
    (calendar,) = home.made()
    assert home.own().unmade
    home.later(minutes=1)
    assert home.made() == [calendar]
    assert set(home.ours(calendar)) == KINDS


@pytest.mark.parametrize("kind", ["lose", "after", "drop"])
def test_a_bad_day_is_told_and_tried_again_and_the_rest_goes_on(home, interview, kind):
    faults = [Fault(method="calendars.insert", kind=kind, status=503)] * 2
    home.fake.faults.plan(*faults)
    home.connect_account()
    interview()
    due = home.watch()
    if home.own().unmade:  # the client sends what was lost again by itself
        assert "could not be made" in home.own().problem.what
        assert timedelta(0) < due - home.now < HOUR
        assert home.requests()["events.list"] == 1
        home.settle(2)
    (calendar,) = home.made()
    assert set(home.ours(calendar)) == KINDS
    assert home.own().problem is None


def test_a_bad_day_costs_no_account(home, interview, monkeypatch):
    home.connect_account()
    interview()
    monkeypatch.setattr(own, "found", lambda *_, **__: (_ for _ in ()).throw(Transient("no")))
    home.watch()
    home.settle(3)
    monkeypatch.undo()
    home.settle(2, hours=2)
    assert len(home.made()) == 1


def test_renamed_and_hidden_it_goes_on(home, me, acme, interview):
    hand = home.fake.person(EMAIL, home.made()[0])
    hand.rename_calendar("Thank yous")
    hand.hide_calendar()
    interview("Interview with Globex - Chemist #interview", THURSDAY + timedelta(days=1))
    home.settle(2)
    assert len(hand.events()) == 10
    assert len(home.made()) == 1


def test_one_that_was_deleted_is_made_again_at_a_word_and_not_before(home, me, acme):
    (first,) = home.made()
    home.fake.person(EMAIL, first).delete_calendar()
    home.settle(4, hours=2)
    assert home.made() == []
    assert home.own().in_trouble
    assert [one["id"] for one in me.events()] == [acme["id"]]
    home.make_again()
    home.later(minutes=1)
    (second,) = home.made()
    assert second != first
    assert set(home.ours(second)) == KINDS
    assert home.own().problem is None


def test_one_that_is_there_after_all_is_found_with_what_stands_in_it(home, acme):
    (calendar,) = home.made()
    hand = home.fake.person(EMAIL, calendar)
    hand.edit(home.ours(calendar)["card"]["id"], summary="My own card")
    home.settle()
    before = {key: one["id"] for key, one in home.ours(calendar).items()}
    home.make_again()
    home.settle(2)
    assert home.made() == [calendar]
    assert {key: one["id"] for key, one in home.ours(calendar).items()} == before
    assert home.ours(calendar)["card"]["summary"] == "My own card"


def test_the_consent_writes_nowhere_else(home, me, acme):
    entry = me.events()[0]
    writes = [
        Create(name="fu-00@afterword", content=event_of(entry, timezone=UTC).content),
        Delete(id=entry["id"], etag=entry["etag"]),
    ]
    theirs = replace(home.own(), address=EMAIL, writes="apart")
    outcomes = home._connector(theirs).push(HOME, writes)
    assert [type(one) for one in outcomes] == [Rejected, Rejected]
    assert me.events() == [entry]


def test_a_label_called_interview_is_a_tag(home, me):
    home.connect_account()
    label = home.fake.label(EMAIL, "Interview")
    me.create("Talk with Acme", THURSDAY, THURSDAY + HOUR, eventLabelId=label)
    home.watch()
    assert home.fake.count()["calendars.get"] == 1
    assert set(home.ours(home.made()[0])) == KINDS
