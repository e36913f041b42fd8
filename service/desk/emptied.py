"""A calendar in which none of our entries stands any more: what the person says of that.

A pass that finds it so asks, and writes nothing there for a day (`service.watch.looking`). Both
answers take effect at the next pass, which is at once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from connectors.contract import CalendarId
from service.desk.calendars import calendar
from service.domain.ledger import put_back
from service.domain.merge import ended
from service.domain.model import Placement, Standing
from service.domain.vanishing import ALL_GONE
from service.store.journal import write_line
from service.store.leases import wake
from service.store.ledger import every_row, keep_rows
from service.store.sources import settle_doubt, sources
from service.store.store import Reader, Store, Writer
from service.store.values import PersonId, Source
from service.watch.places import calendar_of

Word = Literal["removed", "wanted"]

_LINES: dict[Word, str] = {
    "removed": "You removed the follow-ups that were in “{}”: they stay away.",
    "wanted": "The follow-ups that were in “{}” are put back.",
}


def asking(tx: Reader, person: PersonId) -> list[Source]:
    """The person's calendars about which they are asked."""
    return [one for one in sources(tx, person) if _asks(one)]


def answer(store: Store, person: PersonId, number: int, word: Word, *, now: datetime) -> None:
    """Take their word for it. One that nobody asks about any more stays as it is.

    Raises `NoSuchCalendar`, `Unavailable`.
    """
    with store.write() as tx:
        wake(tx, person, now=now)
        one = calendar(tx, person, number)
        if not _asks(one):
            return
        if word == "wanted":
            _put_back(tx, person, calendar_of(one), now)
        settle_doubt(tx, one.id, now=now)
        action = f"source_emptied_{word}"
        write_line(tx, person, now, action, None, _LINES[word].format(one.called))


def _asks(one: Source) -> bool:
    return one.suspect and one.problem is not None and one.problem.what.startswith(ALL_GONE)


def _put_back(tx: Writer, person: PersonId, here: CalendarId, now: datetime) -> None:
    gone = [row for row in every_row(tx, person) if row.calendar == here and _is_ours(row, now)]
    keep_rows(tx, person, map(put_back, gone), now=now)


def _is_ours(row: Placement, now: datetime) -> bool:
    shown = row.seen or row.sent
    return row.standing is Standing.OURS and not ended(shown.when, now)
