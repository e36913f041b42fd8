"""Whether a card of a visit would come too late by post, as the plan has found."""

from __future__ import annotations

from service.domain.arrival import TOO_LATE
from service.domain.model import VisitKey
from service.store.plan_rows import follow_ups
from service.store.store import Reader
from service.store.values import PersonId


def late_post(tx: Reader, person: PersonId, visit: VisitKey) -> str:
    """Why its card is due when it is, and what to do instead of posting it; empty: post it."""
    cards = (one for one in follow_ups(tx, person) if (one.visit, one.kind) == (visit, "card"))
    return next((one.because for one in cards if TOO_LATE in one.flags), "")
