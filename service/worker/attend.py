"""One delivery: claim the person, watch their calendars, release or fail.

A delivery may come twice, late or for nothing; the row says what is to be done. So both
deliverers are thin shells around this.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from time import monotonic

from service.store import leases
from service.store.faults import Unavailable
from service.store.store import Store, Writer
from service.store.values import Claim, PersonId
from service.watch import Equipment, LeaseLost, watch
from service.worker.owners import new_lease_token

_log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than any one source may take; it is extended between sources and before writes."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
_MOST_DOUBLINGS = 6


class Attended(Enum):
    """What came of a delivery."""

    RESTED = auto()  #: done, and nothing more is asked for now
    AGAIN = auto()  #: done, and more was asked for meanwhile
    NOT_DUE = auto()  #: somebody else has it, or nobody wants it
    LOST = auto()  #: the lease ran out: it is with somebody else, or due again
    FAILED = auto()  #: it went wrong, and backs off


Observed = Callable[[str, float], None]
"""Told of every delivery: what came of it, and how many seconds it took."""


def _unobserved(_outcome: str, _seconds: float) -> None:
    """Nobody measures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """What it takes to attend to anybody; `chores` are done beside it, and belong to nobody."""

    store: Store
    equipment: Equipment
    clock: Callable[[], datetime]
    lease: timedelta = LEASE
    observed: Observed = _unobserved
    chores: Callable[[], object] | None = None

    def attend(self, person: PersonId) -> Attended:
        """Attend to one person, if that is due and nobody else does.

        Never raises for what a person's calendars hold. Raises `Unavailable` when the database
        is, before the claim or after it; the lease then runs out by itself.
        """
        began = monotonic()
        outcome = self._attended(person)
        self.observed(outcome.name.lower(), monotonic() - began)
        return outcome

    def _attended(self, person: PersonId) -> Attended:
        claim = self._claim(person)
        if claim is None:
            return Attended.NOT_DUE
        try:
            due = watch(
                self.store, person, self.equipment, now=self.clock(), held=self._holder(claim)
            )
        except LeaseLost:
            return Attended.LOST
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours costs one person a pause, nobody else anything
            self._fail(claim, error)
            return Attended.FAILED
        return self._release(claim, due)

    def _claim(self, person: PersonId) -> Claim | None:
        token = new_lease_token()
        with self.store.write() as tx:
            return leases.claim(tx, person, now=self.clock(), lease=self.lease, token=token)

    def _holder(self, claim: Claim) -> Callable[[Writer], bool]:
        def held(tx: Writer) -> bool:
            return leases.extend(tx, claim, now=self.clock(), lease=self.lease)

        return held

    def _release(self, claim: Claim, due: datetime | None) -> Attended:
        with self.store.write() as tx:
            rested = leases.release(tx, claim, now=self.clock(), due_at=due)
        return Attended.RESTED if rested else Attended.AGAIN

    def _fail(self, claim: Claim, error: Exception) -> None:
        # Its message may repeat what a calendar says, so only its kind and its place are logged.
        _log.error("attending to person %d failed: %s", claim.person, _kind(error))
        now = self.clock()
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(claim.attempts, _MOST_DOUBLINGS)))
        not_before = now + pause * (1 + self.equipment.dice()) / 2
        with self.store.write() as tx:
            leases.fail(tx, claim, now=now, not_before=not_before)


def _kind(error: Exception) -> str:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    at = f" at {place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}" if place else ""
    return f"{type(error).__name__}{at}"
