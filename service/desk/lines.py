"""One follow-up as the person sees it: where it stands by the plan, the ledger and their word.

What the person has just said counts before any row: the pass that follows it comes a second
later, and a page that does not believe them for that long is not believed for long itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from connectors.contract import Content, Moment, Span
from service.desk import phrases
from service.domain.merge import ended
from service.domain.model import FollowUp, Key, Kind, Placement, Standing
from service.domain.places import local, wall, zone_on
from service.domain.policy import Me
from service.domain.reconcile import DONE, PIN_DROPPED
from service.store.answers import AnswerKind

State = Literal["planned", "today", "now", "open", "past", "done", "skipped", "deleted", "kept"]
"""`open` is over and may still be done; `past` was long ago; `kept` is theirs, not planned."""
Act = Literal["done", "skip", "undo", "again"]
Change = Literal["", "moved", "edited"]

OPEN: frozenset[State] = frozenset({"planned", "today", "now", "open"})
STILL_OPEN = timedelta(days=1)
"""How long after its time a follow-up is still the next thing to do."""
KEPT_WHY = "It is no longer planned. You changed it, so it stays in your calendar."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A follow-up on the timeline of its visit; times on the person's clock.

    `ask`: something that was told about it is unclear, and the person should look.
    """

    key: Key
    kind: Kind
    title: str
    start: Moment
    end: Moment
    state: State
    change: Change = ""
    agreed: bool | None = None
    ask: bool = False
    because: str = ""
    flags: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of one follow-up.

    `begun`: its visit has, so that there may be something to have done; `answered`: they have
    answered, so that there is no call to make.
    """

    key: Key
    kind: Kind
    planned: FollowUp | None = None
    row: Placement | None = None
    said: AnswerKind | None = None
    begun: bool = True
    answered: bool = False

    @property
    def content(self) -> Content | None:
        """What stands in the calendar, else what is to stand there."""
        if self.row is not None and self.row.standing is not Standing.ABSENT:
            return self.row.seen or self.row.sent
        return self.planned.content if self.planned else None


def line(known: Known, me: Me, *, now: datetime) -> Line | None:
    """The line; None where there is nothing to see."""
    content = known.content
    if content is None:
        return None
    state, change = _state(known, content, me, now), _change(known.row)
    if not change and _goes(known, state):
        return None
    plan = known.planned
    return Line(
        key=known.key,
        kind=known.kind,
        title=content.title,
        start=_here(content.when.start, me),
        end=_here(content.when.end, me),
        state=state,
        change=change,
        agreed=_agreed(plan) if known.kind == "call" else None,
        because=KEPT_WHY if state == "kept" else plan.because if plan else "",
        ask=plan is not None and "clarify" in plan.flags and state in OPEN,
        flags=phrases.flags(_flags(known)) if state in OPEN else (),
        acts=_acts(known, state, now),
    )


def instant(moment: Moment, me: Me) -> datetime:
    """When it begins; a day begins at midnight where the person is."""
    if isinstance(moment, datetime):
        return moment
    return wall(moment, datetime.min.time(), zone_on(moment, me))


def _state(known: Known, content: Content, me: Me, now: datetime) -> State:
    if known.said == "done":
        return "done"
    if known.said == "skip":
        return "skipped"
    row = known.row
    if row is not None and row.standing is Standing.THEIRS and known.said != "again":
        return _theirs(row)
    return _by_time(content.when, local(now, me))


def _theirs(row: Placement) -> State:
    """The words are those that `reconcile` leaves in the row."""
    if row.reason == DONE:
        return "done"
    if row.reason == "skip":
        return "skipped"
    return "deleted" if row.seen is None else "kept"


def _by_time(when: Span, now: datetime) -> State:
    if ended(when, now):
        return "past" if ended(when, now - STILL_OPEN) else "open"
    start = when.start
    if not isinstance(start, datetime):
        return "today" if start <= now.date() else "planned"
    if start <= now:
        return "now"
    return "today" if start.astimezone(now.tzinfo).date() == now.date() else "planned"


def _goes(known: Known, state: State) -> bool:
    """What the next pass will take away, unless the person changed it."""
    if state not in OPEN:
        return False
    called_off = known.kind == "call" and known.answered and state != "open"
    return called_off or (known.planned is None and state != "open")


def _change(row: Placement | None) -> Change:
    """What of an entry is the person's own, as far as it is seen here."""
    if row is None or row.seen is None or row.standing is Standing.ABSENT:
        return ""
    if row.seen is row.sent:  # as it nearly always is, when it was read from the store
        return ""
    if row.seen.when != row.sent.when:
        return "moved"
    return "edited" if row.seen.title != row.sent.title and row.reason != DONE else ""


def _flags(known: Known) -> Iterator[str]:
    if known.planned:
        yield from known.planned.flags
    if known.row and known.row.reason == PIN_DROPPED:
        yield PIN_DROPPED


def _agreed(plan: FollowUp | None) -> bool | None:
    return "confirmed" in plan.flags if plan else None


def _acts(known: Known, state: State, now: datetime) -> tuple[Act, ...]:
    """What makes sense.

    Nobody does a prompt, or what follows an interview before it; nor plans again what is over.
    """
    match state:
        case "planned" | "today" | "now" | "open":
            return ("done", "skip") if known.begun and known.kind != "prompt" else ("skip",)
        case "past":
            return () if known.kind == "prompt" else ("done",)
        case "done" | "skipped":
            return ("undo",) if known.said in {"done", "skip"} else ()
        case "deleted" | "kept":
            plan = known.planned
            return ("again",) if plan and not ended(plan.content.when, now) else ()


def _here(moment: Moment, me: Me) -> date:
    return local(moment, me) if isinstance(moment, datetime) else moment
