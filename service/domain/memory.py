"""How long what was said in interviews is remembered (facts: domain 6, "Retention").

An application is over with an offer, a no or a farewell, or when nothing was heard of it for 60
days; a later round opens it again. What is known of its people goes 30 days after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.model import VisitKey
from service.domain.process import same_process

SILENCE = timedelta(days=60)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One visit of an application, as far as remembering goes.

    `news` is when anything was last heard or told of it, `ended` when it was said that it led to
    an offer, a no or a farewell. `kept`: the person wants it remembered.
    """

    key: VisitKey
    company: str | None = None
    role: str | None = None
    start: datetime
    news: datetime
    ended: datetime | None = None
    kept: bool = False


def applications(rounds: Sequence[Round]) -> tuple[tuple[Round, ...], ...]:
    """The rounds that belong together, each once."""
    found: list[list[Round]] = []
    for one in sorted(rounds, key=lambda each: (each.start.timestamp(), each.key)):
        mine = [
            group for group in found if any(same_process(one, other, rounds) for other in group)
        ]
        merged = [*(each for group in mine for each in group), one]
        found = [*(group for group in found if group not in mine), merged]
    return tuple(map(tuple, found))


def closed(rounds: Iterable[Round]) -> datetime:
    """When an application is over: a time to come, if it is not."""
    every = tuple(rounds)
    ended = max((one.ended for one in every if one.ended), default=None)
    if ended is not None and not any(one.start > ended for one in every):
        return ended
    return max(one.news for one in every) + SILENCE


def overdue(rounds: Sequence[Round], *, now: datetime) -> tuple[Round, ...]:
    """What should have been forgotten by now."""
    return tuple(
        one
        for group in applications(rounds)
        if not any(each.kept for each in group) and closed(group) + KEPT_FOR <= now
        for one in group
    )
