"""Makes one calendar that can be written look as the plan wants it, after a look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.contract import AccessLost, CalendarId, Cursor, PreconditionFailed, Transient
from service.domain.model import FollowUp, Placement
from service.domain.policy import Me
from service.domain.reconcile import FORGOTTEN, FRESH
from service.domain.skipped import Settled, left_to_do
from service.store.grants import pause_grant
from service.store.sources import hold_writes, keep_reached, record_trouble
from service.store.store import Store, Writer
from service.store.values import PersonId, Source
from service.sync import Pass, sync
from service.watch.answered import Answered
from service.watch.equipment import Dice, Writable
from service.watch.ledger import Held, PassLedger, require, tell
from service.watch.looking import Look, without_access
from service.watch.places import Rows, calendar_of, stands_on
from service.watch.steered import Steering
from service.watch.telling import Line, of_sources

SOON = timedelta(minutes=1)
"""When a write is tried again that failed without a word of when."""
SPREAD = 0.5


def is_written(look: Look, rows: Rows) -> bool:
    """Whether a look is to be followed by writing: follow-ups belong there, or still stand there.

    Then its cursor is kept by the writing, together with what it tells of our own entries.
    """
    if look.listing is None or not isinstance(look.connector, Writable):
        return False
    written = look.source.writes in ("there", "ours")
    return written or stands_on(calendar_of(look.source), rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What all the calendars of one pass have in common."""

    store: Store
    person: PersonId
    wanted: tuple[FollowUp, ...]
    settled: Settled
    me: Me
    now: datetime
    held: Held
    dice: Dice

    def write(self, look: Look) -> None:
        """Write to the calendar of a look. Raises `LeaseLost`, `Unavailable`."""
        source = look.source
        if look.listing is None or not isinstance(look.connector, Writable):
            return
        connector = Answered(
            connector=look.connector, answer=look.listing, between=self._ask_for_time
        )
        try:
            self._record(source, self._synced(look, connector))
        except AccessLost as lost:
            self._lose(source, f"{lost}")

    def _synced(self, look: Look, connector: Answered) -> Pass:
        source = look.source
        wanted, settled = left_to_do(self.wanted, self.settled)
        return sync(
            self._ledger(source, wanted, whole=connector.answer.complete),
            connector,
            calendar_of(source),
            wanted,
            now=self.now,
            settled=settled,
            emptied_on_purpose=not look.asks,
            parked=source.writes_after is not None and source.writes_after > self.now,
        )

    def _ledger(self, source: Source, wanted: tuple[FollowUp, ...], *, whole: bool) -> PassLedger:
        erased = frozenset(key for key, word in self.settled.items() if word == FORGOTTEN)

        def reached(tx: Writer, _calendar: CalendarId, cursor: Cursor | None) -> None:
            if cursor is not None:
                soon = self.now + FRESH if whole and erased else None
                keep_reached(tx, source, source.cursor, next_read=soon)
            else:  # an entry may only be late: soon all of it is to be seen
                keep_reached(tx, source, None, next_read=self.now + FRESH)

        def heard(tx: Writer, before: Rows, after: Iterable[Placement]) -> None:
            Steering(tx=tx, person=self.person, me=self.me, now=self.now).keep(before, after)

        return PassLedger(
            store=self.store,
            person=self.person,
            wanted=wanted,
            now=self.now,
            held=self.held,
            reached=reached,
            heard=heard,
            # A whole listing leaves out what is old. What stands there unseen is not gone, so it
            # is erased by a look for news, which is due soon.
            erased=frozenset() if whole else erased,
        )

    def _record(self, source: Source, done: Pass) -> None:
        until = self._until(source, done)
        lines = [] if done.halted else list(_lines(done))  # the calendar's problem says it
        if until == source.writes_after and not lines:
            return
        with self.store.write() as tx:
            require(self.held, tx)
            hold_writes(tx, source.id, until)
            tell(tx, self.person, lines, now=self.now)

    def _until(self, source: Source, done: Pass) -> datetime | None:
        if source.writes_after is not None and source.writes_after > self.now:
            return source.writes_after
        if not any(isinstance(one, (Transient, PreconditionFailed)) for one in done.outcomes):
            return None
        return self.now + (done.retry_after or SOON * (1 + SPREAD * self.dice()))

    def _lose(self, source: Source, why: str) -> None:
        after = without_access(source, why, self.now)
        with self.store.write() as tx:
            require(self.held, tx)
            if source.grant is not None:
                pause_grant(tx, source.grant, why=why)
            record_trouble(tx, after)
            tell(tx, self.person, of_sources([source], [after]), now=self.now)

    def _ask_for_time(self) -> None:
        with self.store.write() as tx:
            require(self.held, tx)


def _lines(done: Pass) -> Iterator[Line]:
    for told in done.told:
        yield Line(action="follow_up_told", key=None, text=told)
    for problem in done.problems:
        text = f"{problem.what} {problem.next_step}"
        yield Line(action="follow_up_refused", key=problem.where, text=text)
