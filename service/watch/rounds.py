"""Which sources a pass looks at, and what it understands by that.

Those that are due; those that may have got what another one has lost; and, when that is
understood, those that are to be written and have not been looked at: nobody writes on what was
seen the last time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from service.domain.ledger import live_intent
from service.domain.look import concerns, emptied
from service.domain.model import Key, Placement
from service.domain.policy import Policy
from service.store.values import Source
from service.watch.again import taken_up
from service.watch.anew import renewed
from service.watch.bookmark import circumstances, outdated
from service.watch.equipment import Equipment
from service.watch.grace import expecting, may_move
from service.watch.looking import Look, look_at, without_access, without_ours
from service.watch.places import Rows, calendar_of, in_view, orphaned
from service.watch.preview import ahead_on
from service.watch.recall import Known, at_home
from service.watch.steered import with_doubts
from service.watch.understanding import Understanding, understand

_GIVEN_BACK = "you or its provider ended that"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A pass until it writes.

    `back` are the rows that changed by what the person wishes again, `left` those whose calendar
    is connected no more; `rows` are all of them, as they are then.
    """

    looks: tuple[Look, ...]
    found: Understanding
    policy: Policy
    back: Mapping[Key, Placement]
    left: Mapping[Key, Placement]
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """The looks of one pass. `between` is called before each look but the first."""

    known: Known
    rows: Rows
    equipment: Equipment
    now: datetime
    between: Callable[[], None]

    def go(self) -> Round:
        """Look at what is due, then at what is to be written."""
        looks = [self._look(source) for source in self._due()]
        made = self._understood(looks)
        behind = self._behind(made) if self.known.begun else []
        if not behind:
            return made
        return self._understood([*looks, *map(self._look, behind)])

    def _due(self) -> list[Source]:
        under, sources = self._under(), self.known.sources
        doubt = expecting(sources, self.now)
        return [
            source
            for source in sources
            if self._reached(source)
            and (
                source.next_read <= self.now
                or (source.writes_after is not None and source.writes_after <= self.now)
                or (doubt and may_move(source))
                or outdated(source, under)
            )
        ]

    def _reached(self, source: Source) -> bool:
        return source.active and source.grant not in self.known.lost

    def _look(self, source: Source) -> Look:
        self.between()
        known = self.known
        look = look_at(source, known.policy, self.equipment, under=self._under(), now=self.now)
        here = _here(source, in_view(self.rows, self.now))
        if look.listing is None or not emptied(here, look.listing):
            return look
        return without_ours(look, source, self.equipment, self.now)

    def _under(self) -> str:
        return circumstances(self.known.policy, self.known.told.accepted, self.now)

    def _understood(self, looks: Iterable[Look]) -> Round:
        known = with_doubts(self.known, self.rows)
        looked = {look.source.id: look for look in looks}
        every = tuple(looked.get(one.id) or self._remembered(one) for one in known.sources)
        policy = at_home(known.policy, [look.source for look in every], self.equipment.home)
        found = understand(every, known, policy, now=self.now)
        left = orphaned(self.rows, known.sources)
        back = taken_up({**self.rows, **left}, known.told.again)
        rows, settled = {**self.rows, **left, **back}, known.told.settled
        wanted = renewed(found.wanted, rows, now=self.now, settled=settled)
        found = replace(found, wanted=wanted)
        return Round(looks=every, found=found, policy=policy, back=back, left=left, rows=rows)

    def _remembered(self, source: Source) -> Look:
        told = source.failures and source.problem
        if source.active and source.grant in self.known.lost and not told:
            source = without_access(source, _GIVEN_BACK, self.now)
        return Look(source=source)

    def _behind(self, made: Round) -> list[Source]:
        """Who is to be written, and has not been looked at; what is in trouble has its own time."""
        return [
            source
            for source, look in zip(self.known.sources, made.looks, strict=True)
            if look.source is source
            and self._reached(source)
            and source.grant is not None
            and source.writes_after is None
            and not (source.failures or source.suspect)
            and self._asks(source, made)
        ]

    def _asks(self, source: Source, made: Round) -> bool:
        calendar, rows = calendar_of(source), made.rows
        if any(row.calendar == calendar and live_intent(row) for row in rows.values()):
            return True
        settled = self.known.told.settled
        return bool(ahead_on(calendar, made.found.wanted, rows, settled, now=self.now))


def _here(source: Source, rows: Rows) -> Rows:
    calendar = calendar_of(source)
    return {
        key: row
        for key, row in rows.items()
        if row.calendar == calendar and concerns(calendar, row)
    }
