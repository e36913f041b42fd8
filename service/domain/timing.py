"""When the entries around one interview are due: prompt, debrief and emails (facts: timing 3.1).

The card is in `postal`, the call in `call`. What counts is elapsed time, so sums are done in
UTC and only then read on the person's clock; a rule that names a wall clock ("08:00") names
the person's of that date. Everything is judged from the moment the visit was first seen, never
from the moment of a pass, so that a plan doesn't crawl.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from service.domain import wording
from service.domain.model import Session, Visit
from service.domain.places import local, wall, zone_on
from service.domain.policy import EmailRule, Me, Policy

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

BREATH = 15 * MINUTE
"""Nothing is due sooner after an interview, or after somebody else's that was in the way."""
PAUSE = 30 * MINUTE
"""The same, while the evening is still young (rule 2)."""
EMAIL_LENGTH = 30 * MINUTE
EMAIL_GIVEN_UP_AFTER = 72 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When something starts, the flags that say what is odd about it, and why then."""

    start: datetime
    because: str
    flags: tuple[str, ...] = ()


def add(instant: datetime, elapsed: timedelta) -> datetime:
    """Elapsed time later, in UTC: the clock on the wall may have jumped in between."""
    return instant.astimezone(UTC) + elapsed


def round_up(instant: datetime, step: timedelta = 5 * MINUTE) -> datetime:
    """The next full five minutes."""
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    return epoch - (epoch - instant.astimezone(UTC)) // step * step


def last_day(visit: Visit, me: Me) -> date:
    """The day of the interview: the local date of its end; midnight belongs to the new day."""
    return local(visit.end, me).date()


def prompt(visit: Visit, policy: Policy, length: timedelta) -> Slot | None:
    """Shortly before the first session; not at all once that can't be met."""
    lead = policy.prompt.minutes_before * MINUTE
    start = max(add(visit.start, -lead), round_up(visit.first_seen))
    if start != add(visit.start, -lead) and add(start, length) > visit.start:
        return None
    return Slot(start=start, because=wording.before_the_start(lead))


def debrief(visit: Visit, policy: Policy) -> Slot | None:
    """Right after the last session; found late, at once, while anything is remembered."""
    due = add(visit.end, policy.debrief.minutes_after * MINUTE)
    if due >= visit.first_seen:
        because = wording.after_the_end(policy.debrief.minutes_after * MINUTE)
        return Slot(start=due, because=because)
    if visit.first_seen - visit.end > EMAIL_GIVEN_UP_AFTER:
        return None
    late = round_up(visit.first_seen)
    return Slot(start=late, because=wording.found_late("as soon as it was found"), flags=("late",))


def email(visit: Visit, policy: Policy, others: Iterable[Session]) -> Slot | None:
    """On the same day, not at once and not at night; clear of other interviews.

    `others` are the tagged sessions that are not of this visit.
    """
    busy = sorted(
        (session for session in others if not session.all_day),
        key=lambda session: (session.start, session.end, session.key),
    )
    slot = _clear_of(busy, _same_day(visit, policy), visit, policy)
    if slot.start >= visit.first_seen:
        return slot
    late = _found_late(visit, policy)
    return late and _clear_of(busy, late, visit, policy)


def _same_day(visit: Visit, policy: Policy) -> Slot:
    """The four rules of the day, the first that holds."""
    rule, me, day = policy.email, policy.me, last_day(visit, policy.me)
    delay = max(rule.delay_minutes * MINUTE, BREATH)
    due, paused, breathed = (round_up(add(visit.end, wait)) for wait in (delay, PAUSE, BREATH))
    if due < _at(day, rule.earliest, me):
        return Slot(start=_at(day, rule.earliest, me), because=wording.not_before(rule.earliest))
    if due <= _at(day, rule.latest, me):
        return Slot(start=due, because=wording.after_the_end(delay))
    if paused <= _at(day, rule.hard_latest, me):
        evening = max(_at(day, rule.latest, me), paused)
        return Slot(start=evening, because=wording.same_evening())
    if rule.late_policy == "tonight" and breathed <= _at(day, rule.stop, me):
        tonight = max(_at(day, rule.hard_latest, me), breathed)
        return Slot(start=tonight, because=wording.still_tonight())
    return _next_morning(day, rule, me)


def _found_late(visit: Visit, policy: Policy) -> Slot | None:
    """The email's own time had passed when the interview was first seen (facts: timing 3.4)."""
    rule, me, seen = policy.email, policy.me, visit.first_seen
    day, today = last_day(visit, me), local(seen, me).date()
    soon = round_up(add(seen, BREATH))
    if today == day and soon <= _limit(day, rule, me):
        return Slot(start=soon, because=wording.found_late("still today"), flags=("late",))
    if seen - visit.end > EMAIL_GIVEN_UP_AFTER:
        return None
    start = round_up(add(seen, PAUSE))
    date_ = local(start, me).date()
    if start > _at(date_, rule.latest, me):
        start = _at(date_ + DAY, rule.earliest, me)
    start = max(start, _at(date_, rule.earliest, me))
    return Slot(start=start, because=wording.found_late("as soon as is polite"), flags=("late",))


def _clear_of(busy: list[Session], slot: Slot, visit: Visit, policy: Policy) -> Slot:
    """Past every other interview in the way; past the end of the day, the next morning."""
    rule, me = policy.email, policy.me
    for session in busy:
        if session.start < add(slot.start, EMAIL_LENGTH) and slot.start < session.end:
            freed = round_up(add(session.end, BREATH))
            slot = replace(slot, start=freed, because=wording.after_another(session.end, me))
    day = local(slot.start, me).date()
    first = last_day(visit, me)
    if day == first and slot.start <= _limit(day, rule, me):
        return slot
    if day > first and _at(day, rule.earliest, me) <= slot.start <= _at(day, rule.stop, me):
        return slot
    early = slot.start < _at(day, rule.earliest, me)
    morning = _next_morning(day - DAY if early else day, rule, me)
    return _clear_of(busy, replace(morning, flags=slot.flags), visit, policy)


def _next_morning(day: date, rule: EmailRule, me: Me) -> Slot:
    return Slot(start=_at(day + DAY, rule.earliest, me), because=wording.next_morning())


def _limit(day: date, rule: EmailRule, me: Me) -> datetime:
    """The last moment of a day for an email, as the person likes it."""
    latest = rule.stop if rule.late_policy == "tonight" else rule.hard_latest
    return _at(day, latest, me)


def _at(day: date, clock: time, me: Me) -> datetime:
    return wall(day, clock, zone_on(day, me))
