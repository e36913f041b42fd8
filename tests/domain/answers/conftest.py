from datetime import UTC, date, datetime, timedelta

import pytest

from connectors.contract import Content, Etag, Event, EventId, Organizer, Span
from service.domain.answers import answers
from service.domain.policy import Me, Policy

ME = Me(emails=("alex.morgan@gmail.com",), work_emails=("alex.morgan@initech.com",))


@pytest.fixture
def read():
    """The answers in a description of the person's own entry on a day (24 November 2026)."""

    def read(description, *, day=date(2026, 11, 24), organizer=None, me=ME, all_day=False):
        start = day if all_day else datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
        span = Span(start=start, end=start + timedelta(days=1 if all_day else 1 / 24))
        entry = Event(
            id=EventId("1"),
            etag=Etag("1"),
            content=Content(title="Interview", when=span, notes=description),
            organizer=organizer if organizer is None else Organizer(**organizer),
        )
        return answers(entry, Policy(me=me))

    return read
