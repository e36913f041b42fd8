"""What the person told us about a visit on a page, as if they had written it into the entry.

So that one plan understands both. What a page says of the call counts before any line of the
entry; of the lines the latest session that says something counts, and in it the lowest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal, TypeVar

from service.domain import wording
from service.domain.debrief import Debrief
from service.domain.model import (
    AgreedCall,
    Answer,
    Decided,
    Decides,
    HeardBack,
    NoCall,
    Silent,
    Unclear,
    Visit,
    VisitKey,
)
from service.domain.talked import with_people

OutcomeKind = Literal["heard_back", "offer", "rejected", "silent", "withdrew"]
ABOUT_THE_CALL = (AgreedCall, Decides, NoCall, HeardBack, Decided, Silent, Unclear)
ENDS_THE_CALL = (NoCall, HeardBack, Decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a visit, and when the person said so."""

    kind: OutcomeKind
    at: datetime


Outcomes = Mapping[VisitKey, Outcome]
Debriefs = Mapping[VisitKey, Debrief]
Doubts = Mapping[VisitKey, tuple[Unclear, ...]]
NO_DEBRIEFS: Debriefs = MappingProxyType({})
NO_DOUBTS: Doubts = MappingProxyType({})


def told(
    visits: Iterable[Visit],
    outcomes: Outcomes,
    debriefs: Debriefs = NO_DEBRIEFS,
    doubts: Doubts = NO_DOUBTS,
    *,
    via_agency: bool = False,
) -> tuple[Visit, ...]:
    """The visits with what came of them, whom the person talked to, and what was agreed.

    All of it is known by the key a visit had when it was told. That is the key of one of its
    sessions, so it is found again when visits have merged since. `doubts` are lines that the
    person wrote into an entry of ours and that nobody can read.
    """
    if not (outcomes or debriefs or doubts):
        return tuple(visits)
    return tuple(
        _told(visit, outcomes, debriefs, doubts, via_agency=via_agency) for visit in visits
    )


def debrief_of(visit: Visit, debriefs: Debriefs) -> Debrief | None:
    """What was told of a visit; of one that was two, the later word."""
    return max(_about(visit, debriefs), key=lambda one: (one.at, one.visit), default=None)


def answers_in_force(visit: Visit, told: Sequence[Answer] = ()) -> tuple[Answer, ...]:
    """What was told last about the call: the page, else the latest session with such a line.

    Of several lines in one entry the lowest comes first: people add below.
    """
    by_time = sorted(visit.sessions, key=lambda session: (session.start, session.key))
    for answers in (told, *(session.answers for session in reversed(by_time))):
        about = tuple(answer for answer in answers if isinstance(answer, ABOUT_THE_CALL))
        if about:
            return about[::-1]
    return ()


def _told(
    visit: Visit, outcomes: Outcomes, debriefs: Debriefs, doubts: Doubts, *, via_agency: bool
) -> Visit:
    debrief = debrief_of(visit, debriefs)
    outcome = next(_about(visit, outcomes), None)
    unclear = next(_about(visit, doubts), ())
    if not (debrief or outcome or unclear):
        return visit
    if debrief is not None:
        people = with_people(visit.people, debrief.people, via_agency=via_agency)
        visit = replace(visit, people=people)
    if outcome is not None and debrief is not None and _is_newer(debrief, outcome):
        outcome = None
    return _with_answers(visit, (*_written(visit, debrief), *unclear, *_came(outcome)))


def _with_answers(visit: Visit, about: tuple[Answer, ...]) -> Visit:
    """The visit whose latest session says this of the call, and no other before it."""
    latest = max(visit.sessions, key=lambda session: (session.start, session.key))
    rest = (one for one in latest.answers if not isinstance(one, ABOUT_THE_CALL))
    said = replace(latest, answers=(*rest, *about))
    return replace(visit, sessions=tuple(said if s is latest else s for s in visit.sessions))


def _written(visit: Visit, debrief: Debrief | None) -> tuple[Answer, ...]:
    """What the entry says, as far as the page says nothing else; an end of it all is an end."""
    lines = answers_in_force(visit)[::-1]
    if debrief is None or not _speaks_of_the_call(debrief):
        return lines
    ended = (one for one in lines if isinstance(one, ENDS_THE_CALL))
    return (*ended, *_agreed(debrief))


def _speaks_of_the_call(debrief: Debrief) -> bool:
    return (
        debrief.may_call is not None or debrief.decides is not None or debrief.interested is False
    )


def _agreed(debrief: Debrief) -> Iterator[Answer]:
    if debrief.interested is False:
        yield Decided(line="not interested any more", outcome="withdrew")
    if debrief.decides is not None:
        line = f"decides: {wording.said_day(debrief.decides)}"
        yield Decides(line=line, day=debrief.decides, year_given=True)
    if debrief.may_call == "agreed" and debrief.call_on is not None:
        yield AgreedCall(
            line=wording.call_line(debrief.call_on, debrief.call_at, own_time=debrief.own_time),
            day=debrief.call_on,
            hour=debrief.call_at.hour if debrief.call_at else None,
            minute=debrief.call_at.minute if debrief.call_at else 0,
            own_time=debrief.own_time,
            year_given=True,
        )


def _is_newer(debrief: Debrief, outcome: Outcome) -> bool:
    """Whether a next date was told after an answer that asked for it, or never came."""
    if outcome.kind not in {"heard_back", "silent"} or debrief.at <= outcome.at:
        return False
    agreed = debrief.call_on if debrief.may_call == "agreed" else None
    return any(day is not None and day >= outcome.at.date() for day in (debrief.decides, agreed))


def _came(outcome: Outcome | None) -> Iterator[Answer]:
    if outcome is None:
        return
    line = outcome.kind.replace("_", " ")
    match outcome.kind:
        case "heard_back":
            yield HeardBack(line=line)
        case "silent":
            yield Silent(line=line, at=outcome.at)
        case "offer" | "rejected" | "withdrew":
            yield Decided(line=line, outcome=outcome.kind)


_Told = TypeVar("_Told")


def _about(visit: Visit, told: Mapping[VisitKey, _Told]) -> Iterator[_Told]:
    keys = dict.fromkeys((visit.key, *(session.key for session in visit.sessions)))
    return (told[key] for key in keys if key in told)
