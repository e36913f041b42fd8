"""The words of the business: sessions, visits, their follow-ups, and where those stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Literal, NewType

from connectors.contract import CalendarId, Content, Etag, EventId, Write

Key = NewType("Key", str)
"""Names one follow-up for ever: visit, kind and, where there is one entry a person, the person."""

VisitKey = NewType("VisitKey", str)
"""The key of the session of a visit that was seen first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an event is, by which rule, and why in one sentence the person can read."""

    outcome: Literal["interview", "suggest", "not"]
    rule: str
    because: str


PersonKind = Literal["interviewer", "coordinator", "recruiter", "unknown"]
PersonState = Literal["certain", "probable", "excluded"]
PersonOrigin = Literal["answer", "guest", "organizer", "description", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody the person talks to: how sure we are, and where the name came from.

    `ask` is a question the debrief has to settle, such as two people of one name; `topic` is
    what the two of them talked about, in the person's own words.
    """

    name: str
    email: str | None = None
    role: str | None = None
    kind: PersonKind = "unknown"
    state: PersonState = "probable"
    origin: PersonOrigin = "guest"
    topic: str | None = None
    ask: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedCall:
    """`call: WHEN`. `own_time`: said with "my time"; else the employer's clock counts."""

    line: str
    day: date
    hour: int | None = None
    minute: int = 0
    own_time: bool = False
    year_given: bool = False
    instant: datetime | None = None
    """Set when WHEN was ISO with an offset: then nothing is left to interpret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decides:
    """`decides: DATE`: the day they said they would decide."""

    line: str
    day: date
    year_given: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCall:
    """`no call`: they asked not to be called."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardBack:
    """`heard back`: they have answered."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """`offer`, `rejected`, or told on a page that the person withdrew."""

    line: str
    outcome: Literal["offer", "rejected", "withdrew"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """They promised to call and, at the time this was said, had not."""

    line: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkedTo:
    """`talked to: NAME - TOPIC`."""

    line: str
    name: str
    topic: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A line that looks like an answer and can be read in more than one way: ask, never guess."""

    line: str
    why: str


Answer = AgreedCall | Decides | NoCall | HeardBack | Decided | Silent | TalkedTo | Unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One recognised event, or one instance of a recognised series.

    `start` and `end` are aware; `end` is assumed where the source gave none. `timezone` is
    the IANA zone the event was written in, None for UTC, floating or guessed times, which
    say nothing about the employer. `first_seen` is when the service first saw it, `event` the
    one it came from in its calendar: of a series the master, of a moved instance its own.
    """

    uid: str
    recurrence_id: str | None = None
    title: str
    start: datetime
    end: datetime
    first_seen: datetime
    all_day: bool = False
    assumed_end: bool = False
    zone_guessed: bool = False
    timezone: str | None = None
    company: str | None = None
    role: str | None = None
    organizer: str | None = None
    people: tuple[Person, ...] = ()
    answers: tuple[Answer, ...] = ()
    event: EventId | None = None

    @property
    def key(self) -> VisitKey:
        """UID and original start, never the start (facts: relaticle PR 673)."""
        return VisitKey(f"{self.uid}/{self.recurrence_id}" if self.recurrence_id else self.uid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Sessions of one local date, company and role: one set of follow-ups, however packaged."""

    key: VisitKey
    sessions: tuple[Session, ...]
    company: str | None = None
    role: str | None = None
    people: tuple[Person, ...] = ()

    @property
    def start(self) -> datetime:
        """The first session's start."""
        return min(session.start for session in self.sessions)

    @property
    def end(self) -> datetime:
        """The last session's end."""
        return max(session.end for session in self.sessions)

    @property
    def first_seen(self) -> datetime:
        """When we first saw any of it: "late" is judged from here, so a plan doesn't crawl."""
        return min(session.first_seen for session in self.sessions)


Kind = Literal["prompt", "debrief", "email", "card", "call"]
KINDS: tuple[Kind, ...] = ("prompt", "debrief", "email", "card", "call")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What ought to be on the calendar, and why.

    `floor` is the earliest start a person's own date may have; an edit before it is
    impossible and is recomputed (the visit's end + 15 min; None: any date is fine).
    """

    key: Key
    calendar: CalendarId
    content: Content
    kind: Kind = "email"
    visit: VisitKey = VisitKey("")
    status: Literal["tentative", "confirmed"] = "confirmed"
    flags: tuple[str, ...] = ()
    because: str = ""
    floor: datetime | None = None


class Standing(Enum):
    """Whose a follow-up is."""

    ABSENT = "absent"  #: not on the calendar, and that is our doing
    OURS = "ours"  #: we put it there and look after it
    THEIRS = "theirs"  #: the person took it over or threw it away: hands off


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The ledger row of one follow-up.

    A three-way merge needs three sides: `sent` is the base (what we last put there), `seen`
    is theirs (None: gone), the plan is ours. `intent` is a write we began and have not seen
    the end of; `written` is when we last wrote.
    """

    key: Key
    calendar: CalendarId
    standing: Standing
    sent: Content
    event_id: EventId | None = None
    etag: Etag | None = None
    seen: Content | None = None
    generation: int = 0
    intent: Write | None = None
    written: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """Change the calendar. `told` is a word to the person, when the table asks for one."""

    key: Key
    calendar: CalendarId
    write: Write
    reason: str
    told: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Change only our mind."""

    key: Key
    standing: Standing
    reason: str
    told: str | None = None


Operation = Push | Stand
