"""One person, one service, one calendar, and a small plan of three follow-ups a visit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from connectors.contract import CalendarId, Content, Event, EventId, Span
from connectors.memory import MemoryCalendar, MemoryConnector
from service.domain.merge import as_sent
from service.domain.model import FollowUp, HeardBack, Key, Kind, Placement, VisitKey
from service.domain.policy import Me
from service.domain.steering import Dragged, Met, Ticked, Wrote, steered
from service.sync import Ledger, Pass, sync
from service.watch.anew import renewed

HOME = CalendarId("home")
T0 = datetime(2026, 12, 1, 9, tzinfo=UTC)
HALF = timedelta(minutes=30)


def span(start: datetime, length: timedelta = HALF) -> Span:
    return Span(start=start, end=start + length)


class Crash(BaseException):
    """The machine stops, in the middle of a pass."""


@dataclass
class FragileLedger(Ledger):
    """A ledger whose process dies on entering one of its commits.

    In the same transaction it hears what the person did to the entries.
    """

    before_commit: Callable[[], None] = lambda: None
    heard: Callable[[Mapping[Key, Placement], Mapping[Key, Placement]], None] = lambda *_: None

    def commit(self, calendar, rows, cursor):
        self.before_commit()
        before = self.rows()
        super().commit(calendar, rows, cursor)
        self.heard(before, rows)


@dataclass(frozen=True)
class Settings:
    title: str = "Email {visit}"
    notes: str = "bring a pen"
    delay: timedelta = timedelta(hours=2)


@dataclass(frozen=True)
class Visit:
    key: str
    start: datetime
    length: timedelta = timedelta(hours=1)

    @property
    def end(self) -> datetime:
        return self.start + self.length


def plan(visit: Visit, settings: Settings, agreed: datetime | None = None) -> list[FollowUp]:
    floor = visit.end + timedelta(minutes=15)
    usual = visit.end + timedelta(days=5)
    call = agreed if agreed and agreed >= floor else usual
    return [
        _one(visit, settings, "prompt", visit.start - timedelta(minutes=15), None),
        _one(visit, settings, "email", visit.end + settings.delay, floor),
        _one(visit, settings, "call", call, floor),
    ]


def _one(
    visit: Visit, settings: Settings, kind: Kind, start: datetime, floor: datetime | None
) -> FollowUp:
    title = settings.title.format(visit=visit.key) if kind == "email" else f"{kind} {visit.key}"
    return FollowUp(
        key=Key(f"{visit.key}/{kind}"),
        calendar=HOME,
        content=Content(title=title, when=span(start), notes=settings.notes),
        kind=kind,
        visit=VisitKey(visit.key),
        floor=floor,
    )


@dataclass
class Household:
    """What every story and the property machine begin with."""

    visits: dict[str, Visit] = field(default_factory=dict)
    settings: Settings = Settings()
    now: datetime = T0
    ledger: FragileLedger = field(default_factory=FragileLedger)
    connector: MemoryConnector = field(default_factory=MemoryConnector)
    settled: dict[Key, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)  #: visits that were heard back from
    agreed: dict[str, datetime] = field(default_factory=dict)  #: when to call

    def __post_init__(self):
        self.ledger.heard = self.hear

    @property
    def calendar(self) -> MemoryCalendar:
        return self.connector.at(HOME)

    def wanted(self) -> list[FollowUp]:
        planned = [
            one
            for visit in self.visits.values()
            for one in plan(visit, self.settings, self.agreed.get(visit.key))
            if one.kind != "call" or visit.key not in self.answered
        ]
        rows = self.ledger.placements
        return list(renewed(planned, rows, now=self.now, settled=self.settled))

    def hear(self, before, after) -> None:
        met = {
            VisitKey(visit.key): Met(day=visit.start.date(), end=visit.end)
            for visit in self.visits.values()
        }
        for steer in steered(before, after.values(), met, Me(timezone="UTC")):
            match steer:
                case Ticked(key=key):
                    self.settled[key] = "done"
                case Dragged(visit=visit, to=to):
                    self.agreed[visit] = to
                case Wrote(visit=visit, answer=HeardBack()):
                    self.answered.add(visit)

    def sync(self, **how) -> Pass:
        return sync(
            self.ledger,
            self.connector,
            HOME,
            self.wanted(),
            now=self.now,
            settled=self.settled,
            **how,
        )

    def later(self, **how) -> None:
        self.now += timedelta(**how)

    def event(self, key: str) -> Event:
        """The event that the ledger knows under a key."""
        return self.calendar.events[self.ledger.placements[Key(key)].event_id]

    def edit(self, event_id: EventId, **fields) -> None:
        event = self.calendar.events[event_id]
        self.calendar.put(replace(event, content=replace(event.content, **fields)))

    def titles(self) -> list[str]:
        return sorted(event.content.title for event in self.calendar.events.values())


def shown(follow_up: FollowUp) -> Content:
    """How a follow-up looks on a calendar nobody has touched."""
    return as_sent(follow_up)
