"""When to call: as agreed, else on Friday morning of the employer's next week (facts: timing 3.3).

    they did not call   as they had promised: the next business day
    an agreed time      is kept to the minute and never moved, only warned about
    `decides: DATE`     the next business day after it
    nothing agreed      the first Friday at least five days after the interview's date, on the
                        employer's calendar; a holiday moves it to the next business day

Nothing unclear is guessed: the default stands and the person is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count, takewhile
from typing import TypeVar
from zoneinfo import ZoneInfo

from service.domain import wording
from service.domain.answers import TOO_FAR, is_far, when
from service.domain.closed_days import is_public_holiday, weekend
from service.domain.model import AgreedCall, Answer, Decides, Silent, Unclear, Visit
from service.domain.places import (
    Country,
    country_of_employer,
    local,
    wall,
    zone_of_employer,
    zone_on,
)
from service.domain.policy import Policy
from service.domain.timing import BREATH, DAY, HOUR, MINUTE, Slot, add, elapsed

STEP = 30 * MINUTE
MORNING_ENDS, OFFICE_ENDS = time(11, 30), time(17)
NOON = 12
GIVEN_UP_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Where the phone will ring: the employer's zone, country and the rules for a call."""

    zone: ZoneInfo
    country: Country
    policy: Policy

    def is_open(self, day: date) -> bool:
        """A business day: no weekend, no public holiday, no day the person has named."""
        return day.weekday() not in weekend(self.country.code) and not self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        """A public holiday of the employer's country, or a day the person has named."""
        rule = self.policy.call
        return day in rule.extra_closed_days or is_public_holiday(
            day, self.country, good_friday_us=rule.good_friday_us
        )

    def next_open(self, day: date) -> date:
        """The day itself if it is a business day, else the next that is."""
        return next(later for later in _days(day) if self.is_open(later))


def office_of(visit: Visit, policy: Policy) -> Office:
    """The employer's office, as far as the visit and the settings tell."""
    zone = zone_of_employer(visit, policy.employer, policy.me)
    country = country_of_employer(zone, policy.employer, policy.me)
    return Office(zone=zone, country=country, policy=policy)


def call(visit: Visit, office: Office, answers: Sequence[Answer]) -> Slot | None:
    """One slot for the call. `answers` are those in force; who answered has no call at all."""
    waited = _after_silence(office, answers)
    agreed = _agreed(visit, office, answers)
    decided = _after_decision(visit, office, answers)
    told = (slot for slot in (waited, agreed, decided) if isinstance(slot, Slot))
    slot = next(told, None) or _default(visit, office)
    never_moved = slot is agreed
    if slot.start < visit.first_seen:
        if elapsed(visit.end, visit.first_seen) > GIVEN_UP_AFTER:
            return None
        late = slot if never_moved else _found_late(visit, office)
        slot = replace(late, flags=(*late.flags, "late"))
    if not never_moved:
        slot = _asking(slot, (*answers, agreed, decided))
    return replace(slot, start=local(slot.start, office.policy.me))


def usual_time(office: Office) -> str:
    """When a call is due that nobody agreed on, as it is said: "Friday morning"."""
    clock = office.policy.call.at
    part = "morning" if clock.hour < NOON else "afternoon" if clock < OFFICE_ENDS else "evening"
    return f"{wording.WEEKDAYS[_last_working(office.policy.call.weekday, office)]} {part}"


def _asking(slot: Slot, told: Sequence[Answer | Slot | None]) -> Slot:
    """The date with a question beside it, if anything that was told about it is unclear."""
    doubt = next((answer for answer in told if isinstance(answer, Unclear)), None)
    if doubt is None:
        return slot
    because = f"{slot.because} {wording.unclear(doubt)}"
    return replace(slot, because=because, flags=(*slot.flags, "clarify"))


def _agreed(visit: Visit, office: Office, answers: Sequence[Answer]) -> Slot | Unclear | None:
    agreed = _first(AgreedCall, answers)
    if agreed is None:
        return None
    day = when(agreed, visit_day=_date_there(visit, office))
    start = agreed.instant or wall(day, _clock(agreed, office), _whose(agreed, day, office))
    if start < add(visit.end, BREATH):
        return Unclear(line=agreed.line, why="that is before the interview is over")
    if _is_far(day, agreed, visit, office):
        return Unclear(line=agreed.line, why=TOO_FAR)
    return _kept(start, agreed, office)


def _kept(start: datetime, agreed: AgreedCall, office: Office) -> Slot:
    """An agreed time is never moved: what is odd about it is only said."""
    flags, warnings = ["confirmed"], []
    if office.is_holiday(start.astimezone(office.zone).date()):
        flags.append("holiday_warning")
        warnings.append(wording.on_a_holiday())
    if not _sociable(start, office.policy):
        flags.append("unsociable")
        warnings.append(wording.outside_your_hours())
    because = " ".join([wording.as_agreed(agreed.line), *warnings])
    return Slot(start=start, because=because, flags=tuple(flags))


def _after_decision(
    visit: Visit, office: Office, answers: Sequence[Answer]
) -> Slot | Unclear | None:
    decides = _first(Decides, answers)
    if decides is None:
        return None
    day = when(decides, visit_day=_date_there(visit, office))
    if day < _date_there(visit, office):
        return Unclear(line=decides.line, why="that is before the interview")
    if _is_far(day, decides, visit, office):
        return Unclear(line=decides.line, why=TOO_FAR)
    slot = _in_hours(office.next_open(day + DAY), office, wording.after_decision(day))
    return replace(slot, flags=("confirmed", *slot.flags))


def _after_silence(office: Office, answers: Sequence[Answer]) -> Slot | None:
    """Whoever waited for a call in vain need not wait on: theirs was the promise."""
    silent = _first(Silent, answers)
    if silent is None:
        return None
    day = silent.at.astimezone(office.zone).date()
    slot = _in_hours(office.next_open(day + DAY), office, wording.call_never_came(day))
    return replace(slot, flags=("confirmed", *slot.flags))


def _default(visit: Visit, office: Office) -> Slot:
    rule, over = office.policy.call, add(visit.end, BREATH)
    earliest = _date_there(visit, office) + rule.min_days * DAY
    weekday = _last_working(rule.weekday, office)
    days = (day for day in _days(earliest) if day.weekday() == weekday)
    plain = ((day, _in_hours(day, office, wording.not_agreed(day, rule.min_days))) for day in days)
    due, slot = next((day, slot) for day, slot in plain if slot.start >= over)
    if not office.is_holiday(due):
        return slot
    slot = _in_hours(office.next_open(due), office, wording.moved_off_holiday(due))
    return replace(slot, flags=("holiday_shift", *slot.flags))


def _found_late(visit: Visit, office: Office) -> Slot:
    soonest = add(visit.first_seen, HOUR)
    for day in _days(soonest.astimezone(office.zone).date()):
        slot = _in_hours(day, office, wording.found_late("on the next business morning"))
        if office.is_open(day) and slot.start >= soonest:
            return slot
    raise AssertionError("a calendar without business days")


def _in_hours(day: date, office: Office, because: str) -> Slot:
    """The time of the call on a day of the employer's, inside the person's own hours.

    Half an hour later, and again, while it is still their morning; then any time of their
    office day; at last the time nearest to it that the person can be asked to be awake at.
    """
    clock = office.policy.call.at
    first = wall(day, clock, office.zone)
    steps = (add(first, n * STEP).astimezone(office.zone) for n in count())
    last = max(clock, OFFICE_ENDS)
    for start in takewhile(lambda step: step.date() == day and step.time() <= last, steps):
        if _sociable(start, office.policy):
            afternoon = clock <= MORNING_ENDS < start.time()
            return Slot(start=start, because=because, flags=("not_morning",) if afternoon else ())
    return _nearest(day, office, because)


def _nearest(day: date, office: Office, because: str) -> Slot:
    opens, closes = (wall(day, at, office.zone) for at in (office.policy.call.at, OFFICE_ENDS))
    around = [add(opens, n * STEP) for n in range(-48, 49)]
    awake = [start for start in around if _sociable(start, office.policy)]
    if not awake:  # hours of less than thirty minutes: nothing but the usual time is left
        return Slot(start=opens, because=because, flags=("unsociable",))
    start = min(awake, key=lambda start: max(opens - start, start - closes))
    because = f"{because} {wording.outside_office_hours()}"
    return Slot(start=start, because=because, flags=("not_morning",) if start > opens else ())


def _sociable(start: datetime, policy: Policy) -> bool:
    there = local(start, policy.me).time()
    return policy.call.user_from <= there <= policy.call.user_to


def _last_working(weekday: int, office: Office) -> int:
    """Friday, or where the weekend contains it the last working day before: Thursday."""
    free = weekend(office.country.code)
    return next(day % 7 for day in range(weekday + 7, weekday, -1) if day % 7 not in free)


def _is_far(day: date, answer: AgreedCall | Decides, visit: Visit, office: Office) -> bool:
    return is_far(day, answer, _date_there(visit, office))


def _whose(agreed: AgreedCall, day: date, office: Office) -> ZoneInfo:
    return zone_on(day, office.policy.me) if agreed.own_time else office.zone


def _clock(agreed: AgreedCall, office: Office) -> time:
    return office.policy.call.at if agreed.hour is None else time(agreed.hour, agreed.minute)


def _date_there(visit: Visit, office: Office) -> date:
    """The interview's date on the employer's calendar, not in UTC and not at home."""
    return visit.end.astimezone(office.zone).date()


def _days(first: date) -> Iterator[date]:
    return (first + n * DAY for n in count())


T = TypeVar("T", AgreedCall, Decides, Silent)


def _first(kind: type[T], answers: Sequence[Answer]) -> T | None:
    return next((answer for answer in answers if isinstance(answer, kind)), None)
