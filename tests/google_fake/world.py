"""What Google keeps: accounts, calendars, the events in them and the log of their changes.

Nothing here knows HTTP. Whoever touches it holds `World.lock`.
"""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.google_fake.clock import Clock
from tests.google_fake.manners import Manners
from tests.google_fake.moments import stamp
from tests.google_fake.windows import Windows

Item = dict[str, Any]


@dataclass(slots=True)
class Entry:
    """An event as its calendar keeps it. A deleted one stays, and its id stays taken."""

    item: Item
    version: int
    hidden_until: datetime | None = None
    purged: bool = False

    @property
    def cancelled(self) -> bool:
        return self.item.get("status") == "cancelled"


@dataclass(slots=True)
class Calendar:
    id: str
    summary: str
    timezone: str
    owner: str
    roles: dict[str, str]
    client: str | None = None  #: who made it, for `calendar.app.created`
    description: str = ""
    hidden_by: set[str] = field(default_factory=set)  #: who does not want to see it in the list
    primary: bool = False
    watchable: bool = True
    labels: list[Item] = field(default_factory=list)
    colour: str = "14"
    entries: dict[str, Entry] = field(default_factory=dict)
    version: int = 0
    floor: int = 0  #: sync tokens below it have expired
    etag: str = '"1"'

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(slots=True)
class Account:
    email: str
    subject: str
    timezone: str
    has_calendar: bool = True
    quota_exceeded_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPoint:
    """What a sync token stands for."""

    calendar: str
    user: str
    pinned: tuple[tuple[str, tuple[str, ...]], ...]
    version: int
    issued: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page token stands for: the query as it was, and what is left of its answer."""

    query: tuple[tuple[str, tuple[str, ...]], ...]
    left: tuple[Item, ...]
    point: SyncPoint | None
    issued: datetime
    blank: int = 0  #: pages with nothing on them that still come first


class World:
    """Everything, behind one lock."""

    def __init__(self, clock: Clock, manners: Manners) -> None:
        self.clock = clock
        self.manners = manners
        self.lock = threading.RLock()
        self.accounts: dict[str, Account] = {}
        self.calendars: dict[str, Calendar] = {}
        self.sync_points: dict[str, SyncPoint] = {}
        self.pages: dict[str, Page] = {}
        self.windows = Windows()
        self.changed: list[Callable[[Calendar], None]] = []
        self._numbers = itertools.count(1)

    def add_account(self, email: str, *, timezone: str) -> Account:
        account = Account(email, str(10**20 + next(self._numbers)), timezone)
        self.accounts[email] = account
        primary = self.add_calendar(email, summary=email, timezone=timezone, name=email)
        primary.primary = True
        return account

    def add_calendar(
        self, owner: str, *, summary: str, timezone: str, name: str | None = None
    ) -> Calendar:
        name = name or f"c_{secrets.token_hex(16)}@group.calendar.google.com"
        calendar = Calendar(name, summary, timezone, owner, {owner: "owner"}, etag=self.new_etag())
        self.calendars[name] = calendar
        return calendar

    def new_etag(self) -> str:
        return f'"{3_400_000_000_000_000 + 2 * next(self._numbers)}"'

    def keep(self, calendar: Calendar, item: Item, *, hidden: timedelta | None = None) -> Entry:
        """Store an event as it now is: a new etag, a new line in the change log, a push."""
        now = self.clock.now()
        calendar.version += 1
        item = {**item, "etag": self.new_etag(), "updated": stamp(now)}
        before = calendar.entries.get(item["id"])
        hiding = now + hidden if hidden else before.hidden_until if before else None
        entry = Entry(item, calendar.version, hiding)
        calendar.entries[item["id"]] = entry
        for tell in self.changed:
            tell(calendar)
        return entry

    def is_hidden(self, entry: Entry) -> bool:
        """Whether a reader doesn't see it yet (eventual consistency)."""
        return entry.hidden_until is not None and entry.hidden_until > self.clock.now()
