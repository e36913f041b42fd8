"""What a second look keeps of the first: when a session was first seen, and a visit's name.

Stateless planning needs none of this. With a memory a moved session stays the session it was,
a visit keeps its key through moves, repackaging and merges, and an entry that is tidied away
after the interview does not take the follow-ups with it (contract: "Words").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from service.domain.model import Session, Visit, VisitKey


def remember(
    before: Iterable[Session], seen: Iterable[Session], *, now: datetime
) -> tuple[Session, ...]:
    """The sessions as they stand after a look: those seen, and those that had ended already.

    A session that is gone or cancelled stays when its end has passed: deleting it then is
    tidying up, not a cancellation.
    """
    known = {session.key: session for session in before}
    current = {session.key: session for session in seen}
    kept = (s for s in known.values() if s.key not in current and s.end <= now)
    return (*(_dated(s, known.get(s.key)) for s in current.values()), *kept)


def named(visits: Iterable[Visit], names: Mapping[VisitKey, VisitKey]) -> tuple[Visit, ...]:
    """The visits under the names they were stored by; `names` maps a session to its visit.

    A visit that shares any session with a stored one is that one. Of two stored visits that
    became one, the one first seen lends its name; of one that was split, the part that holds
    the session it is named after keeps it, else the earlier.
    """
    taken: set[VisitKey] = set()
    return tuple(_named(list(visits), names, taken))


def _named(
    visits: list[Visit], names: Mapping[VisitKey, VisitKey], taken: set[VisitKey]
) -> Iterator[Visit]:
    held = {session.key for visit in visits for session in visit.sessions}
    for visit in visits:
        key = next(_free(visit, names, taken, held), visit.key)
        taken.add(key)
        yield replace(visit, key=key)


def _free(
    visit: Visit,
    names: Mapping[VisitKey, VisitKey],
    taken: set[VisitKey],
    held: set[VisitKey],
) -> Iterator[VisitKey]:
    own = {session.key for session in visit.sessions}
    for session in sorted(visit.sessions, key=lambda s: (s.first_seen, s.start, s.key)):
        name = names.get(session.key)
        if name is None or name in taken:
            continue
        if name in own or name not in held:  # else it belongs to the other part
            yield name


def _dated(session: Session, known: Session | None) -> Session:
    return session if known is None else replace(session, first_seen=known.first_seen)
