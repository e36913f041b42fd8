"""A calendar of our own among the person's: made once, whatever happens, and taken away."""

import pytest

from connectors.contract import Rejected, Transient
from connectors.google import own
from connectors.google.api import Api, OpenGate
from connectors.google.scopes import SCOPES
from tests.connectors.google.conftest import EMAIL, HOME, NOW, Token, google_calendar
from tests.connectors.google.test_laws import Hand
from tests.connectors.laws import ConnectorLaws
from tests.google_fake.faults import Fault

MARK = {"mark": "0a1b2c", "timezone": "America/New_York"}
MADE = {"calendarList.list": 2, "calendars.insert": 1}


@pytest.fixture
def api(fake) -> Api:
    access = Token(fake, scopes=SCOPES["own"])
    return Api(access, endpoint=fake.api_url, gate=OpenGate(), timeout=5)


def calendars(fake):
    return {key: one for key, one in fake.world.calendars.items() if key != EMAIL}


def test_it_is_made_once_and_found_again_whatever_the_person_calls_it(fake, api):
    made = own.found(api, **MARK)
    (kept,) = calendars(fake).values()
    assert (kept.id, kept.summary, kept.timezone) == (made, own.TITLE, "America/New_York")
    assert fake.count() == MADE
    hand = fake.person(EMAIL, made)
    hand.rename_calendar("Thank yous")
    hand.hide_calendar()
    assert own.found(api, **MARK) == made
    assert fake.count()["calendars.insert"] == 1


def test_another_persons_mark_is_another_calendar(fake, api):
    assert own.found(api, **MARK) != own.found(api, **{**MARK, "mark": "0a1b2d"})


@pytest.mark.parametrize("kind", ["lose", "truncate", "after", "html"])
def test_an_answer_that_was_lost_leaves_one_calendar(fake, api, kind):
    fake.faults.plan(*[Fault(method="calendars.insert", kind=kind, status=503)] * 2)
    found = set()
    for _ in range(4):
        try:
            found.add(own.found(api, **MARK))
        except Transient:
            continue
    assert set(calendars(fake)) == found
    assert len(found) == 1


def test_of_two_by_accident_all_choose_the_same_and_what_holds_something_stays(fake, api):
    first = own.found(api, **MARK)
    calendar = fake.world.calendars[first]
    other = fake.world.add_calendar(EMAIL, summary="x", timezone="UTC", name="c_zz@group")
    other.client, other.description = calendar.client, calendar.description
    fake.person(EMAIL, other.id).create("Mine", NOW, NOW)
    assert own.found(api, **MARK) == first
    assert set(calendars(fake)) == {first, other.id}
    fake.person(EMAIL, other.id).delete(fake.person(EMAIL, other.id).events()[0]["id"])
    assert own.found(api, **MARK) == first
    assert set(calendars(fake)) == {first}


def test_it_goes_if_it_is_empty_or_if_all_of_it_is_to_go(fake, api):
    made = own.found(api, **MARK)
    fake.person(EMAIL, made).create("Mine", NOW, NOW)
    assert not own.remove(api, made, if_empty=True)
    assert own.remove(api, made, if_empty=False)
    assert calendars(fake) == {}
    assert own.remove(api, made, if_empty=True)  # gone is gone
    assert own.remove(api, made, if_empty=False)


def test_no_calendar_of_the_persons_can_be_taken_or_written(fake, api):
    theirs = fake.calendar(EMAIL, "Holidays")
    for calendar in (theirs, HOME):
        with pytest.raises(Rejected):
            own.remove(api, calendar, if_empty=False)
    assert theirs in fake.world.calendars


class TestOwnCalendar(ConnectorLaws):
    """The laws, over a calendar of our own and a consent that reaches no other."""

    @pytest.fixture
    def calendar(self, api):
        return own.found(api, **MARK)

    @pytest.fixture
    def connector(self, fake):
        return google_calendar(fake, access=Token(fake, scopes=SCOPES["own"]))

    @pytest.fixture
    def outside(self, fake, calendar):
        return OwnHand(fake, fake.person(EMAIL, calendar))


class OwnHand(Hand):
    def expire(self) -> None:
        self.fake.expire_sync_tokens(self.me.calendar.id)
