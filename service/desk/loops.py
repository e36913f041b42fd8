"""What is open today: debriefs not told, notes not sent, cards not posted, calls that are due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.desk import phrases
from service.desk.lines import Line, instant
from service.desk.upcoming import Upcoming
from service.desk.visits import Shown
from service.domain.entries import initials
from service.domain.model import Kind
from service.domain.places import local
from service.domain.policy import Me

_ORDER: dict[Kind, int] = {"call": 0, "debrief": 1, "email": 2, "card": 3, "prompt": 4}
STALE = timedelta(days=30)
"""What nobody did in so long is not open any more, but over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """One thing to do: in words, since or until when, and where it is done."""

    what: str
    discreetly: str
    when: str
    line: Line
    visit: Shown


def loops(found: Upcoming, me: Me, *, now: datetime) -> tuple[Loop, ...]:
    """All that is open by the end of today: calls, then debriefs, which all notes wait for."""
    today = local(now, me).date()
    every = (
        (visit, line)
        for visit in (*found.visits, *found.over)
        for line in visit.lines
        if _is_open(line, me, now)
    )
    ordered = sorted(
        every, key=lambda one: (_ORDER[one[1].kind], instant(one[1].start, me), one[1].key)
    )
    return tuple(
        Loop(
            what=_what(visit, line),
            discreetly=_discreetly(visit, line),
            when=phrases.when(line.start, today),
            line=line,
            visit=visit,
        )
        for visit, line in ordered
    )


def counted(open_: Iterable[Loop]) -> str:
    """Like "1 call, 2 emails": nobody's name is in it."""
    names = {"call": "call", "email": "email", "card": "card", "debrief": "debrief"}
    kinds = [one.line.kind for one in open_]
    found = [(kinds.count(kind), word) for kind, word in names.items() if kind in kinds]
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in found)


def _is_open(line: Line, me: Me, now: datetime) -> bool:
    if line.kind == "prompt" or line.state in {"done", "skipped", "deleted", "kept"}:
        return False
    start, here = instant(line.start, me), local(now, me)
    return start.astimezone(here.tzinfo).date() <= here.date() and now - start <= STALE


def _what(visit: Shown, line: Line) -> str:
    whole = line.key == f"{visit.key}/{line.kind}"
    return phrases.to_do(line.kind, visit.people, visit.place) if whole else line.title


def _discreetly(visit: Shown, line: Line) -> str:
    """For where others may look: the company's initials and no one's name."""
    words = {"call": "Call", "email": "Write", "card": "Card", "debrief": "Debrief"}
    return f"{words.get(line.kind, 'Open')}: {initials(visit.place)}"
