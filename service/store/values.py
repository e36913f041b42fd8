"""What the store hands out: plain values, nothing of the database in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType

from connectors.contract import Cursor, Problem
from service.domain.model import VisitKey

PersonId = NewType("PersonId", int)
SourceId = NewType("SourceId", int)
GrantId = NewType("GrantId", int)

Writes = Literal["there", "feed", "apart", "ours"]
"""Where the follow-ups of a calendar's interviews go: into it, on the feed, or into one of their
own that we made for the account ("apart"). That one is "ours": no interview is looked for in it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whose calendars are watched. `settings` is TOML; empty text means the defaults.

    Until they have `started` all is a rehearsal: nothing is put on any calendar.
    """

    id: PersonId
    name: str
    settings: str = ""
    started: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A calendar that is read, and how its last reading went.

    The address is a secret: it is sealed in the database and never shown by `repr`; `host` is
    what may be told of it. `cursor` is the connector's own and opaque here. `size` is how many
    events the last good reading held, `suspect` whether the next one may confirm that most of
    them are gone. `problem` is what the person is told; `failures` count up to the next success.
    `writes_after`: something waits to be written there, and no sooner than then.
    `grant` is the account it is read through, if it needs one.
    """

    id: SourceId
    person: PersonId
    name: str
    address: str = field(repr=False)
    host: str
    next_read: datetime
    kind: str = "published"
    cursor: Cursor | None = field(default=None, repr=False)
    timezone: str | None = None
    size: int = 0
    suspect: bool = False
    last_read: datetime | None = None
    last_change: datetime | None = None
    failures: int = 0
    problem: Problem | None = None
    active: bool = True
    grant: GrantId | None = None
    writes: Writes = "feed"
    writes_after: datetime | None = None

    @property
    def called(self) -> str:
        """Its name; until it was read for the first time, one that nobody named is its host."""
        return self.name or self.host

    @property
    def unmade(self) -> bool:
        """Whether it is one of ours that is still to be made: then it has no address."""
        return self.writes == "ours" and not self.address

    @property
    def in_trouble(self) -> bool:
        """Whether it can't be read as it should; a `problem` alone may be a mere remark."""
        return self.problem is not None and (self.failures > 0 or self.suspect)

    @property
    def unread(self) -> bool:
        """Whether nobody has read it yet, who is to: what is known of it may grow in a moment."""
        return self.active and self.last_read is None and not self.in_trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to attend to one person until the lease runs out.

    `wake_seq` is what had been asked for when it was taken: if more has been asked since, the
    release says so.
    """

    person: PersonId
    token: str
    wake_seq: int
    attempts: int
    lease_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """A feed as it is served: the kept bytes and what a client may cache them by."""

    person: PersonId
    body: bytes = field(repr=False)
    etag: str
    modified: datetime
    last_fetch: datetime | None = None
    last_client: str | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """Something the service did or noticed: a constant verb, and a sentence for the person."""

    id: int
    person: PersonId
    at: datetime
    action: str
    key: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVisit:
    """A visit as the pages and the API show it, without its sessions."""

    key: VisitKey
    company: str | None
    role: str | None
    start: datetime
    end: datetime
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """When a worker was last heard of."""

    worker: str
    at: datetime
