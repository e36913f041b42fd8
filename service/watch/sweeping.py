"""Takes what is to be forgotten out of everything that is stored, as far as it may go already.

An entry of a calendar has its row until it has left the calendar: without it nobody could take
the entry away. So this is done when something is forgotten, and again at the end of every pass.
It goes by tombstones alone, and done twice it changes nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.contract import Create, Update, Write
from connectors.feed import FEED
from service.domain.forgotten import Forgotten
from service.domain.ledger import live_intent
from service.domain.merge import ended
from service.domain.model import KINDS, Key, Placement, Standing, VisitKey
from service.domain.reconcile import FORGOTTEN, REFUSED
from service.store.answers import answers, take_back_answer
from service.store.debriefs import debriefs, forget_debrief, keep_debrief
from service.store.journal import rewrite_lines
from service.store.ledger import drop_rows, every_row, keep_rows
from service.store.plan_rows import follow_ups, keep_follow_ups, keep_visits, visits
from service.store.sessions import forget_visit_names, keep_sessions, sessions, visit_names
from service.store.sources import sources
from service.store.store import Writer
from service.store.suggestions import Suggestion, keep_suggestions, stored_suggestions
from service.store.values import PersonId, StoredVisit
from service.watch.places import calendar_of
from service.watch.recall import Known

_KIND = re.compile(rf"/(?:{'|'.join(KINDS)})(?=[/~#]|\Z)")
_ABOUT = re.compile(r"(?s)[a-z_]+ (?P<key>.+)")


def suggestion(one: Suggestion, forgotten: Forgotten) -> Suggestion | None:
    """A question as it may be asked; None: not at all."""
    if forgotten.interview(VisitKey(one.uid)) or forgotten.address(one.organizer):
        return None
    return replace(one, title=forgotten.text(one.title))


def with_erasures(known: Known, rows: Mapping[Key, Placement], *, now: datetime) -> Known:
    """What is known, with the entries that are to leave their calendars."""
    if not known.forgotten:
        return known
    found = [row.key for row in rows.values() if _leaves(row, known.forgotten, now)]
    settled = {**known.told.settled, **dict.fromkeys(found, FORGOTTEN)}
    return replace(known, told=replace(known.told, settled=settled))


def sweep(
    tx: Writer,
    person: PersonId,
    forgotten: Forgotten,
    *,
    now: datetime,
    since: datetime | None = None,
) -> None:
    """Leave nothing of it but what still stands in a calendar; of the journal, `since` when."""
    _Sweep(tx=tx, person=person, forgotten=forgotten, now=now).all(since)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sweep:
    tx: Writer
    person: PersonId
    forgotten: Forgotten
    now: datetime

    def all(self, since: datetime | None) -> None:
        self._seen()
        self._planned()
        self._told()
        self._placed()
        rewrite_lines(self.tx, self.person, self._line, since=since)

    def _seen(self) -> None:
        for source, held in sessions(self.tx, self.person).items():
            kept = tuple(filter(None, map(self.forgotten.session, held)))
            if kept != held:
                keep_sessions(self.tx, self.person, source, kept)
        for source, asked in stored_suggestions(self.tx, self.person).items():
            left = tuple(filter(None, (suggestion(one, self.forgotten) for one in asked)))
            if left != asked:
                keep_suggestions(self.tx, self.person, source, left)
        names = visit_names(self.tx, self.person)
        gone = [one for one, visit in names.items() if self._is_gone(one) or self._is_gone(visit)]
        forget_visit_names(self.tx, self.person, gone)

    def _planned(self) -> None:
        every = visits(self.tx, self.person)
        kept = tuple(self._visit(one) for one in every if not self._is_gone(one.key))
        if kept != every:
            keep_visits(self.tx, self.person, kept)
        planned = follow_ups(self.tx, self.person)
        left = tuple(
            replace(one, content=self.forgotten.content(one.content))
            for one in planned
            if not self._concerns(one.key)
        )
        if left != planned:
            keep_follow_ups(self.tx, self.person, left)

    def _visit(self, one: StoredVisit) -> StoredVisit:
        met = (name for name in one.people if not self.forgotten.somebody(name))
        company = one.company if one.company == self.forgotten.text(one.company or "") else None
        return replace(one, people=tuple(met), company=company)

    def _told(self) -> None:
        for key, told in debriefs(self.tx, self.person).items():
            if self._is_gone(key):
                forget_debrief(self.tx, self.person, key)
            elif (kept := self.forgotten.debrief(told)) != told:
                keep_debrief(self.tx, self.person, kept)
        for one in answers(self.tx, self.person):
            if self._concerns(one.key) or self.forgotten.address(one.key):
                take_back_answer(self.tx, self.person, one.kind, one.key)

    def _placed(self) -> None:
        reached = {calendar_of(one) for one in sources(self.tx, self.person)}
        rows = every_row(self.tx, self.person)
        free = [row for row in rows if not stands(row, reached)]
        gone = [row.key for row in free if self._concerns(row.key)]
        drop_rows(self.tx, self.person, gone)
        cleared = (self._cleared(row) for row in free if row.key not in gone)
        keep_rows(self.tx, self.person, cleared, now=self.now)

    def _cleared(self, row: Placement) -> Placement:
        clear = self.forgotten.content
        return replace(
            row,
            sent=clear(row.sent),
            seen=clear(row.seen) if row.seen else None,
            intent=self._intent(row.intent),
        )

    def _intent(self, write: Write | None) -> Write | None:
        if isinstance(write, Create | Update):
            return replace(write, content=self.forgotten.content(write.content))
        return write

    def _line(self, key: str | None, text: str) -> str | None:
        about = _ABOUT.fullmatch(key) if key else None
        if key and (self._concerns(key) or (about and self._concerns(about["key"]))):
            return None
        return self.forgotten.text(text)

    def _is_gone(self, key: VisitKey) -> bool:
        return self.forgotten.interview(key)

    def _concerns(self, key: str) -> bool:
        return concerns(self.forgotten, key)


def concerns(forgotten: Forgotten, key: str) -> bool:
    """Whether a key is of a forgotten interview, or of an entry for somebody forgotten."""
    if forgotten.interview(VisitKey(key)):
        return True
    return any(
        forgotten.interview(VisitKey(visit)) or forgotten.somebody(whom, whom or None)
        for visit, whom in _parts(key)
    )


def stands(row: Placement, reached: Iterable[str]) -> bool:
    """Whether an entry is in a calendar that we can still take it out of. A feed is only paper."""
    if row.calendar == FEED or row.calendar not in reached or row.reason.startswith(REFUSED):
        return False
    return row.seen is not None or live_intent(row) is not None


def _leaves(row: Placement, forgotten: Forgotten, now: datetime) -> bool:
    """Whether a row's entry is to go. One that is written anew without the name may stay."""
    if row.seen is None or row.calendar == FEED:
        return False
    if concerns(forgotten, row.key):
        return True
    over = row.standing is Standing.THEIRS or ended(row.seen.when, now)
    return over and forgotten.content(row.seen) != row.seen


def _parts(key: str) -> Iterator[tuple[str, str]]:
    """The visit that a follow-up's key begins with, and for whom it is, however it may be read."""
    for found in _KIND.finditer(key):
        whom = key[found.end() :].partition("#")[0].partition("~")[0].removeprefix("/")
        yield key[: found.start()], whom
