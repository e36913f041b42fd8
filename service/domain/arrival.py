"""Whether a card can be there before they decide (facts: notes 4.2, domestic 3 days, abroad 7).

Days are those on which the office is open, for on others nobody opens the post. It is a rule
of thumb: no post promises more, and the card is never the only thanks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from service.domain import wording
from service.domain.answers import when
from service.domain.call import Office
from service.domain.model import Answer, Decided, Decides, HeardBack, Visit
from service.domain.postal import country_on
from service.domain.timing import DAY, Slot

AT_HOME, ABROAD = 3, 7
TOO_LATE = "too_late_by_post"


def by_post(slot: Slot, visit: Visit, office: Office, answers: Sequence[Answer]) -> Slot:
    """The card's slot; if they decide before it arrives, it says so and what to do instead."""
    decided = _decision(visit, office, answers)
    if decided is None:
        return slot
    there = arrives(slot.start.date(), office)
    if decided >= there:
        return slot
    because = f"{slot.because} {wording.too_late_by_post(decided, there)}"
    return replace(slot, because=because, flags=(*slot.flags, TOO_LATE))


def arrives(posted: date, office: Office) -> date:
    """The day on which somebody at the office opens it."""
    days = ABROAD if _is_abroad(posted, office) else AT_HOME
    opened = (posted + n * DAY for n in range(1, 60) if office.is_open(posted + n * DAY))
    return next(islice(opened, days - 1, None))


def _is_abroad(posted: date, office: Office) -> bool:
    """Only where both countries are known: else the nearer guess."""
    here, there = country_on(posted, office.policy).code, office.country.code
    return None not in {here, there} and here != there


def _decision(visit: Visit, office: Office, answers: Sequence[Answer]) -> date | None:
    """The day they said, while it is awaited; one before the interview was misread."""
    if any(isinstance(one, HeardBack | Decided) for one in answers):
        return None
    told = next((one for one in answers if isinstance(one, Decides)), None)
    met = visit.end.astimezone(office.zone).date()
    day = when(told, visit_day=met) if told else None
    return day if day and day >= met else None
