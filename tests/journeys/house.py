"""`afterword serve` on a Wednesday at eleven in Phoenix, and links that let somebody in.

The day and the hour are the same in every run: what is due, late or over depends on both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from service.domain.closed_days import is_public_holiday
from service.domain.places import Country
from service.store.access import add_link
from service.store.people import add_person, set_settings
from service.store.seal import hash_token, new_token
from tests.serve.running import PATIENCE_S, SETTINGS, Service, eventually

PHOENIX = ZoneInfo("America/Phoenix")  # it never changes its clocks
AMERICA = Country(code="US", region=None, guessed=False)
WEDNESDAY, ELEVEN = 2, 11
FRIDAY_AFTER = timedelta(days=9)
_numbers = count(1)


def wednesday() -> datetime:
    """The next Wednesday at eleven that is not today, and whose call is on a Friday as usual."""
    today = datetime.now(PHOENIX).replace(hour=ELEVEN, minute=0, second=0, microsecond=0)
    found = today + timedelta(days=(WEDNESDAY - today.weekday()) % 7 or 7)
    while is_public_holiday((found + FRIDAY_AFTER).date(), AMERICA):
        found += timedelta(days=7)
    return found


NOW = wednesday()
"""By the clock of the service, give or take the minutes that the tests take."""


@dataclass(frozen=True)
class Invited:
    """Somebody with a link in their hand, who has not been here yet."""

    name: str
    person: int
    link: str


class House(Service):
    """The service of these tests."""

    def start(self, **_) -> None:
        super().start(ahead=NOW.astimezone(UTC) - datetime.now(UTC))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def invite(self, name: str = "", settings: str = SETTINGS) -> Invited:
        name = name or f"Alex {next(_numbers)}"
        with self._store.write() as tx:
            person = add_person(tx, name, now=NOW, started=False)
            set_settings(tx, person, settings, now=NOW)
        return Invited(name, person, self.link(person))

    def link(self, person: int) -> str:
        """One more way in for somebody who is known."""
        token = new_token()
        with self._store.write() as tx:
            add_link(tx, person, hash_token(token), now=NOW, lasts=timedelta(days=7))
        self.private.append(token)
        return f"{self.address}/sign-in/{token}"

    def rests(self, person: int) -> None:
        """Wait until the last pass that was asked for is over."""
        eventually(lambda: self.rested(person), PATIENCE_S)
