"""What the person tells after an interview: found by its visit, kept, and followed at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from service.domain.debrief import Debrief
from service.domain.model import VisitKey
from service.store.debriefs import debriefs
from service.store.sessions import visit_names
from service.store.store import Reader
from service.store.values import PersonId


def debrief_of(tx: Reader, person: PersonId, visit: VisitKey) -> Debrief | None:
    """What was told of a visit, or of one that is part of it by now; the latest word counts."""
    found = debriefs(tx, person)
    keys = {visit, *_parts(visit_names(tx, person), visit)}
    return max((found[key] for key in keys & found.keys()), key=_at, default=None)


def _parts(names: Mapping[VisitKey, VisitKey], visit: VisitKey) -> Iterable[VisitKey]:
    return (session for session, whole in names.items() if whole == visit)


def _at(told: Debrief) -> tuple[float, str]:
    return told.at.timestamp(), told.visit
