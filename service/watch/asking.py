"""Which events are asked about: what may be an interview, and is not over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from connectors.contract import Event
from connectors.ics.recurrence import expand
from service.domain.model import Session
from service.domain.policy import Policy
from service.domain.session import session
from service.domain.survey import Judged, looked_at, window
from service.store.suggestions import Suggestion, order

UNTHOUGHT_OF = (ArithmeticError, LookupError, TypeError, ValueError)
"""What reading an event may raise that nobody thought of."""


def suggested(judged: Iterable[Judged], policy: Policy, *, now: datetime) -> tuple[Suggestion, ...]:
    """The suggestions among the events of a calendar, one for each UID: the next date of it."""
    found = [one for event in judged for one in _suggested(event, policy, now)]
    found.sort(key=order, reverse=True)
    return tuple(sorted({one.uid: one for one in found}.values(), key=order))


def _suggested(one: Judged, policy: Policy, now: datetime) -> Iterator[Suggestion]:
    if one.verdict.outcome != "suggest" or not one.event.uid:
        return
    try:
        next_date = _next_date(one.event, policy, now)
    except UNTHOUGHT_OF:  # what can't be read can't be asked about
        return
    if next_date is not None:
        yield _suggestion(one, next_date)


def _next_date(event: Event, policy: Policy, now: datetime) -> Session | None:
    """The event itself or, of a series, the next that is not over."""
    instances = expand(event, window(now)) if event.series else (event,)
    dates = (session(instance, policy, first_seen=now) for instance in instances)
    coming = [date for date in dates if date.end > now and looked_at(date, now)]
    return min(coming, key=lambda date: date.start, default=None)


def _suggestion(one: Judged, date: Session) -> Suggestion:
    return Suggestion(
        uid=one.event.uid,
        title=date.title,
        start=date.start,
        end=date.end,
        all_day=date.all_day,
        organizer=date.organizer,
        calendar=one.calendar,
        rule=one.verdict.rule,
        because=one.verdict.because,
        event=one.event.id,
    )
