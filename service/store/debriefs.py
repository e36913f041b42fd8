"""What a person told us after their interviews: one row a visit, in the person's own words.

A visit may be merged into another later. Its key stays that of one of its sessions, so a debrief
is found by any of those (`service.domain.told` does it).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from service.domain.debrief import Debrief
from service.domain.model import VisitKey
from service.store import schema
from service.store.codec.debrief import decode_debrief, encode_debrief
from service.store.rows import keep
from service.store.sessions import visit_names
from service.store.store import Reader, Writer
from service.store.values import PersonId

_DEBRIEFS = schema.debriefs


def debriefs(tx: Reader, person: PersonId) -> Mapping[VisitKey, Debrief]:
    """All of a person's, by visit."""
    mine = select(_DEBRIEFS.c.body).where(_DEBRIEFS.c.person == person)
    found = (decode_debrief(body) for body in tx.connection.execute(mine).scalars())
    return {one.visit: one for one in sorted(found, key=lambda one: (one.at, one.visit))}


def debrief_of(tx: Reader, person: PersonId, visit: VisitKey) -> Debrief | None:
    """What was told of a visit, or of one that is part of it by now; the latest word counts."""
    names = visit_names(tx, person)
    keys = {visit, *(session for session, whole in names.items() if whole == visit)}
    found = (one for key, one in debriefs(tx, person).items() if key in keys)
    return max(found, key=lambda one: (one.at, one.visit), default=None)


def keep_debrief(tx: Writer, person: PersonId, told: Debrief) -> None:
    """What is known of this visit is now this."""
    row = {"key": told.visit, "at": told.at, "body": encode_debrief(told)}
    keep(tx, _DEBRIEFS, {"person": person}, {told.visit: row}, others=True)


def forget_debrief(tx: Writer, person: PersonId, visit: VisitKey) -> bool:
    """Nothing was told of it. Whether anything had been."""
    mine = (_DEBRIEFS.c.person == person, _DEBRIEFS.c.digest == visit)
    return tx.connection.execute(delete(_DEBRIEFS).where(*mine)).rowcount > 0
