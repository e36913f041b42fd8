"""What the person did to our entries in their own calendar, as the answer that it is.

    the title begins with a tick or "done"      that follow-up is done
    the call is dragged to another time         that time is agreed
    a new line in the description               `call: ...`, `heard back`, `talked to: ...`

A line is read once, when it newly appears: what is taken back on a page stays taken back though
the line still stands there. Only a line that nobody can read is asked about as long as it does.
To delete an entry, or to drag another than the call, needs no answer: the table of `reconcile`
keeps to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from connectors.contract import Content
from service.domain.answers import TOO_FAR, answers_in, is_far
from service.domain.model import (
    KINDS,
    AgreedCall,
    Answer,
    Decides,
    Key,
    Kind,
    Placement,
    Standing,
    Unclear,
    VisitKey,
)
from service.domain.places import local
from service.domain.plaintext import lines
from service.domain.policy import Me
from service.domain.reconcile import ticked
from service.domain.timing import BREATH, add

DAY = timedelta(days=1)
_TURN = re.compile(r"~\d+\Z")
_KEY = re.compile(rf"(?s)(?P<visit>.+)/(?P<kind>{'|'.join(KINDS)})(?:/.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """When a visit was: `day` on the person's own calendar, and the end of it."""

    day: date
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """They ticked it off."""

    key: Key
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dragged:
    """They moved the call. `to` is on the clock that they read that day."""

    key: Key
    visit: VisitKey
    title: str
    to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """They wrote an answer into an entry."""

    key: Key
    visit: VisitKey
    title: str
    answer: Answer


Steer = Ticked | Dragged | Wrote


def steered(
    before: Mapping[Key, Placement],
    after: Iterable[Placement],
    met: Mapping[VisitKey, Met],
    me: Me,
) -> tuple[Steer, ...]:
    """What the person did between two looks, entry by entry. Of a visit nobody knows, nothing.

    Times are told on the clock that they read on that day, as the plan will read them again: an
    entry has that of the day it was made for.
    """
    return tuple(steer for row in after for steer in _of_row(before.get(row.key), row, met, me))


def unclear(
    rows: Iterable[Placement], met: Mapping[VisitKey, Met]
) -> Mapping[VisitKey, tuple[Unclear, ...]]:
    """The lines in our entries that nobody can read, by visit."""
    found: dict[VisitKey, tuple[Unclear, ...]] = {}
    for row in rows:
        if row.seen is None or row.seen is row.sent or row.seen.notes == row.sent.notes:
            continue
        visit, _kind = visit_and_kind(row.key) or (None, None)
        if visit is None or visit not in met:
            continue
        added = _added(row.seen, row.sent)
        doubts = (one for one in _read(added, met[visit].day) if isinstance(one, Unclear))
        if some := tuple(doubts):
            found[visit] = (*found.get(visit, ()), *some)
    return found


def as_planned(key: Key) -> Key:
    """The key that the plan has, for a second slot of the same as well (`anew`)."""
    return Key(_TURN.sub("", key))


def visit_and_kind(key: Key) -> tuple[VisitKey, Kind] | None:
    """Whose follow-up a key names, and which; None: it names something else."""
    match = _KEY.fullmatch(as_planned(key))
    if match is None:
        return None
    kind = next(one for one in KINDS if one == match["kind"])
    return VisitKey(match["visit"]), kind


def _of_row(
    was: Placement | None, row: Placement, met: Mapping[VisitKey, Met], me: Me
) -> Iterator[Steer]:
    named = visit_and_kind(row.key)
    if was is None or named is None or row.seen is None or row.standing is Standing.ABSENT:
        return
    visit, kind = named
    base, title = was.seen or was.sent, row.sent.title
    if _is_ticked(base, row.seen, row.sent):
        yield Ticked(key=row.key, title=title)
    if visit not in met:
        return
    to = _agreed(was, row, met[visit]) if kind == "call" else None
    if to is not None:
        yield Dragged(key=row.key, visit=visit, title=title, to=local(to, me))
    for answer in _read(_added(row.seen, base, was.sent, row.sent), met[visit].day):
        yield Wrote(key=row.key, visit=visit, title=title, answer=_on_our_clock(answer, me))


def _is_ticked(base: Content, seen: Content, sent: Content) -> bool:
    return ticked(seen.title) and not ticked(base.title) and seen.title != sent.title


def _agreed(was: Placement, row: Placement, met: Met) -> datetime | None:
    """Where the person moved a call, if it can be there; an update of ours is no move of theirs."""
    seen, base = row.seen or row.sent, was.seen or was.sent
    ours = row.sent.when != was.sent.when and seen.when == row.sent.when
    to = seen.when.start
    if ours or to == base.when.start or not isinstance(to, datetime):
        return None
    return to if to >= add(met.end, BREATH) else None


def _on_our_clock(answer: Answer, me: Me) -> Answer:
    if not isinstance(answer, AgreedCall) or answer.instant is None:
        return answer
    here = local(answer.instant, me)
    return replace(
        answer,
        day=here.date(),
        hour=here.hour,
        minute=here.minute,
        own_time=True,
        instant=None,
    )


def _added(seen: Content, *known: Content) -> list[str]:
    """The lines that are in none of these, in their order."""
    left: Counter[str] = Counter()
    for one in known:
        left |= Counter(lines(one.notes))
    added = []
    for line in lines(seen.notes):
        if left[line] > 0:
            left[line] -= 1
        else:
            added.append(line)
    return added


def _read(added: Iterable[str], met: date) -> tuple[Answer, ...]:
    # A date at the employer's can be the day before ours. Earlier ones are asked about later.
    return tuple(_near(one, met) for one in answers_in(added, met - DAY))


def _near(answer: Answer, met: date) -> Answer:
    if not isinstance(answer, AgreedCall | Decides) or not is_far(answer.day, answer, met):
        return answer
    return Unclear(line=answer.line, why=TOO_FAR)
