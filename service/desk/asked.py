"""Events that may be interviews: those that wait for a word, and what was said today.

An answer stays beside its question for the rest of the day, so that it is easily taken back;
after that it is found in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from service.domain.places import local
from service.domain.policy import Me
from service.store.answers import ABOUT_ORGANIZERS, ABOUT_SUGGESTIONS, StoredAnswer
from service.store.suggestions import Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, its times on the person's clock, and what they said to it today."""

    event: Suggestion
    start: datetime
    end: datetime
    answer: StoredAnswer | None = None


def asked(
    found: Iterable[Suggestion], told: Sequence[StoredAnswer], me: Me, *, now: datetime
) -> tuple[Asked, ...]:
    """By start; an event that two calendars hold is asked about once, and none that is over."""
    once = {one.uid: one for one in sorted(found, key=_order, reverse=True) if one.end > now}
    questions = (_asked(one, _answer(one, told), me) for one in sorted(once.values(), key=_order))
    today = local(now, me).date()
    return tuple(
        one for one in questions if one.answer is None or _said_on(one.answer, me) == today
    )


def _asked(event: Suggestion, answer: StoredAnswer | None, me: Me) -> Asked:
    start, end = local(event.start, me), local(event.end, me)
    return Asked(event=event, start=start, end=end, answer=answer)


def _answer(event: Suggestion, told: Sequence[StoredAnswer]) -> StoredAnswer | None:
    """What was said of the event itself comes before what was said of its organizer."""
    organizer = (event.organizer or "").casefold()
    of_it = (one for one in told if one.kind in ABOUT_SUGGESTIONS and one.key == event.uid)
    of_them = (one for one in told if one.kind in ABOUT_ORGANIZERS and one.key == organizer)
    return next(chain(of_it, of_them), None)


def _said_on(answer: StoredAnswer, me: Me) -> date:
    return local(answer.at, me).date()


def _order(one: Suggestion) -> tuple[float, str]:
    return one.start.timestamp(), one.uid
