"""What time it is at the fake: the real time, moved or stopped by whoever holds the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Runs with the machine until it is frozen; `advance` works on both."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self._frozen: datetime | None = None

    def now(self) -> datetime:
        return self._frozen or datetime.now(UTC) + self._ahead

    def freeze(self, moment: datetime) -> None:
        self._frozen = moment.astimezone(UTC)

    def run(self) -> None:
        """Go on from the time that is shown."""
        if self._frozen:
            self._ahead, self._frozen = self._frozen - datetime.now(UTC), None

    def advance(self, by: timedelta) -> None:
        if self._frozen:
            self._frozen += by
        else:
            self._ahead += by
