"""Which suggestions to ask the person about, and when each would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from connectors.contract import Event, Moment, Problem, Span
from connectors.ics.recurrence import expand
from service.cli.request import Planned
from service.domain.places import wall, zone_on
from service.domain.policy import Me
from service.domain.session import instance_of
from service.domain.survey import EVERYTHING, Judged, window


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A suggestion; `at` is when it is, of a series the next time."""

    judged: Judged
    at: Moment
    repeats: bool


def questions(planned: Planned) -> list[Question]:
    """What to ask: the next first, then what is over, the latest first.

    What lies outside the window is not asked about: nothing would come of it. An event that
    two calendars hold is one question.
    """
    me, now = planned.policy.me, planned.now
    suggested = [one for one in planned.survey.judged if one.verdict.outcome == "suggest"]
    once = {(one.event.uid, instance_of(one.event)): one for one in reversed(suggested)}
    asked = [each for one in once.values() for each in _question(one, now, me)]
    return sorted(asked, key=lambda each: _soonest(_instant(each.at, me), now, each))


def unmet(accepted: frozenset[str], judged: Iterable[Judged]) -> Iterator[Problem]:
    """A word about each UID that was accepted and is no suggestion."""
    by_uid = {one.event.uid: one for one in judged}
    for uid in sorted(accepted - {EVERYTHING}):
        one = by_uid.get(uid)
        if one is None:
            what = f"No event that may be an interview has the UID {uid}."
            step = "Copy the UID from below the suggestion, or look for it with --explain."
            yield Problem(where="--accept", what=what, next_step=step)
        elif one.verdict.outcome == "not":
            what = f"{uid} is not taken for an interview. {one.verdict.because}"
            step = "If it is one, put #interview in its title."
            yield Problem(where="--accept", what=what, next_step=step)


def begins(event: Event, me: Me) -> datetime:
    """When an event begins, in UTC; a whole day at the person's midnight."""
    return _instant(event.content.when.start, me)


def _question(one: Judged, now: datetime, me: Me) -> Iterator[Question]:
    whole = window(now)
    coming = _starts(one.event, Span(start=now, end=whole.end), me)
    at = next(iter(coming), None)
    if at is None:
        at = next(reversed(_starts(one.event, whole, me)), None)
    if at is not None:
        yield Question(judged=one, at=at, repeats=one.event.series is not None)


def _starts(event: Event, span: Span, me: Me) -> list[Moment]:
    """When an event is, as far as it is not over before the span and begins within it."""
    if event.series is not None:
        return [each.content.when.start for each in expand(event, span)]
    when = event.content.when
    over = _instant(when.end, me) < _instant(span.start, me)
    return [when.start] if not over and begins(event, me) <= _instant(span.end, me) else []


def _soonest(at: datetime, now: datetime, each: Question) -> tuple[bool, float, str]:
    distance = (at - now).total_seconds()
    return distance < 0, abs(distance), each.judged.event.uid


def _instant(moment: Moment, me: Me) -> datetime:
    return _midnight(moment, me) if not isinstance(moment, datetime) else moment.astimezone(UTC)


def _midnight(day: date, me: Me) -> datetime:
    return wall(day, time.min, zone_on(day, me)).astimezone(UTC)
