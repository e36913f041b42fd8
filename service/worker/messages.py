"""Sends each person their message of the day, once, and not in their quiet hours.

The turn is taken before anything is sent and given up when it fails, so nobody is written to
twice; a process that dies in between costs that day's message.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from connectors.contract import ConnectorError
from service.desk.daily_message import DailyMessage, daily_message, day_due
from service.desk.loops import loops
from service.desk.settings import policy_of
from service.desk.upcoming import upcoming
from service.domain.policy import Policy
from service.settings_file import SettingsError
from service.store.journal import write_line
from service.store.messages import give_up_turn, take_turn
from service.store.people import people
from service.store.store import Store
from service.store.values import PersonId

_log = logging.getLogger(__name__)

EVERY: Final = timedelta(minutes=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=2)
_MOST_DOUBLINGS: Final = 5


class Deliver(Protocol):
    """Takes a message to where a person wants it. Raises `ConnectorError`."""

    def __call__(self, message: DailyMessage, policy: Policy) -> None:
        """Once, or not at all."""
        ...


@dataclass(slots=True, kw_only=True)
class Messages:
    """`base` is the address that people reach us by."""

    store: Store
    clock: Callable[[], datetime]
    deliver: Deliver
    base: str
    _looked: datetime | None = field(default=None, init=False)
    _failed: dict[PersonId, tuple[int, datetime]] = field(default_factory=dict, init=False)

    def attend(self) -> None:
        """One turn; most find nobody who wants anything."""
        now = self.clock()
        if self._looked is not None and now - self._looked < EVERY:
            return
        self._looked = now
        with self.store.read() as tx:
            wanting = [one.id for one in people(tx) if "notices" in one.settings]
        for person in wanting:
            if self._failed.get(person, (0, now))[1] <= now:
                self._attend(person, now)

    def _attend(self, person: PersonId, now: datetime) -> None:
        try:
            with self.store.read() as tx:
                policy = policy_of(tx, person)
        except SettingsError:  # said on the page of the settings
            return
        day = day_due(policy, now=now)
        if day is None or not self._taken(person, day, now):
            return
        try:
            self._say(person, policy, now)
        except Exception as error:  # noqa: BLE001 - one person's address must not cost the others
            self._fail(person, day, error, now)
        else:
            self._failed.pop(person, None)

    def _taken(self, person: PersonId, day: date, now: datetime) -> bool:
        with self.store.write() as tx:
            return take_turn(tx, person, _word(day), now=now)

    def _say(self, person: PersonId, policy: Policy, now: datetime) -> None:
        found = upcoming(self.store, person, me=policy.me, now=now)
        message = daily_message(loops(found, policy.me, now=now), policy, base=self.base)
        if message is not None:
            self.deliver(message, policy)

    def _fail(self, person: PersonId, day: date, error: Exception, now: datetime) -> None:
        _log.warning("a message to person %d failed: %s", person, type(error).__name__)
        failures = self._failed.get(person, (0, now))[0]
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(failures, _MOST_DOUBLINGS)))
        self._failed[person] = failures + 1, now + pause
        why = f"{error}" if isinstance(error, ConnectorError) else "something went wrong here"
        text = f"Your message of the day could not be sent: {why.rstrip('.')}. It is tried again."
        with self.store.write() as tx:
            give_up_turn(tx, person, _word(day))
            if take_turn(tx, person, f"{_word(day)} failed", now=now):
                write_line(tx, person, now, "message_failed", None, text)


def _word(day: date) -> str:
    return f"open loops {day.isoformat()}"
