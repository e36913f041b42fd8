"""The rows of timing.tsv that need a ledger or answers: plan, reconcile, a calendar in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from connectors.contract import CalendarId, Event, Span
from connectors.ics.read import read
from connectors.ics.recurrence import expand
from connectors.memory import MemoryConnector
from service.domain.group import group
from service.domain.model import Decided, FollowUp, Key, Session, VisitKey
from service.domain.places import zone_on
from service.domain.plan import plan
from service.domain.policy import Policy
from service.domain.recognise import recognise
from service.domain.remember import named, remember
from service.domain.session import session
from service.settings_file import load
from service.sync import Ledger, sync
from tests.cases.timing import Row, calendar, rows, settings

HOME = CalendarId("follow-ups")
WITH_LEDGER = [row for row in rows() if row.needs_a_ledger]
MINUTE = timedelta(minutes=1)


class Household:
    """One person's calendars, and the service that looks at them."""

    def __init__(self, row: Row) -> None:
        self.policy: Policy = load(settings(row), where="settings.toml")
        self.connector, self.ledger = MemoryConnector(), Ledger()
        self.calendar = self.connector.at(HOME)
        self.sessions: tuple[Session, ...] = ()
        self.names: dict[VisitKey, VisitKey] = {}
        self.settled: dict[Key, str] = {}
        self.told: dict[VisitKey, tuple[Decided, ...]] = {}
        self.flags: set[str] = set()

    def look(self, body: bytes, now: datetime) -> None:
        day = now.date()
        events = read(body, home=zone_on(day, self.policy.me)).events
        seen = [
            session(instance, self.policy, first_seen=now)
            for event in events
            if recognise(event, "", self.policy).outcome == "interview"
            for instance in (expand(event, _all_time(now)) if event.series else (event,))
        ]
        self.sessions = remember(self.sessions, seen, now=now)
        visits = named(group(self.sessions, self.policy), self.names)
        self.names = {s.key: visit.key for visit in visits for s in visit.sessions}
        self.wanted = plan(visits, self.policy, told=self.told, calendar=HOME)
        self.run(now)

    def run(self, now: datetime) -> None:
        for _ in range(2):
            done = sync(
                self.ledger,
                self.connector,
                HOME,
                self.wanted,
                now=now,
                settled=self.settled,
            )
            self.flags |= {one.reason for one in done.operations if one.reason == "pin_dropped"}

    def event(self, kind: str) -> Event | None:
        row = self.ledger.placements.get(Key(f"acme-0/{kind}"))
        return self.calendar.events.get(row.event_id) if row and row.event_id else None

    def follow_up(self, kind: str) -> FollowUp | None:
        return next((f for f in self.wanted if f.key == f"acme-0/{kind}"), None)


def _all_time(now: datetime) -> Span:
    return Span(start=now - timedelta(days=400), end=now + timedelta(days=400))


def live(row: Row) -> Household:
    """The row's story, told in order."""
    home, states = Household(row), row.states
    first = [tuple(states["moved_from"].split("/"))] if "moved_from" in states else row.spans
    start = min(row.seen, datetime.fromisoformat(first[0][0]) - timedelta(days=3))
    home.look(calendar(row, first), start)
    for key, value in states.items():
        _person(home, key, value, start)
    if "cancelled_at" in states:
        cancelled = calendar(row, first).replace(b"END:VEVENT", b"STATUS:CANCELLED\r\nEND:VEVENT")
        home.look(cancelled, datetime.fromisoformat(states["cancelled_at"]))
    elif "outcome" in states:
        outcome, when = states["outcome"].split("@")
        home.told = {VisitKey("acme-0"): (Decided(line=outcome, outcome=outcome),)}
        home.look(calendar(row), datetime.fromisoformat(when))
    else:
        home.look(calendar(row), start + 2 * MINUTE)
    return home


def _person(home: Household, key: str, value: str, now: datetime) -> None:
    action, _, kind = key.partition("_")
    event = home.event(kind)
    match action:
        case "pinned":
            assert event
            begin = datetime.fromisoformat(value)
            when = Span(start=begin, end=begin + timedelta(minutes=30))
            home.calendar.put(replace(event, content=replace(event.content, when=when)))
        case "deleted":
            assert event
            home.calendar.drop(event.id)
        case "done":
            home.settled[Key(f"acme-0/{kind}")] = "done"


@pytest.mark.parametrize("row", WITH_LEDGER, ids=[row.id for row in WITH_LEDGER])
def test_timing(row: Row) -> None:
    home = live(row)
    flags = set(home.flags)
    for kind in ("email", "card", "call"):
        expected, event = row.cells[f"exp_{kind}"], home.event(kind)
        if expected == "none":
            assert event is None, row.reasoning
            continue
        assert event is not None, row.reasoning
        if expected == "done":
            first = datetime.fromisoformat(row.states["moved_from"].split("/")[1])
            assert event.content.when.start == first + timedelta(hours=2), "a done item never moves"
            continue
        assert event.content.when.start == datetime.fromisoformat(expected), row.reasoning
        wanted = home.follow_up(kind)
        flags |= set(wanted.flags) if wanted else set()
    assert flags - {"zone_guessed", "country_guessed"} == row.flags, row.reasoning
