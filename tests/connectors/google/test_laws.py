"""Google Calendar keeps the laws of every connector."""

import html
from dataclasses import dataclass

import pytest

from connectors.contract import CalendarId, Content, EventId
from connectors.google.wire import event_of
from tests.connectors.google.conftest import EMAIL, HOME
from tests.connectors.laws import ConnectorLaws
from tests.google_fake.fake import Fake
from tests.google_fake.person import Person


def as_typed(content: Content) -> dict[str, object]:
    """What Google's own page makes of it: its notes are HTML there."""
    minutes = [int(lead.total_seconds() // 60) for lead in content.reminders]
    overrides = [{"method": "popup", "minutes": lead} for lead in minutes]
    return {
        "summary": content.title,
        "description": html.escape(content.notes, quote=False),
        "reminders": {"useDefault": False, "overrides": overrides},
    }


@dataclass
class Hand:
    fake: Fake
    me: Person

    def add(self, content: Content) -> EventId:
        when = content.when
        item = self.me.create(content.title, when.start, when.end, **as_typed(content))
        return EventId(item["id"])

    def edit(self, event_id: EventId, content: Content) -> None:
        when = self.me.when
        times = {"start": when(content.when.start), "end": when(content.when.end)}
        self.me.edit(event_id, **as_typed(content), **times)

    def remove(self, event_id: EventId) -> None:
        self.me.delete(event_id)

    def expire(self) -> None:
        self.fake.expire_sync_tokens(EMAIL)

    def look(self) -> dict[EventId, Content]:
        zone = self.me.calendar.zone
        events = [event_of(item, timezone=zone) for item in self.me.events()]
        return {event.id: event.content for event in events}


class TestGoogle(ConnectorLaws):
    @pytest.fixture
    def connector(self, connector):
        return connector

    @pytest.fixture
    def calendar(self) -> CalendarId:
        return HOME

    @pytest.fixture
    def outside(self, fake, me) -> Hand:
        return Hand(fake, me)
