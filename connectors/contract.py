"""What every calendar looks like from inside the house.

This module is the whole language spoken between `service` and a provider: values, three
writes, five errors, one protocol. It imports nothing but the standard library, and a
provider may import nothing of ours but this, `connectors.ics`, `connectors.transport` and
`connectors.quirks`.

    Span       from when until when
    Content    what a person sees on an event and may edit; one field is one unit of merging
    Event      an event as the provider holds it, ours or somebody else's
    Changes    what happened since a cursor
    Write      Create (idempotent by name) | Update | Delete (both conditional on the etag)
    Outcome    one per write: the event as it now stands, None for gone, or one of five errors
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NewType, Protocol
from zoneinfo import ZoneInfo

CalendarId = NewType("CalendarId", str)
EventId = NewType("EventId", str)
Etag = NewType("Etag", str)
Cursor = NewType("Cursor", str)

Moment = date | datetime
"""A day, or an aware instant. A `datetime` in this house always knows its zone."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Span:
    """From when until when; start and end move together, so they are one value.

    All-day spans hold two dates, the end exclusive (RFC 5545 3.6.1). Timed spans hold two
    aware datetimes in the zone the event is written in. Two spans are equal when they cover
    the same instants, whatever the zone: an etag echo in UTC is not an edit.
    """

    start: Moment
    end: Moment

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if isinstance(moment, datetime) and moment.utcoffset() is None:
                message = f"a span needs aware datetimes, not {moment!r}"
                raise ValueError(message)
        if isinstance(self.start, datetime) is not isinstance(self.end, datetime):
            message = "a span runs between two dates or between two datetimes"
            raise ValueError(message)

    @property
    def all_day(self) -> bool:
        """Whether the span covers whole days, in whatever zone the reader lives."""
        return not isinstance(self.start, datetime)

    @property
    def timezone(self) -> str | None:
        """The IANA name of the zone the start is written in, if it has one."""
        zone = self.start.tzinfo if isinstance(self.start, datetime) else None
        if isinstance(zone, ZoneInfo):
            return zone.key
        return "UTC" if zone is UTC else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self._instants() == other._instants()

    def __hash__(self) -> int:
        return hash(self._instants())

    def _instants(self) -> tuple[Moment, Moment]:
        # Through UTC, because Python calls two datetimes of one zone equal by their wall
        # clock and two of different zones unequal whenever either lies in a fold (PEP 495).
        return _instant(self.start), _instant(self.end)


def _instant(moment: Moment) -> Moment:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a person sees on an event and may change. The unit of merging is one field.

    Canonical by construction: two contents that mean the same are equal, whichever provider
    they came from.
    """

    title: str
    when: Span
    notes: str = ""
    reminders: tuple[timedelta, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", " ".join(self.title.split()))
        object.__setattr__(self, "notes", "\n".join(self.notes.splitlines()).strip())
        object.__setattr__(self, "reminders", tuple(sorted(set(self.reminders))))


Response = Literal["accepted", "declined", "tentative", "needs-action"]
UserType = Literal["individual", "group", "resource", "room", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organizer:
    """RFC 5545 3.8.4.3. The address is lower-case and without `mailto:`; either may be empty."""

    email: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """RFC 5545 3.8.4.1. The address is lower-case and without `mailto:`; it may be empty."""

    email: str = ""
    name: str = ""
    response: Response = "needs-action"
    user_type: UserType = "individual"
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How a master event repeats: the RRULE values verbatim, and the dates around them.

    `exdates` holds every start that is left out, those of overridden instances included, so
    that expanding a master gives just the instances no other event describes. `length` is
    the number of occurrences the rules give, None when they are open or too many to count.
    """

    rules: tuple[str, ...] = ()
    rdates: tuple[Moment, ...] = ()
    exdates: tuple[Moment, ...] = ()
    length: int | None = None


Status = Literal["confirmed", "tentative", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event as the provider holds it.

    `name` is ours, and stands only on events we made. `recurrence_id` is the original start
    of an instance of a series (RFC 5545 3.8.4.4); together with `uid` it names a session.
    `end_given` is false when the source told no usable end; `zone_guessed` when the zone of
    the times was. `tag` is the private mark of our own (`X-AFTERWORD-TAG` or Google's
    `afterword_tag`): "interview", "0" for a dismissed one, or None.
    """

    id: EventId
    etag: Etag
    content: Content
    name: str | None = None
    uid: str = ""
    recurrence_id: Moment | None = None
    series: Series | None = None
    status: Status = "confirmed"
    organizer: Organizer | None = None
    attendees: tuple[Attendee, ...] = ()
    location: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    label: str | None = None
    colour: str | None = None
    event_type: str = "default"
    tag: str | None = None
    sequence: int = 0
    end_given: bool = True
    zone_guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event that is new or different; `event` is None when the provider says it is gone."""

    id: EventId
    event: Event | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that was set aside so that the rest could go on, told to the person.

    `where` names the place (a line, a UID, a key), `what` says what is wrong with it in one
    sentence, `next_step` what the person can do.
    """

    where: str
    what: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a calendar says about itself.

    `timezone` is an IANA name, `refresh` how often its publisher wants to be asked, `size` how
    many events it holds, whether they can matter or not.
    """

    name: str | None
    timezone: str | None
    refresh: timedelta | None
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What happened since a cursor. `complete` means: what is not listed is gone.

    `problems` are events that were set aside so that the rest could be read.
    """

    items: tuple[Change, ...]
    cursor: Cursor
    complete: bool = False
    problems: tuple[Problem, ...] = ()
    about: About | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """Idempotent: one name, one event, however often it is asked for."""

    name: str
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Set the `touched` fields of one event, if it still has this etag."""

    id: EventId
    etag: Etag
    content: Content
    touched: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Remove one event, if it still has this etag. Gone already is a success."""

    id: EventId
    etag: Etag


Write = Create | Update | Delete


class ConnectorError(Exception):
    """A provider said no. Each subclass is one thing the caller should do next.

    ConnectorError
      Transient           stay due; back off, or wait `retry_after`
      CursorExpired       pull again from nothing
      PreconditionFailed  pull, then decide again
      AccessLost          pause the account and ask the person to connect again
      Rejected            never retry: journal it with its reason
    """


class Transient(ConnectorError):
    """Try again later."""

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class CursorExpired(ConnectorError):
    """Pull again from the beginning."""


class PreconditionFailed(ConnectorError):
    """The event moved under us: pull, then decide again."""


class AccessLost(ConnectorError):
    """Stop, and ask the person to connect again."""


class Rejected(ConnectorError):
    """Never retry: a limit of the provider, or a bug of ours."""


Outcome = Event | None | ConnectorError
"""A written event, a deleted one, or why not."""


class CalendarConnector(Protocol):
    """A calendar that can be read and written."""

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:
        """Everything that changed since `cursor`; all there is when it is None.

        Raises `CursorExpired`, `Transient`, `AccessLost`.
        """
        ...

    def push(self, calendar: CalendarId, writes: Sequence[Write]) -> Sequence[Outcome]:
        """Carry out the writes in order. One outcome each; only `AccessLost` is raised."""
        ...
