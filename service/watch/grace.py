"""An interview that is moved from one calendar to another is for a moment in neither.

Each calendar tells its own half, in whatever order (facts: google-calendar 8, case 17). So what
one of several connected calendars has lost stays for a short while, in which the others are
looked at; the cursor stands still for as long, so that the loss is told again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from service.domain.model import Session
from service.store.values import Source
from service.watch.bookmark import opened
from service.watch.reading import Read
from service.watch.recall import Known

GRACE = timedelta(minutes=1)


def with_grace(found: Sequence[Read], known: Known, *, now: datetime) -> list[Read]:
    """What the sources hold, and what one of them has lost only just now."""
    before = {source.id: source for source in known.sources}
    return [_kept(one, found, before[one.source.id], now) for one in found]


def expecting(sources: Sequence[Source], now: datetime) -> bool:
    """Whether the time of a doubt is over: then all of them are looked at, to settle it."""
    return any(_since(source) is not None and source.next_read <= now for source in sources)


def may_move(source: Source) -> bool:
    """Whether an interview can move out of this calendar into another one of such."""
    return source.active and source.grant is not None and source.writes != "ours"


def _kept(one: Read, found: Sequence[Read], before: Source, now: datetime) -> Read:
    lost = _lost(one, found)
    if not lost or before.cursor is None:
        return one
    since = _since(before) or now
    if now - since >= GRACE:
        return one
    sessions = sorted((*one.sessions, *lost), key=lambda session: (session.start, session.key))
    return replace(one, source=_waiting(one.source, before, since), sessions=tuple(sessions))


def _lost(one: Read, found: Sequence[Read]) -> list[Session]:
    """What is nowhere any more, if there is somewhere else where it could show up."""
    others = [other for other in found if other is not one and may_move(other.source)]
    if not others or not may_move(one.source):
        return []
    elsewhere = {session.key for other in others for session in other.sessions}
    return [session for session in one.missed if session.key not in elsewhere]


def _waiting(source: Source, before: Source, since: datetime) -> Source:
    mark = opened(before.cursor)
    if mark is None:
        return replace(source, cursor=None, next_read=since + GRACE)
    cursor = replace(mark, doubted=since).written()
    return replace(source, cursor=cursor, next_read=since + GRACE)


def _since(source: Source) -> datetime | None:
    mark = opened(source.cursor)
    return None if mark is None else mark.doubted
