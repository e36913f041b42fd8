"""How fast a provider may be asked, and who goes first (facts: google-calendar 3).

Google counts sliding minutes: 10,000 calls of the project, 600 of a person. A bucket of `burst`
tokens that gets `a_second` lets at most `burst + a_second * 60` through in any minute; since
tokens are drawn ahead and calls take their time on the way, the minute is reckoned `SLACK` longer.
So the limits hold by arithmetic, whatever the number of processes.

Of a bucket that runs low, and of a day that is nearly spent, the more urgent get the rest.
"""

from __future__ import annotations

import random
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, Literal
from zoneinfo import ZoneInfo

from connectors.contract import Transient
from service.store.budgets import (
    Bucket,
    Drawn,
    Urgency,
    Want,
    draw,
    draw_of_account,
    pause_calls,
)
from service.store.store import Store
from service.store.values import GrantId

HOLD: Final = timedelta(seconds=5)
"""How long a process may use what it has drawn."""
SLACK: Final = timedelta(seconds=10)
"""`HOLD`, and as much again for clocks that differ and calls on their way."""
PATIENCE: Final = timedelta(seconds=5)
"""How long a thread waits in one pass before it sees to somebody else."""
SHORTEST_WAIT: Final = timedelta(seconds=1)
DAY_ZONE: Final = ZoneInfo("America/Los_Angeles")
"""Where Google's days of quota begin and end."""
OF_ACCOUNT: Final = 6
"""A list and five follow-ups."""
OF_PROJECT: Final = 64
_MOST_ACCOUNTS: Final = 1000

FLOORS: Final[Mapping[Urgency, float]] = {
    "waiting": 0.0,
    "pushed": 0.2,
    "renewal": 0.35,
    "poll": 0.5,
}
"""The part of a full bucket that is left to what is more urgent."""
CEILINGS: Final[Mapping[Urgency, float]] = {
    "waiting": 1.0,
    "pushed": 0.92,
    "renewal": 0.85,
    "poll": 0.75,
}
"""The part of a day's calls after which there are none for this urgency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of the project and of one account in a minute, of the project in a day."""

    project_a_minute: int = 10_000
    account_a_minute: int = 60
    project_a_day: int = 950_000

    def project(self) -> Bucket:
        """The project's bucket: a tenth of the minute at once."""
        return bucket(self.project_a_minute, burst=0.1)

    def account(self) -> Bucket:
        """An account's: a quarter at once, for somebody may be waiting for two interviews."""
        return bucket(self.account_a_minute, burst=0.25)


def bucket(a_minute: int, *, burst: float) -> Bucket:
    """One from which no minute gets more than that."""
    full = max(1.0, a_minute * burst)
    seconds = (timedelta(minutes=1) + SLACK).total_seconds()
    return Bucket(burst=full, a_second=(a_minute - full) / seconds)


class Purse:
    """Tokens that were drawn ahead. Who uses them up draws more the next time, else fewer."""

    def __init__(self, most: int) -> None:
        self._most, self._size, self._left = most, 1, 0
        self.until: datetime | None = None
        self._shut: tuple[datetime, datetime] | None = None  # not asked until, opens at
        self.writes_after: datetime | None = None
        self._lock = Lock()

    def spend(self, now: datetime, draw: Callable[[int, int], Drawn]) -> timedelta | None:
        """Take one; None: taken. Else how long to wait.

        `draw` is given how many are wanted, and how many of the last were not used.
        """
        with self._lock:
            if self._shut is not None and now < self._shut[0]:
                return self._shut[1] - now  # many who are told to wait cost one look
            if not self._held(now):
                unused = self._left
                self._left = 0
                drawn = draw(self._next_size(unused), unused)
                self._left, self.until = drawn.granted, now + HOLD
                self.writes_after = drawn.writes_after
                if not drawn.granted:
                    wait = max(drawn.wait, SHORTEST_WAIT)
                    self._shut = now + min(wait, HOLD), now + wait
                    return wait
            self._left -= 1
            return None

    def give_back(self) -> None:
        """The last one was not needed after all."""
        with self._lock:
            self._left += 1

    def empty(self) -> None:
        """Something has changed: ask before the next call."""
        with self._lock:
            self.until = self._shut = None

    def _held(self, now: datetime) -> bool:
        return self._left > 0 and self.until is not None and now < self.until

    def _next_size(self, unused: int) -> int:
        if self.until is not None:
            self._size = max(1, self._size // 2) if unused else min(self._most, self._size * 2)
        return self._size


Refused = Callable[[Urgency], None]
"""Told whenever somebody is sent away until later."""


class Budgets:
    """The budgets of one provider, as one process sees them. Any thread may use it."""

    def __init__(  # noqa: PLR0913 (what time is, and what the world is like, can be told)
        self,
        store: Store,
        *,
        clock: Callable[[], datetime],
        provider: str = "google",
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        dice: Callable[[], float] = random.random,
        refused: Refused = lambda _urgency: None,
    ) -> None:
        """`dice` keep those who were sent away together from coming back together."""
        self._store, self.clock, self._provider = store, clock, provider
        self._limits = limits or Limits()
        self.sleep, self.dice, self.refused = sleep, dice, refused
        self._project = {urgency: Purse(OF_PROJECT) for urgency in FLOORS}
        self._accounts: OrderedDict[GrantId, Purse] = OrderedDict()
        self._lock = Lock()

    def gate(self, account: GrantId, *, reads: Urgency) -> AccountGate:
        """For one pass over an account; `reads` says why there is one. Somebody waits for writes.

        With "renewal" it is for channels, which are no events: a pause of writes is not theirs.
        """
        return AccountGate(budgets=self, account=account, reads=reads)

    def wait(self, account: GrantId, urgency: Urgency, *, events: bool) -> timedelta | None:
        """How long until this call may be made; None: now, and it is counted."""
        now, own = self.clock(), self._purse(account)
        wait = own.spend(now, lambda most, _: self._draw_own(account, most, now))
        if wait is not None:
            return wait
        if events and own.writes_after is not None and own.writes_after > now:
            own.give_back()
            return own.writes_after - now
        wait = self._project[urgency].spend(
            now, lambda most, unused: self._draw(urgency, most, unused, now)
        )
        if wait is not None:
            own.give_back()
        return wait

    def pause(self, account: GrantId, wait: timedelta, *, writes_only: bool) -> None:
        """The provider has asked for it: in every process, within seconds."""
        with self._store.write() as tx:
            pause_calls(tx, account, self.clock() + wait, writes_only=writes_only)
        self._purse(account).empty()

    def _draw_own(self, account: GrantId, most: int, now: datetime) -> Drawn:
        with self._store.write() as tx:
            return draw_of_account(tx, account, most, self._limits.account(), now=now)

    def _draw(self, urgency: Urgency, most: int, unused: int, now: datetime) -> Drawn:
        full = self._limits.project()
        want = Want(
            provider=self._provider,
            urgency=urgency,
            most=most,
            floor=full.burst * FLOORS[urgency],
            day=day(now),
            ceiling=int(self._limits.project_a_day * CEILINGS[urgency]),
            unused=unused,
        )
        with self._store.write() as tx:
            return draw(tx, want, full, now=now)

    def _purse(self, account: GrantId) -> Purse:
        with self._lock:
            purse = self._accounts.pop(account, None) or Purse(OF_ACCOUNT)
            self._accounts[account] = purse
            while len(self._accounts) > _MOST_ACCOUNTS:
                self._accounts.popitem(last=False)
            return purse


def day(now: datetime) -> str:
    """The day of quota this is."""
    return now.astimezone(DAY_ZONE).date().isoformat()


@dataclass(slots=True, kw_only=True)
class AccountGate:
    """The `Gate` of `connectors.google.api`, for one pass over one account."""

    budgets: Budgets
    account: GrantId
    reads: Urgency
    waited: timedelta = field(default=timedelta(0), init=False)

    def admit(self, kind: Literal["read", "write"]) -> None:
        """Return when a call may be made, after some seconds at most.

        Raises `Transient` when none may for longer, and `Unavailable` when the database is.
        """
        events = kind == "write" and self.reads != "renewal"
        urgency: Urgency = "waiting" if events else self.reads
        while (wait := self.budgets.wait(self.account, urgency, events=events)) is not None:
            if self.waited + wait > PATIENCE:
                self.budgets.refused(urgency)
                later = wait * (1 + self.budgets.dice())
                raise Transient("Google is asked often enough for now", retry_after=later)
            self.budgets.sleep(wait.total_seconds())
            self.waited += wait

    def pause(self, wait: timedelta, *, writes_only: bool) -> None:
        """Google has asked for it."""
        self.budgets.pause(self.account, wait, writes_only=writes_only)
