"""When the hand-written note goes into the box (facts: timing 3.2).

The deadline is the interview's end + 48 elapsed hours: the card is in the box by then, better
still collected before it. The entry starts one hour before the collection, between 08:00 and
20:00; for a collection too early for that, the card is dropped at 20:00 of the evening before.

    1  the first collection after the day of the interview, if it makes the deadline
    2  else the collection of that very day, if two hours are left to write
    3  else in the box one hour before the deadline

Why the next day and not the last minute: one night to think, and a spare day. Why the
collection and not the postmark: a machine postmark shows the first processing, not the
drop-off (DMM 608.11 since 24 December 2025).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, islice, takewhile

from service.domain import wording
from service.domain.closed_days import SATURDAY, SUNDAY, is_half_day, is_postal_holiday
from service.domain.model import Visit
from service.domain.places import Country, country_of_post, local, wall, zone_on
from service.domain.policy import CardRule, Policy
from service.domain.timing import BREATH, DAY, HOUR, Slot, add, elapsed, last_day

EARLIEST, LATEST, NOON = time(8), time(20), time(12)
LEAD = HOUR
TIME_TO_WRITE = 2 * HOUR
GIVEN_UP_AFTER = timedelta(days=7)
HORIZON = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """One emptying of the post box, and the start of the entry that meets it."""

    day: date
    cutoff: datetime
    start: datetime

    @property
    def evening_before(self) -> bool:
        """Whether the card has to be dropped the evening before."""
        return self.start.date() < self.day


def card(visit: Visit, policy: Policy) -> Slot | None:
    """Where the three rules, or the person's own strategy, put the card."""
    slot = _in_time(visit, policy)
    if slot.start >= visit.first_seen:
        return slot
    return _found_late(visit, policy)


def country_on(day: date, policy: Policy) -> Country:
    """Whose postal holidays count on a day: those of where the person is."""
    return country_of_post(policy.card, policy.me, zone_on(day, policy.me))


def collections(first: date, policy: Policy) -> Iterator[Collection]:
    """The emptyings from a day on, in order."""
    days = takewhile(lambda day: day - first < HORIZON, (first + n * DAY for n in count()))
    for day in days:
        cutoff = _cutoff(day, policy)
        if cutoff is not None:
            yield Collection(day=day, cutoff=cutoff, start=_start(day, cutoff, policy))


def _in_time(visit: Visit, policy: Policy) -> Slot:
    day, deadline = last_day(visit, policy.me), _deadline(visit, policy.card)
    for collection in _candidates(day, policy):
        if collection.cutoff <= deadline and collection.start >= add(visit.end, TIME_TO_WRITE):
            return _meeting(collection, day, deadline, policy.card)
    return _by_deadline(visit, policy)


def _candidates(day: date, policy: Policy) -> Iterator[Collection]:
    """Rules 1 and 2: the next day's collection, then the day's own. "earliest" asks in order."""
    if policy.card.strategy == "earliest":
        return collections(day, policy)
    soonest = list(islice(collections(day, policy), 2))
    if soonest and soonest[0].day == day:
        return reversed(soonest)
    return iter(soonest[:1])


def _meeting(collection: Collection, day: date, deadline: datetime, rule: CardRule) -> Slot:
    start, cutoff = collection.start, collection.cutoff
    if collection.evening_before:
        return Slot(start=start, because=wording.evening_before_collection(cutoff))
    lead = elapsed(start, cutoff)
    if collection.day != day:
        return Slot(start=start, because=wording.before_collection(lead, cutoff, deadline))
    because = wording.same_day_collection(lead, cutoff, deadline)
    if rule.strategy == "earliest":
        because = wording.first_collection(lead, cutoff)
    return Slot(start=start, because=because, flags=("same_day",))


def _by_deadline(visit: Visit, policy: Policy) -> Slot:
    """Rule 3. With so few hours that even this fails: the next possible moment, and say so."""
    deadline = _deadline(visit, policy.card)
    start = _civil(add(deadline, -LEAD), policy)
    collected = next((c for c in collections(start.date(), policy) if c.cutoff > start), None)
    because = wording.in_the_box_by(
        deadline.astimezone(start.tzinfo), collected.day if collected else None
    )
    if start >= add(visit.end, BREATH):
        return Slot(start=start, because=because, flags=("box_by_deadline",))
    return Slot(
        start=_next_civil(add(visit.end, BREATH), policy),
        because=wording.deadline_too_short(),
        flags=("box_by_deadline", "late"),
    )


def _found_late(visit: Visit, policy: Policy) -> Slot | None:
    """The card's own time had passed when the interview was first seen (facts: timing 3.4)."""
    seen = visit.first_seen
    if elapsed(visit.end, seen) > GIVEN_UP_AFTER:
        return None
    for collection in collections(local(seen, policy.me).date(), policy):
        if collection.start >= seen:
            because = wording.found_late(wording.meets_collection(collection.cutoff))
            return Slot(start=collection.start, because=because, flags=("late",))
    return None


def _deadline(visit: Visit, rule: CardRule) -> datetime:
    return add(visit.end, rule.hours * HOUR)


def _cutoff(day: date, policy: Policy) -> datetime | None:
    clock = _emptied_at(day, policy.card)
    country = country_on(day, policy)
    if clock is None or is_postal_holiday(day, country):
        return None
    if is_half_day(day, country):
        clock = min(clock, NOON)
    return wall(day, clock, zone_on(day, policy.me))


def _emptied_at(day: date, rule: CardRule) -> time | None:
    by_weekday = {SATURDAY: rule.collection_saturday, SUNDAY: rule.collection_sunday}
    return by_weekday.get(day.weekday(), rule.collection_weekdays)


def _start(day: date, cutoff: datetime, policy: Policy) -> datetime:
    zone = zone_on(day, policy.me)
    start = add(cutoff, -LEAD).astimezone(zone)
    if start >= wall(day, EARLIEST, zone):
        return min(start, wall(day, LATEST, zone))
    return wall(day - DAY, LATEST, zone_on(day - DAY, policy.me))


def _civil(instant: datetime, policy: Policy) -> datetime:
    """The same moment if it lies between 08:00 and 20:00, else the evening before it."""
    there = local(instant, policy.me)
    day = there.date()
    if there > wall(day, LATEST, zone_on(day, policy.me)):
        return wall(day, LATEST, zone_on(day, policy.me))
    if there < wall(day, EARLIEST, zone_on(day, policy.me)):
        return wall(day - DAY, LATEST, zone_on(day - DAY, policy.me))
    return there


def _next_civil(instant: datetime, policy: Policy) -> datetime:
    there = local(instant, policy.me)
    day = there.date()
    if there > wall(day, LATEST, zone_on(day, policy.me)):
        return wall(day + DAY, EARLIEST, zone_on(day + DAY, policy.me))
    return max(there, wall(day, EARLIEST, zone_on(day, policy.me)))
