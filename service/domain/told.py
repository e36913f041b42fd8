"""What the person told us about a visit on a page, as if they had written it into the entry.

So that one plan understands both: it reads the latest session that says something, and of
several lines in it the lowest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from service.domain.model import Answer, Decided, HeardBack, Visit, VisitKey

Outcome = Literal["heard_back", "offer", "rejected"]


def told(visits: Iterable[Visit], outcomes: Mapping[VisitKey, Outcome]) -> tuple[Visit, ...]:
    """The visits with what came of them.

    An outcome is known by the key a visit had when it was told. That is the key of one of its
    sessions, so it is found again when visits have merged since.
    """
    return tuple(_told(visit, outcomes) for visit in visits) if outcomes else tuple(visits)


def _told(visit: Visit, outcomes: Mapping[VisitKey, Outcome]) -> Visit:
    keys = dict.fromkeys((visit.key, *(session.key for session in visit.sessions)))
    outcome = next((outcomes[key] for key in keys if key in outcomes), None)
    if outcome is None:
        return visit
    latest = max(visit.sessions, key=lambda session: (session.start, session.key))
    said = replace(latest, answers=(*latest.answers, _answer(outcome)))
    return replace(visit, sessions=tuple(said if s is latest else s for s in visit.sessions))


def _answer(outcome: Outcome) -> Answer:
    line = outcome.replace("_", " ")
    return HeardBack(line=line) if outcome == "heard_back" else Decided(line=line, outcome=outcome)
