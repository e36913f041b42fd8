"""From the events of a person's calendars to what they mean: verdicts, visits, follow-ups.

The one path that `afterword plan`, the rehearsal and the service share; what is done with
the answer is not this module's affair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connectors.contract import Event, Problem, Span
from service.domain.group import group
from service.domain.model import FollowUp, Session, Verdict, Visit
from service.domain.plan import plan
from service.domain.policy import Policy
from service.domain.recognise import recognise
from service.domain.session import session

LOOK_BACK, LOOK_AHEAD = timedelta(days=90), timedelta(days=400)
EVERYTHING = "all"

Expand = Callable[[Event, Span], tuple[Event, ...]]
"""Gives the instances of a master event that start inside a span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An event, the name of its calendar, and what we think of it."""

    event: Event
    calendar: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All that a look at the calendars gives; nothing here is stored or written yet."""

    judged: tuple[Judged, ...]
    visits: tuple[Visit, ...]
    follow_ups: tuple[FollowUp, ...]
    problems: tuple[Problem, ...] = ()


def window(now: datetime) -> Span:
    """What is looked at: ended at most 90 days ago, begins within 400 days."""
    return Span(start=now - LOOK_BACK, end=now + LOOK_AHEAD)


def survey(
    events: Iterable[tuple[Event, str]],
    policy: Policy,
    *,
    now: datetime,
    expand: Expand,
    accepted: frozenset[str] = frozenset(),
) -> Survey:
    """What a person's events, each with its calendar's name, mean at a first look `now`."""
    judged = tuple(judge(event, calendar, policy, accepted) for event, calendar in events)
    visits = group(sessions(judged, policy, now=now, expand=expand), policy)
    return Survey(judged=judged, visits=visits, follow_ups=plan(visits, policy))


def judge(
    event: Event, calendar: str, policy: Policy, accepted: frozenset[str] = frozenset()
) -> Judged:
    """What one event is. `accepted` are the UIDs of suggestions the person said yes to.

    Who switches guessing off does not take back what they said yes to.
    """
    if event.uid in accepted:
        policy = replace(policy, recognise=replace(policy.recognise, heuristics=True))
    verdict = recognise(event, calendar, policy)
    if verdict.outcome == "suggest" and _is_accepted(event, verdict, accepted):
        because = f"{verdict.because} You accepted it."
        verdict = replace(verdict, outcome="interview", because=because)
    return Judged(event=event, calendar=calendar, verdict=verdict)


def sessions(
    judged: Iterable[Judged], policy: Policy, *, now: datetime, expand: Expand
) -> Iterator[Session]:
    """The sessions of the interviews among them, as first seen `now`."""
    span = window(now)
    for event in (one.event for one in judged if one.verdict.outcome == "interview"):
        for instance in expand(event, span) if event.series else (event,):
            found = session(instance, policy, first_seen=now)
            if looked_at(found, now):
                yield replace(found, event=event.id)


def looked_at(session: Session, now: datetime) -> bool:
    """Whether a session is neither too long ago nor too far ahead."""
    return session.end >= now - LOOK_BACK and session.start <= now + LOOK_AHEAD


def _is_accepted(event: Event, verdict: Verdict, accepted: frozenset[str]) -> bool:
    """By its UID; a whole series is never meant by "all", which would plan it for a year."""
    return event.uid in accepted or (EVERYTHING in accepted and verdict.rule != "S0:series")
