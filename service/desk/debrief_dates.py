"""The dates a debrief offers, so that one tap is enough: for the call, and for their decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from service.domain.call import Office, call
from service.domain.closed_days import weekend
from service.domain.model import Visit
from service.domain.places import local

DAY, WEEK = timedelta(days=1), timedelta(days=7)
FRIDAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """The plan's own date for a call: on the employer's clock, and on the person's."""

    theirs: datetime
    own: datetime

    @property
    def differ(self) -> bool:
        """Whether the two clocks tell another time then."""
        return self.theirs.replace(tzinfo=None) != self.own.replace(tzinfo=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The end of a week: `words` are how people call it."""

    words: str
    day: date


def usual_call(visit: Visit, office: Office, *, now: datetime) -> Usual | None:
    """When the plan would have them called if nothing is agreed; None: it is too late for that.

    As if the interview had been known all along. Weeks later that day may be over: then it is
    the next that can be, as for an interview that is found late.
    """
    known = min(visit.start, visit.first_seen)
    slot = call(_seen(visit, known), office, ())
    if slot is None or slot.start <= now:
        slot = call(_seen(visit, now), office, ())
    if slot is None:
        return None
    own = local(slot.start, office.policy.me)
    return Usual(theirs=slot.start.astimezone(office.zone), own=own)


def weeks(visit: Visit, office: Office, *, now: datetime) -> tuple[Week, ...]:
    """The last working days of this week and the next two, as far as they are still to come."""
    there, today = (moment.astimezone(office.zone).date() for moment in (visit.end, now))
    words = ("This week", "Next week", "In two weeks")
    ends = zip(words, _ends_of_weeks(there, office), strict=True)
    return tuple(Week(words=said, day=day) for said, day in ends if day > there and day >= today)


def _ends_of_weeks(day: date, office: Office) -> Iterator[date]:
    monday, free = day - day.weekday() * DAY, weekend(office.country.code)
    for number in range(3):
        friday = monday + FRIDAY * DAY + number * WEEK
        yield next(one for one in (friday - n * DAY for n in range(7)) if one.weekday() not in free)


def _seen(visit: Visit, at: datetime) -> Visit:
    return replace(visit, sessions=tuple(replace(one, first_seen=at) for one in visit.sessions))
