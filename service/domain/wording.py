"""Reasons and operations as sentences: one wording for the calendar, pages, journal and preview.

Plain words for a nervous person on a phone. Times are said as they stand on the clock of the
instant they are given in; nothing here decides anything.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from service.domain.model import Unclear
from service.domain.places import local
from service.domain.policy import Me

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def said_day(day: date) -> str:
    """Like "Friday 11 December"; the year would only be noise this close."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def said(instant: datetime) -> str:
    """Like "Friday 11 December, 09:30"."""
    return f"{said_day(instant.date())}, {instant:%H:%M}"


def moment(when: date | datetime) -> str:
    """Like "Fri 11 Dec 09:30", or without the time for a whole day: for columns."""
    day = f"{WEEKDAYS[when.weekday()][:3]} {when.day:>2} {MONTHS[when.month - 1][:3]}"
    return f"{day} {when:%H:%M}" if isinstance(when, datetime) else f"{day} {'all day':>5}"


def said_length(elapsed: timedelta) -> str:
    """Like "2 hours", "45 minutes", "1 hour 30 minutes"."""
    hours, minutes = divmod(int(elapsed.total_seconds()) // 60, 60)
    parts = [_counted(hours, "hour"), _counted(minutes, "minute")]
    return " ".join(part for part in parts if part) or "0 minutes"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


# -- why then: prompt, debrief, emails -------------------------------------------------------


def before_the_start(lead: timedelta) -> str:
    """The prompt."""
    return f"{said_length(lead)} before it starts: the questions to ask before you leave."


def after_the_end(delay: timedelta) -> str:
    """The debrief and the ordinary email."""
    return f"{said_length(delay)} after the interview ends."


def not_before(clock: time) -> str:
    """Rule 1, early."""
    return f"On the day itself, but not before {clock:%H:%M}."


def same_evening() -> str:
    """Rule 2."""
    return "The usual delay would be late in the evening: as early this evening as is polite."


def still_tonight() -> str:
    """Rule 3."""
    return "It ends late, but there is time for it on the same day."


def next_morning() -> str:
    """Rule 4."""
    return "The day is over by then: first thing the next morning."


def after_another(end: datetime, me: Me) -> str:
    """Another interview was in the way."""
    return f"Moved behind another interview that ends at {local(end, me):%H:%M}."


def found_late(how: str) -> str:
    """Any entry whose own time had passed when the interview was first seen."""
    return f"Its own time had passed when the interview was found: {how}."


# -- why then: the card ----------------------------------------------------------------------


def meets_collection(cutoff: datetime) -> str:
    """The rest of a sentence."""
    return f"it meets the collection on {said(cutoff)}"


def too_late_by_post(decided: date, there: date) -> str:
    """Added to the reason for the card's date."""
    late = f"They decide on {said_day(decided)}, and by post it is there about {said_day(there)}"
    return f"{late}: hand it in at reception, or skip it."


def before_collection(lead: timedelta, cutoff: datetime, deadline: datetime) -> str:
    """Rule 1."""
    until = said(deadline.astimezone(cutoff.tzinfo))
    return f"{_before_emptying(lead, cutoff)}; the deadline is {until}."


def first_collection(lead: timedelta, cutoff: datetime) -> str:
    """The strategy "earliest", on the day itself."""
    return f"{_before_emptying(lead, cutoff)}, the first time that leaves two hours to write."


def evening_before_collection(cutoff: datetime) -> str:
    """A box that is emptied too early in the morning."""
    return f"The evening before the box is emptied on {said(cutoff)}."


def same_day_collection(lead: timedelta, cutoff: datetime, deadline: datetime) -> str:
    """Rule 2."""
    until = said(deadline.astimezone(cutoff.tzinfo))
    too_late = f"the next collection would come after the deadline on {until}"
    return f"{_before_emptying(lead, cutoff)}: {too_late}."


def _before_emptying(lead: timedelta, cutoff: datetime) -> str:
    return f"{said_length(lead)} before the box is emptied on {said(cutoff)}"


def in_the_box_by(deadline: datetime, collected: date | None) -> str:
    """Rule 3."""
    then = f"; it is collected on {said_day(collected)}" if collected else ""
    return f"No collection suits before the deadline on {said(deadline)}: in the box by then{then}."


def deadline_too_short() -> str:
    """Rule 3 with a deadline of a few hours."""
    return "The deadline passes before a card can be written: as soon as the hour allows."


# -- why then: the call ----------------------------------------------------------------------


def not_agreed(due: date, min_days: int) -> str:
    """The default."""
    day = WEEKDAYS[due.weekday()]
    return f"No date was agreed: the first {day} at least {min_days} days after the interview."


def moved_off_holiday(due: date) -> str:
    """The default, on a holiday of theirs."""
    return f"No date was agreed, and {said_day(due)} is a holiday there: the next business day."


def after_decision(day: date) -> str:
    """`decides: DATE`."""
    return f"They decide on {said_day(day)}: the next business day."


def as_agreed(line: str) -> str:
    """`call: WHEN`, in the person's own words."""
    return f'As agreed: "{line}".'


def call_line(day: date, at: time | None, *, own_time: bool) -> str:
    """What was agreed on a page, the way people write it: "Friday 4 December, 09:30"."""
    if at is None:
        return said_day(day)
    return f"{said_day(day)}, {at:%H:%M}, {'your' if own_time else 'their'} time"


def put_off() -> str:
    """An entry that the person wants later."""
    return "You put it off to then."


def call_never_came(day: date) -> str:
    """`silent`."""
    return f"They wanted to call and had not by {said_day(day)}: the next business day."


def on_a_holiday() -> str:
    """A warning beside an agreed call."""
    return "That day is a holiday there; it was agreed, so it stays."


def outside_your_hours() -> str:
    """A warning beside an agreed call."""
    return "That is outside your own hours; it was agreed, so it stays."


def outside_office_hours() -> str:
    """No time of their office day is inside the person's hours."""
    return "No hour of their office day is within your own hours: the nearest that is."


def unclear(answer: Unclear) -> str:
    """A question instead of a guess."""
    return f'Please check "{answer.line}": {answer.why.removesuffix(".")}.'


# -- what was assumed about an event ---------------------------------------------------------


def assumptions(*, no_end: bool, zone_guessed: bool) -> list[tuple[str, str]]:
    """Each with what the person can do about it."""
    said = []
    if no_end:
        said.append(("It has no end; one hour is assumed.", "Give it an end in your calendar."))
    if zone_guessed:
        what = "It does not say in which time zone it is; your own is assumed."
        said.append((what, "Set its time zone in your calendar."))
    return said
