"""The calendar in memory keeps the laws, and its bad manners are those of real providers."""

from dataclasses import dataclass, replace

import pytest

from connectors.contract import (
    AccessLost,
    CalendarId,
    Content,
    Create,
    EventId,
    Rejected,
    Transient,
    Update,
)
from connectors.memory import MemoryCalendar, MemoryConnector
from tests.connectors.laws import FIRST, OTHER, PLAIN, SECOND, ConnectorLaws

HOME, WORK = CalendarId("home"), CalendarId("work")
CREATE = Create(name=FIRST, content=PLAIN)


@dataclass
class Hand:
    calendar: MemoryCalendar

    def add(self, content: Content) -> EventId:
        return self.calendar.add(content).id

    def edit(self, event_id: EventId, content: Content) -> None:
        self.calendar.put(replace(self.calendar.events[event_id], content=content))

    def remove(self, event_id: EventId) -> None:
        self.calendar.drop(event_id)

    def expire(self) -> None:
        self.calendar.expire()

    def look(self) -> dict[EventId, Content]:
        return {event.id: event.content for event in self.calendar.events.values()}


@pytest.fixture
def connector():
    return MemoryConnector()


class TestMemory(ConnectorLaws):
    @pytest.fixture
    def connector(self):
        return MemoryConnector()

    @pytest.fixture
    def calendar(self):
        return HOME

    @pytest.fixture
    def outside(self, connector):
        return Hand(connector.at(HOME))


def test_calendars_are_kept_apart(connector):
    connector.push(HOME, [CREATE])
    assert connector.pull(WORK, None).items == ()
    assert connector.push(WORK, [CREATE])[0].content == PLAIN


def test_refusing_changes_nothing(connector):
    connector.manners.refusing = True
    assert isinstance(connector.push(HOME, [CREATE])[0], Transient)
    assert not connector.at(HOME).events


def test_a_lost_answer_is_no_lost_write(connector):
    connector.manners.losing_answers = True
    assert isinstance(connector.push(HOME, [CREATE])[0], Transient)
    assert len(connector.at(HOME).events) == 1


def test_a_flaky_etag_is_stale_as_soon_as_it_is_told(connector):
    connector.manners.flaky_etags = True
    (made,) = connector.push(HOME, [CREATE])
    there = connector.at(HOME).events[made.id]
    assert (there.content, there.etag != made.etag) == (made.content, True)


def test_silence_is_a_complete_list_of_nothing(connector):
    connector.push(HOME, [CREATE])
    connector.manners.silent = True
    changes = connector.pull(HOME, None)
    assert (changes.items, changes.complete) == ((), True)


def test_a_hidden_event_is_left_out_of_the_list(connector):
    (made,) = connector.push(HOME, [CREATE])
    connector.manners.hidden.add(made.id)
    assert connector.pull(HOME, None).items == ()


def test_a_rejected_write_does_not_cost_the_others(connector):
    connector.manners.rejects = lambda write: write == CREATE
    no, yes = connector.push(HOME, [CREATE, Create(name=SECOND, content=OTHER)])
    assert isinstance(no, Rejected)
    assert yes.content == OTHER


def test_lost_access_is_raised_by_both(connector):
    connector.manners.access_lost = True
    with pytest.raises(AccessLost):
        connector.pull(HOME, None)
    with pytest.raises(AccessLost):
        connector.push(HOME, [CREATE])


def test_somebody_can_be_quicker_than_we_are(connector):
    (made,) = connector.push(HOME, [CREATE])
    hand = Hand(connector.at(HOME))
    connector.manners.before_push = lambda: hand.edit(made.id, OTHER)
    write = Update(id=made.id, etag=made.etag, content=PLAIN, touched=frozenset({"title"}))
    connector.push(HOME, [write])
    assert hand.look() == {made.id: OTHER}


def test_another_device_can_make_a_second_of_one_name(connector):
    (made,) = connector.push(HOME, [CREATE])
    second = connector.at(HOME).add(PLAIN, FIRST)
    assert (second.id != made.id, second.name) == (True, made.name)
