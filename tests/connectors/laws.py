"""The laws of every connector. A provider's own test file fills in the three fixtures.

connector   the connector under test
calendar    an empty calendar it may write to
outside     a hand that reaches around it: the person, another device, the provider itself
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from connectors.contract import (
    CalendarConnector,
    CalendarId,
    Content,
    Create,
    Cursor,
    CursorExpired,
    Delete,
    Etag,
    Event,
    EventId,
    PreconditionFailed,
    Rejected,
    Span,
    Update,
)

T0 = datetime(2026, 12, 1, 13, tzinfo=UTC)


def timed(zone: str, *start: int, fold: int = 0) -> Span:
    begin = datetime(*start, tzinfo=ZoneInfo(zone), fold=fold)
    end = (begin.astimezone(UTC) + timedelta(minutes=30)).astimezone(ZoneInfo(zone))
    return Span(start=begin, end=end)


PLAIN = Content(title="Email Dana", when=Span(start=T0, end=T0 + timedelta(minutes=30)), notes="n")
OTHER = Content(
    title="Call Dana",
    when=Span(start=T0 + timedelta(days=1), end=T0 + timedelta(days=1, hours=1)),
    notes="m",
)
FIRST, SECOND = "fu-0a1b2c@afterword", "fu-3d4e5f@afterword"

ROUND_TRIPS = [
    pytest.param(PLAIN, id="in UTC"),
    pytest.param(replace(PLAIN, notes=""), id="no notes"),
    pytest.param(replace(PLAIN, title="Brief an Zoë 🙂 / 手紙 / مرحبا"), id="emoji and scripts"),
    pytest.param(replace(PLAIN, title=r"a, b; c: \n \\ \"q\" 100%"), id="what iCalendar escapes"),
    pytest.param(replace(PLAIN, title="R&D <lead> &amp; more"), id="what HTML escapes"),
    pytest.param(replace(PLAIN, notes="one\n\n  two\nthree 👋🏽"), id="lines and blanks"),
    pytest.param(replace(PLAIN, notes="é" * 300), id="longer than a folded line"),
    pytest.param(replace(PLAIN, when=timed("Europe/Berlin", 2026, 12, 1, 9)), id="in Berlin"),
    pytest.param(replace(PLAIN, when=timed("Asia/Kathmandu", 2026, 12, 1, 9)), id="at +05:45"),
    pytest.param(
        replace(PLAIN, when=timed("America/New_York", 2026, 11, 1, 1, 30)), id="first 01:30"
    ),
    pytest.param(
        replace(PLAIN, when=timed("America/New_York", 2026, 11, 1, 1, 30, fold=1)),
        id="second 01:30",
    ),
    pytest.param(
        replace(PLAIN, when=timed("America/New_York", 2026, 11, 1, 1, 45)), id="over the fold"
    ),
    pytest.param(
        replace(PLAIN, when=Span(start=date(2026, 12, 1), end=date(2026, 12, 2))), id="a day"
    ),
    pytest.param(
        replace(PLAIN, when=Span(start=date(2026, 12, 31), end=date(2027, 1, 3))), id="three days"
    ),
    pytest.param(
        replace(PLAIN, reminders=(timedelta(minutes=10), timedelta(days=1))), id="reminders"
    ),
]


class Outside(Protocol):
    """The hand that reaches around the connector."""

    def add(self, content: Content) -> EventId:
        """Somebody else's event, made without the connector."""

    def edit(self, event_id: EventId, content: Content) -> None:
        """The person changes an event."""

    def remove(self, event_id: EventId) -> None:
        """The person deletes an event."""

    def expire(self) -> None:
        """The provider forgets every cursor."""

    def look(self) -> dict[EventId, Content]:
        """What really stands there."""


class ConnectorLaws:
    """Inherit, fill in the fixtures, and every law is a test."""

    @pytest.fixture
    def connector(self) -> CalendarConnector:
        raise NotImplementedError

    @pytest.fixture
    def calendar(self) -> CalendarId:
        raise NotImplementedError

    @pytest.fixture
    def outside(self) -> Outside:
        raise NotImplementedError

    @pytest.fixture
    def push(self, connector, calendar):
        def one(write):
            (outcome,) = connector.push(calendar, [write])
            return outcome

        return one

    @pytest.fixture
    def made(self, push) -> Event:
        """One event of ours that stands there."""
        return push(Create(name=FIRST, content=PLAIN))

    # -- creating

    def test_a_created_event_stands_there_under_its_name(self, made, outside):
        assert (made.name, made.content) == (FIRST, PLAIN)
        assert outside.look() == {made.id: PLAIN}

    def test_creating_twice_makes_one(self, made, push, outside):
        again = push(Create(name=FIRST, content=PLAIN))
        assert (again.id, again.content) == (made.id, PLAIN)
        assert len(outside.look()) == 1

    def test_creating_again_answers_with_what_stands_there(self, made, push, outside):
        outside.edit(made.id, OTHER)
        assert push(Create(name=FIRST, content=PLAIN)).content == OTHER

    @pytest.mark.parametrize("deleted_by", ["us", "them"])
    def test_a_name_once_deleted_is_gone_for_ever(self, made, push, outside, deleted_by):
        if deleted_by == "us":
            push(Delete(id=made.id, etag=made.etag))
        else:
            outside.remove(made.id)
        assert push(Create(name=FIRST, content=PLAIN)) is None
        assert outside.look() == {}

    def test_another_name_makes_another_event(self, made, push, outside):
        assert push(Create(name=SECOND, content=PLAIN)).id != made.id
        assert len(outside.look()) == 2

    @pytest.mark.parametrize("content", ROUND_TRIPS)
    def test_content_comes_back_as_it_went(self, connector, calendar, push, content):
        answer = push(Create(name=FIRST, content=content))
        (change,) = connector.pull(calendar, None).items
        assert (answer.content, change.event.content) == (content, content)
        assert change.event.content.when.all_day is content.when.all_day

    def test_our_events_invite_nobody(self, connector, calendar, made, push):
        answer = push(Update(id=made.id, etag=made.etag, content=OTHER, touched={"title"}))
        (change,) = connector.pull(calendar, None).items
        for event in (made, answer, change.event):
            assert event.attendees == ()

    # -- updating

    @pytest.mark.parametrize(
        "touched",
        [{"title"}, {"when"}, {"notes"}, {"title", "when", "notes"}],
        ids=lambda touched: "+".join(sorted(touched)),
    )
    def test_an_update_sets_the_touched_fields_only(self, made, push, outside, touched):
        write = Update(id=made.id, etag=made.etag, content=OTHER, touched=frozenset(touched))
        then = replace(PLAIN, **{name: getattr(OTHER, name) for name in touched})
        assert push(write).content == then
        assert outside.look() == {made.id: then}

    def test_an_update_gives_another_etag_that_is_good_for_the_next(self, made, push):
        first = push(Update(id=made.id, etag=made.etag, content=OTHER, touched={"title"}))
        assert first.etag != made.etag
        second = push(Update(id=made.id, etag=first.etag, content=OTHER, touched={"notes"}))
        assert (second.content.title, second.content.notes) == (OTHER.title, OTHER.notes)

    def test_an_update_with_a_stale_etag_changes_nothing(self, made, push, outside):
        mine = replace(PLAIN, title="mine")
        outside.edit(made.id, mine)
        outcome = push(Update(id=made.id, etag=made.etag, content=OTHER, touched={"title"}))
        assert isinstance(outcome, PreconditionFailed)
        assert outside.look() == {made.id: mine}

    def test_an_update_of_what_is_gone_does_not_bring_it_back(self, made, push, outside):
        outside.remove(made.id)
        outcome = push(Update(id=made.id, etag=made.etag, content=OTHER, touched={"title"}))
        assert isinstance(outcome, PreconditionFailed)
        assert outside.look() == {}

    def test_an_etag_from_before_is_stale_even_after_our_own_write(self, made, push):
        push(Update(id=made.id, etag=made.etag, content=OTHER, touched={"title"}))
        outcome = push(Update(id=made.id, etag=made.etag, content=OTHER, touched={"notes"}))
        assert isinstance(outcome, PreconditionFailed)

    # -- deleting

    def test_deleting_twice_is_fine(self, made, push, outside):
        write = Delete(id=made.id, etag=made.etag)
        assert push(write) is None
        assert push(write) is None
        assert outside.look() == {}

    def test_a_delete_with_a_stale_etag_deletes_nothing(self, made, push, outside):
        outside.edit(made.id, OTHER)
        assert isinstance(push(Delete(id=made.id, etag=made.etag)), PreconditionFailed)
        assert outside.look() == {made.id: OTHER}

    # -- reading

    def test_the_first_look_is_complete_and_shows_everything(
        self, connector, calendar, made, outside
    ):
        theirs = outside.add(OTHER)
        changes = connector.pull(calendar, None)
        assert changes.complete
        assert {one.id: one.event.content for one in changes.items} == {
            made.id: PLAIN,
            theirs: OTHER,
        }

    def test_from_a_cursor_only_what_changed_is_told(self, connector, calendar, push, outside):
        kept, moved, gone = (
            push(Create(name=f"fu-{letter}@afterword", content=PLAIN)) for letter in "abc"
        )
        cursor = connector.pull(calendar, None).cursor
        outside.edit(moved.id, OTHER)
        outside.remove(gone.id)
        new = outside.add(PLAIN)
        changes = connector.pull(calendar, cursor)
        told = {one.id: one.event and one.event.content for one in changes.items}
        assert told == {moved.id: OTHER, gone.id: None, new: PLAIN}
        assert not changes.complete
        assert kept.id not in told

    def test_nothing_is_told_twice(self, connector, calendar, made, outside):
        cursor = connector.pull(calendar, None).cursor
        outside.edit(made.id, OTHER)
        cursor = connector.pull(calendar, cursor).cursor
        assert connector.pull(calendar, cursor).items == ()

    def test_many_changes_of_one_event_are_told_as_its_last_state(
        self, connector, calendar, made, outside
    ):
        cursor = connector.pull(calendar, None).cursor
        outside.edit(made.id, OTHER)
        outside.edit(made.id, PLAIN)
        outside.remove(made.id)
        (change,) = connector.pull(calendar, cursor).items
        assert (change.id, change.event) == (made.id, None)

    def test_an_expired_cursor_says_so_and_a_look_from_nothing_helps(
        self, connector, calendar, made, outside
    ):
        cursor = connector.pull(calendar, None).cursor
        outside.expire()
        with pytest.raises(CursorExpired):
            connector.pull(calendar, cursor)
        assert connector.pull(calendar, None).complete

    def test_the_echo_of_our_own_write_differs_in_nothing(self, connector, calendar, push):
        cursor = connector.pull(calendar, None).cursor
        answer = push(Create(name=FIRST, content=PLAIN))
        (echo,) = connector.pull(calendar, cursor).items
        assert (echo.id, echo.event.name) == (answer.id, FIRST)
        assert echo.event.content == answer.content == PLAIN
        update = Update(id=echo.id, etag=echo.event.etag, content=OTHER, touched={"title"})
        assert push(update).content.title == OTHER.title

    # -- other people's events

    def test_events_of_others_are_seen_without_a_name(self, connector, calendar, outside):
        theirs = outside.add(OTHER)
        (change,) = connector.pull(calendar, None).items
        assert (change.id, change.event.name, change.event.content) == (theirs, None, OTHER)

    def test_events_of_others_are_never_changed(self, connector, calendar, push, outside):
        theirs = outside.add(PLAIN)
        (change,) = connector.pull(calendar, None).items
        etag = change.event.etag
        update = Update(id=theirs, etag=etag, content=OTHER, touched={"title"})
        assert isinstance(push(update), Rejected)
        assert isinstance(push(Delete(id=theirs, etag=etag)), Rejected)
        assert outside.look() == {theirs: PLAIN}

    # -- several writes, several calendars

    def test_each_write_has_its_own_outcome_in_order(self, connector, calendar, made, outside):
        stale = Update(id=made.id, etag=Etag('"stale"'), content=OTHER, touched={"title"})
        fresh = Create(name=SECOND, content=OTHER)
        failed, created, deleted = connector.push(
            calendar, [stale, fresh, Delete(id=made.id, etag=made.etag)]
        )
        assert isinstance(failed, PreconditionFailed)
        assert (created.name, deleted) == (SECOND, None)
        assert outside.look() == {created.id: OTHER}

    def test_no_writes_have_no_outcomes(self, connector, calendar, outside):
        assert list(connector.push(calendar, [])) == []
        assert outside.look() == {}

    def test_a_cursor_is_a_string_that_survives_being_stored(self, connector, calendar, made):
        cursor = connector.pull(calendar, None).cursor
        assert connector.pull(calendar, Cursor(str(cursor))).items == ()
