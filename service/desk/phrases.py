"""How Upcoming tells it: days as people call them, the next thing to do, and flags in words.

Times come on the clock of whoever reads; nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from connectors.contract import Moment
from service.domain import wording
from service.domain.model import Kind
from service.store.answers import AnswerKind

STATES: Mapping[str, str] = MappingProxyType(
    {
        "now": "now",
        "open": "still open",
        "past": "its time is over",
        "done": "done",
        "skipped": "skipped",
        "deleted": "you deleted this",
        "kept": "yours now",
    }
)
"""Of a follow-up, where there is more to say than when it is."""
OUTCOMES: Mapping[AnswerKind, str] = MappingProxyType(
    {
        "heard_back": "heard back",
        "offer": "an offer",
        "rejected": "a no",
        "silent": "they did not call",
        "withdrew": "not interested",
    }
)
"""What came of a visit, as a tag; `SAID` is the same as somebody says it."""
SAID: Mapping[AnswerKind, str] = MappingProxyType(
    {
        "heard_back": "They answered",
        "offer": "An offer",
        "rejected": "A no",
        "silent": "They did not call",
        "withdrew": "Not interested",
    }
)
FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "assumed_end": "It has no end in your calendar; one hour is assumed.",
        "optional": "Only if you like.",
        "not_morning": "It is not in their morning.",
        "pin_dropped": "Your own time would be before the interview is over, so it is not kept.",
        "zone_guessed": "The time zone is a guess.",
        "country_guessed": "The country is a guess.",
    }
)
"""What the person should know of a date. What is not here is said by the reason of the date."""


def flags(found: Iterable[str]) -> tuple[str, ...]:
    """Each once, in words."""
    return tuple(dict.fromkeys(FLAGS[flag] for flag in found if flag in FLAGS))


def when(moment: Moment, today: date) -> str:
    """Like "today at 13:00", "tomorrow", "Friday 11 December at 09:30"."""
    near = _near(moment, today)
    day = near or wording.said_day(moment) + _year(moment, today)
    return f"{day} at {moment:%H:%M}" if isinstance(moment, datetime) else day


def brief(moment: Moment, today: date) -> str:
    """The same for a column: "Today 13:00", "Fri 11 Dec 09:30"."""
    day = _near(moment, today).capitalize() or _short(moment, today)
    return f"{day} {moment:%H:%M}" if isinstance(moment, datetime) else day


def between(start: datetime, end: datetime, today: date) -> str:
    """Like "Tue 1 Dec, 10:00 to 11:00"; with both days where there are two."""
    until = f"{end:%H:%M}" if end.date() == start.date() else brief(end, today)
    near = _near(start, today).capitalize()
    day = f"{near}, {_short(start, today)}" if near else _short(start, today)
    return f"{day}, {start:%H:%M} to {until}"


def to_do(kind: Kind, people: Sequence[str], place: str) -> str:
    """What a follow-up asks for, as one would say it to somebody."""
    whom = f"{_listed(people)} of {place}" if people else place
    match kind:
        case "prompt":
            return f"Before you leave {place}: ask your three questions"
        case "debrief":
            return f"Note how it went with {place}, while it is fresh"
        case "email":
            return f"Thank {whom} by email"
        case "card":
            return f"Write to {whom} by hand, and post it"
        case "call":
            return f"Call {whom if len(people) == 1 else place}"


def interview(heading: str, *, known: bool) -> str:
    """The interview itself is what comes next."""
    return f"Your interview with {heading}" if known else f"Your interview: {heading}"


def _near(moment: Moment, today: date) -> str:
    day = moment.date() if isinstance(moment, datetime) else moment
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days, "")


def _short(moment: Moment, today: date) -> str:
    name, month = wording.WEEKDAYS[moment.weekday()][:3], wording.MONTHS[moment.month - 1][:3]
    return f"{name} {moment.day} {month}{_year(moment, today)}"


def _year(moment: Moment, today: date) -> str:
    """Only where the nearest day of that name is another."""
    months = (moment.year - today.year) * 12 + moment.month - today.month
    return "" if abs(months) < 6 else f" {moment.year}"  # noqa: PLR2004 (half of a year)


def _listed(names: Sequence[str]) -> str:
    if len(names) > 3:  # noqa: PLR2004 (more than a sentence carries)
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
