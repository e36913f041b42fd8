"""The calendars that are written, by the names they have in the ledger.

A name is a digest: at Google the id of a calendar is somebody's address, and the ledger is not
sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from connectors.contract import CalendarId
from connectors.feed import FEED
from service.domain.ledger import live_intent, orphan
from service.domain.merge import ended
from service.domain.model import Key, Placement
from service.domain.survey import LOOK_BACK
from service.store.values import Source

Rows = Mapping[Key, Placement]


def calendar_of(source: Source) -> CalendarId:
    """What the ledger calls the calendar of a source: of the same one always the same.

    Not by the source's number, which SQLite gives again to the next when it has gone.
    """
    named = sha256(f"{source.kind}\0{source.grant}\0{source.address}".encode("utf-8", "replace"))
    return CalendarId(f"calendar-{named.hexdigest()[:24]}")


def written_for(sources: Iterable[Source]) -> Iterator[tuple[Source, Source]]:
    """Each calendar whose follow-ups go into a calendar, with that one."""
    every = tuple(sources)
    ours = {one.grant: one for one in every if one.writes == "ours"}
    for source in every:
        home = ours.get(source.grant) if source.writes == "apart" else source
        if home is not None and source.writes in ("there", "apart"):
            yield source, home


def stands_on(calendar: CalendarId, rows: Rows) -> bool:
    """Whether we have put anything there, or may have."""
    return any(row.calendar == calendar and _there(row) for row in rows.values())


def in_view(rows: Rows, now: datetime) -> dict[Key, Placement]:
    """The rows but for what is so long over that a look leaves it out."""
    since = now - LOOK_BACK
    return {key: row for key, row in rows.items() if not ended((row.seen or row.sent).when, since)}


def orphaned(rows: Rows, sources: Iterable[Source]) -> dict[Key, Placement]:
    """The rows on calendars that are connected no more, as they are from now on."""
    reached = {FEED, *map(calendar_of, sources)}
    left = (row for row in rows.values() if row.calendar not in reached and _there(row))
    return {row.key: orphan(row) for row in left if orphan(row) != row}


def _there(row: Placement) -> bool:
    return row.event_id is not None or live_intent(row) is not None
