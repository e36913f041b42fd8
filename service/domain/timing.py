"""When the entries around one interview are due: prompt, debrief and emails (facts: timing 3.1).

The card is in `postal`, the call in `call`. What counts is elapsed time, so sums are done in
UTC and only then read on the person's clock; a rule that names a wall clock ("08:00") names
the person's of that date. Everything is judged from the moment the visit was first seen, never
from the moment of a pass, so that a plan doesn't crawl.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

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
    """When something starts, the flags that say what is odd about it, and why then.

    `start` stands on the clock of the day the rule had in mind, which near midnight and on a
    journey only the rule can know.
    """

    start: datetime
    because: str
    flags: tuple[str, ...] = ()


def add(instant: datetime, elapsed: timedelta) -> datetime:
    """Elapsed time later, in UTC: the clock on the wall may have jumped in between."""
    return instant.astimezone(UTC) + elapsed


def elapsed(since: datetime, until: datetime) -> timedelta:
    """The time between two instants. Two of one zone would else be subtracted by the clock."""
    return until.astimezone(UTC) - since.astimezone(UTC)


def round_up(instant: datetime, step: timedelta = 5 * MINUTE) -> datetime:
    """The next full five minutes."""
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    return epoch - (epoch - instant.astimezone(UTC)) // step * step


def last_day(visit: Visit, me: Me) -> date:
    """The day of the interview: the local date of its end; midnight belongs to the new day."""
    return local(visit.end, me).date()


def prompt(visit: Visit, policy: Policy, length: timedelta) -> Slot | None:
    """Shortly before the first session; found later, at once; not at all once that is too late."""
    lead = policy.prompt.minutes_before * MINUTE
    due, seen = add(visit.start, -lead), round_up(visit.first_seen)
    if due >= seen:
        return Slot(start=local(due, policy.me), because=wording.before_the_start(lead))
    if add(seen, length) > visit.start:
        return None
    because = wording.found_late("as soon as it was found")
    return Slot(start=local(seen, policy.me), because=because)


def debrief(visit: Visit, policy: Policy) -> Slot | None:
    """Right after the last session; found late, at once, while anything is remembered."""
    wait = policy.debrief.minutes_after * MINUTE
    due = add(visit.end, wait)
    if due >= visit.first_seen:
        return Slot(start=local(due, policy.me), because=wording.after_the_end(wait))
    if elapsed(visit.end, visit.first_seen) > EMAIL_GIVEN_UP_AFTER:
        return None
    late = local(round_up(visit.first_seen), policy.me)
    return Slot(start=late, because=wording.found_late("as soon as it was found"), flags=("late",))


def email(visit: Visit, policy: Policy, others: Iterable[Session]) -> Slot | None:
    """On the same day, not at once and not at night; clear of other interviews.

    `others` are the tagged sessions that are not of this visit.
    """
    timed = (session for session in others if not session.all_day)
    busy = sorted(timed, key=lambda session: (session.start.astimezone(UTC), session.key))
    slot = _clear_of(busy, _same_day(visit, policy), visit, policy)
    if slot.start >= visit.first_seen:
        return slot
    late = _found_late(visit, policy)
    return late and _clear_of(busy, late, visit, policy)


def _same_day(visit: Visit, policy: Policy) -> Slot:
    """The four rules of the day, the first that holds."""
    rule, me, day = policy.email, policy.me, last_day(visit, policy.me)
    delay = max(rule.delay_minutes * MINUTE, BREATH)
    due, paused, breathed = (_after(visit.end, wait, day, me) for wait in (delay, PAUSE, BREATH))
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
    return _next_morning(breathed, day + DAY, policy)


def _found_late(visit: Visit, policy: Policy) -> Slot | None:
    """The email's own time had passed when the interview was first seen (facts: timing 3.4)."""
    rule, me, seen = policy.email, policy.me, visit.first_seen
    day = last_day(visit, me)
    soon = _after(seen, BREATH, day, me)
    if soon <= _limit(day, rule, me):
        return Slot(start=soon, because=wording.found_late("still today"), flags=("late",))
    if elapsed(visit.end, seen) > EMAIL_GIVEN_UP_AFTER:
        return None
    start = local(round_up(add(seen, PAUSE)), me)
    if not _at(start.date(), rule.earliest, me) <= start <= _at(start.date(), rule.latest, me):
        start = _next_morning(start, start.date(), policy).start
    return Slot(start=start, because=wording.found_late("as soon as is polite"), flags=("late",))


def _clear_of(busy: Sequence[Session], slot: Slot, visit: Visit, policy: Policy) -> Slot:
    """Past every other interview in the way; past the end of the day, the next morning."""
    rule, me, first = policy.email, policy.me, last_day(visit, policy.me)
    slot = _past(busy, slot, me)
    day = slot.start.date()
    limit = _limit(day, rule, me) if day == first else _at(day, rule.stop, me)
    if _at(day, rule.earliest, me) <= slot.start <= limit:
        return slot
    morning = _next_morning(slot.start, day, policy)
    return _clear_of(busy, replace(morning, flags=slot.flags), visit, policy)


def _past(busy: Sequence[Session], slot: Slot, me: Me) -> Slot:
    """`busy` is in order of start, so what was passed once is never met again."""
    until = add(slot.start, EMAIL_LENGTH)
    for session in busy:
        if session.start >= until:
            break
        if slot.start < session.end:
            freed = _after(session.end, BREATH, slot.start.date(), me)
            slot = replace(slot, start=freed, because=wording.after_another(session.end, me))
            until = add(freed, EMAIL_LENGTH)
    return slot


def _next_morning(instant: datetime, day: date, policy: Policy) -> Slot:
    """The first morning of `day` or a later one that does not lie before the instant.

    The latter matters to travellers only: the next morning in Tokyo can be before this evening
    in New York.
    """
    rule, me = policy.email, policy.me
    mornings = (_at(day + n * DAY, rule.earliest, me) for n in count())
    start = next(morning for morning in mornings if morning >= instant)
    return Slot(start=start, because=wording.next_morning())


def _after(instant: datetime, wait: timedelta, day: date, me: Me) -> datetime:
    """Some time later in full five minutes, on the clock of `day` for as long as that lasts."""
    there = round_up(add(instant, wait)).astimezone(zone_on(day, me))
    return there if there.date() == day else local(there, me)


def _limit(day: date, rule: EmailRule, me: Me) -> datetime:
    """The last moment of a day for an email, as the person likes it."""
    latest = rule.stop if rule.late_policy == "tonight" else rule.hard_latest
    return _at(day, latest, me)


def _at(day: date, clock: time, me: Me) -> datetime:
    return wall(day, clock, zone_on(day, me))
