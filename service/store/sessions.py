"""Recognised interviews, and which visit each belongs to. Nothing else of a calendar is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select

from service.domain.model import Session, VisitKey
from service.store import schema
from service.store.codec import decode_session, encode_session
from service.store.rows import keep
from service.store.store import Reader, Writer
from service.store.values import PersonId, SourceId

_SESSIONS, _NAMES = schema.sessions, schema.visit_names


def sessions(tx: Reader, person: PersonId) -> dict[SourceId, tuple[Session, ...]]:
    """A person's sessions by the source that holds them, by start."""
    rows = tx.connection.execute(
        select(_SESSIONS.c.source, _SESSIONS.c.body).where(_SESSIONS.c.person == person)
    )
    found: defaultdict[SourceId, list[Session]] = defaultdict(list)
    for row in rows:
        found[SourceId(row.source)].append(decode_session(row.body))
    return {source: tuple(sorted(held, key=_order)) for source, held in found.items()}


def keep_sessions(
    tx: Writer, person: PersonId, source: SourceId, sessions: Iterable[Session]
) -> None:
    """What a source holds now; a session of it that is not among these is forgotten."""
    wanted = {one.key: {"ends": one.end, "body": encode_session(one)} for one in sessions}
    keep(tx, _SESSIONS, {"person": person, "source": source}, wanted)


def visit_names(tx: Reader, person: PersonId) -> dict[VisitKey, VisitKey]:
    """The visit of each session that was ever seen."""
    rows = tx.connection.execute(select(_NAMES).where(_NAMES.c.person == person))
    return {VisitKey(row.session): VisitKey(row.visit) for row in rows}


def keep_visit_names(tx: Writer, person: PersonId, names: Mapping[VisitKey, VisitKey]) -> None:
    """Add these names, or change them. Others stay: a tag that comes back finds its visit."""
    wanted = {key: {"session": key, "visit": visit} for key, visit in names.items()}
    keep(tx, _NAMES, {"person": person}, wanted, others=True)


def forget_visit_names(tx: Writer, person: PersonId, found: Iterable[VisitKey]) -> None:
    """Of these sessions nobody knows any more what visit they were."""
    for session in found:
        mine = (_NAMES.c.person == person, _NAMES.c.digest == session)
        tx.connection.execute(delete(_NAMES).where(*mine))


def _order(session: Session) -> tuple[float, str]:
    return session.start.timestamp(), session.key
