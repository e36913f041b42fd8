"""The ledger as a pass over one calendar sees it.

A commit is one transaction: the lease is held, the rows are saved, and the journal says what
became of them. So nothing is written without the lease, and the journal neither leaves out nor
repeats what stands there, wherever a pass breaks off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.contract import CalendarId, Cursor
from service.domain.ledger import unpinned
from service.domain.model import FollowUp, Key, Placement
from service.store.journal import write_line
from service.store.ledger import StoredLedger, every_row, keep_rows, raise_sequence
from service.store.store import Reader, Store, Writer
from service.store.values import PersonId
from service.watch.equipment import LeaseLost
from service.watch.places import in_view
from service.watch.printing import Said, said_of
from service.watch.telling import Line, of_rows

Held = Callable[[Writer], bool]
"""Asks for more time under the lease; False: it is lost."""


def require(held: Held, tx: Writer) -> None:
    """Raises `LeaseLost` when the lease is; the transaction then comes to nothing."""
    if not held(tx):
        raise LeaseLost


def tell(tx: Writer, person: PersonId, lines: Iterable[Line], *, now: datetime) -> None:
    """Write lines into the journal."""
    for line in lines:
        write_line(tx, person, now, line.action, line.key, line.text)


Reached = Callable[[Writer, CalendarId, Cursor | None], None]
"""Keeps how far a calendar has been read, in the transaction that keeps what was seen there."""


def _no_news(_tx: Writer, _calendar: CalendarId, _cursor: Cursor | None) -> None:
    """A feed has no news, so there is nothing to remember of it."""


Heard = Callable[[Writer, Mapping[Key, Placement], Iterable[Placement]], None]
"""Takes in what the person did to our entries: the rows before, and those that changed."""


def _no_hands(_tx: Writer, _before: Mapping[Key, Placement], _after: Iterable[Placement]) -> None:
    """Nobody's hands reach a feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassLedger:
    """The rows of one person during one pass, for `service.sync`.

    `kept` are the rows as this pass read or saved them last. Whatever else has changed since is
    somebody else's doing, on a page or by what was heard, and is left to them.
    """

    store: Store
    person: PersonId
    wanted: tuple[FollowUp, ...]
    now: datetime
    held: Held
    reached: Reached = _no_news
    heard: Heard = _no_hands
    erased: frozenset[Key] = frozenset()
    kept: dict[Key, Placement] = field(default_factory=dict)

    def rows(self) -> Mapping[Key, Placement]:
        """Every row of the person, but for what is so long over that a look leaves it out.

        What is to be erased is among them, however old: it stands in a calendar still.
        """
        every = StoredLedger(self.store, self.person, self.now).rows()
        old = {key: row for key, row in every.items() if key in self.erased}
        self.kept.update({**in_view(every, self.now), **old})
        return dict(self.kept)

    def cursor(self, calendar: CalendarId) -> Cursor | None:  # noqa: ARG002
        """Whoever looked knows it; here nobody looks again."""
        return None

    def commit(
        self, calendar: CalendarId, rows: Mapping[Key, Placement], cursor: Cursor | None
    ) -> None:
        """Save the rows that changed, if any did, and how far it was read. Raises `LeaseLost`."""
        known = dict(self.kept)
        changed = {key: row for key, row in rows.items() if known.get(key) != row}
        if not changed and self.reached is _no_news:
            return
        lines = of_rows(known, changed, self.wanted)
        ticked = [key for key, row in changed.items() if _said(known.get(key)) != said_of(row)]
        with self.store.write() as tx:
            require(self.held, tx)
            keep_rows(tx, self.person, self._let_go(tx, changed), now=self.now)
            raise_sequence(tx, self.person, ticked, now=self.now)
            tell(tx, self.person, lines, now=self.now)
            self.heard(tx, known, changed.values())
            self.reached(tx, calendar, cursor)
        self.kept.update(changed)

    def _let_go(self, tx: Reader, changed: Mapping[Key, Placement]) -> Iterator[Placement]:
        """These rows, each without a date of its own that was given up since."""
        there = {row.key: row for row in every_row(tx, self.person)} if changed else {}
        for key, row in changed.items():
            was, now_is = self.kept.get(key), there.get(key)
            given_up = was and now_is and now_is != was and now_is == unpinned(was)
            yield unpinned(row) if given_up else row


def _said(row: Placement | None) -> Said:
    return said_of(row) if row else ""
