"""How a calendar that is read stands, in plain words. Its address is never among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from connectors.contract import Problem
from service.store.heartbeats import SILENT, last_beat
from service.store.store import Reader
from service.store.values import Source

State = Literal["well", "remark", "trouble", "empty", "reading", "waiting", "left alone"]

TAGS: dict[State, str] = {
    "well": "read well",
    "remark": "read, with a remark",
    "trouble": "cannot be read",
    "empty": "nothing in it",
    "reading": "being read",
    "waiting": "waiting to be read",
    "left alone": "left alone",
}
GRACE = timedelta(seconds=10)
"""How long after its time a calendar may be unread before anybody should wonder."""

_NOTHING_IN_IT = Problem(
    where="",
    what="It could be read, but there is nothing in it.",
    next_step="If that is not so, this is another calendar's address: copy the right one anew.",
)
_NOBODY_READS = Problem(
    where="",
    what="The part of Afterword that reads calendars is not running.",
    next_step="Whoever runs it can start it: `afterword serve`, or `afterword worker` beside it.",
)
_ACCOUNT_LOST = Problem(
    where="",
    what="Its account is not connected any more, so it is not read. Everything stays as it was.",
    next_step="Reconnect the account, and it goes on from there.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One calendar. `kept`: it is in trouble, and what was read before stays as it was."""

    id: int
    name: str
    host: str
    state: State
    tag: str
    events: int
    last_read: datetime | None
    next_read: datetime | None
    problem: Problem | None
    kept: bool

    @property
    def under_way(self) -> bool:
        """Whether it is worth looking again in a moment."""
        return self.state == "reading"


def worker_alive(tx: Reader, now: datetime) -> bool:
    """Whether anything that reads calendars was heard of lately."""
    last = last_beat(tx)
    return last is not None and now - last <= SILENT


def card(one: Source, *, alive: bool, now: datetime, paused: bool = False) -> Card:
    """How it stands. `paused`: the account that it is read through has to be reconnected first."""
    state: State = "trouble" if paused and one.active else _state(one, alive=alive, now=now)
    return Card(
        id=one.id,
        name=one.called,
        host=one.host,
        state=state,
        tag=TAGS[state],
        events=one.size,
        last_read=one.last_read,
        next_read=one.next_read if one.active and not paused and one.next_read > now else None,
        problem=_ACCOUNT_LOST if paused else _problem(one, state),
        kept=state == "trouble" and not paused and one.last_read is not None,
    )


def _state(one: Source, *, alive: bool, now: datetime) -> State:
    if not one.active:
        return "left alone"
    if one.next_read <= now:
        return "reading" if alive or now - one.next_read <= GRACE else "waiting"
    if one.problem is not None:
        return "trouble" if one.in_trouble else "remark"
    return "well" if one.size else "empty"


def _problem(one: Source, state: State) -> Problem | None:
    if state == "waiting":
        return _NOBODY_READS
    return _NOTHING_IN_IT if state == "empty" else one.problem
