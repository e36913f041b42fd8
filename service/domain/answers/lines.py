"""What the person wrote into their own entry for us: `call: ...`, `heard back`, `offer` ...

An answer is a whole line of the description (facts: domain 3.3, 5e).
A line that starts like one and cannot be read in exactly one way is an `Unclear`: the plan
keeps its default and asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from connectors.contract import Event
from service.domain.addresses import normal_address
from service.domain.answers.dates import next_occurrence, read_when
from service.domain.answers.written_date import Unreadable
from service.domain.model import (
    AgreedCall,
    Answer,
    Decided,
    Decides,
    HeardBack,
    NoCall,
    TalkedTo,
    Unclear,
)
from service.domain.plaintext import lines
from service.domain.policy import Me, Policy

_BULLET = re.compile("^(?:[-*+\u00b7\u2010-\u2015\u2022\u2023\u25aa\u25e6]\\s*)+")
_COLONS = str.maketrans(dict.fromkeys("\uff1a\u2236\ua789\ufe55", ":"))
_TOPIC = re.compile(r"(?:^|\s+)[-\u2010-\u2015\u2212]+(?:\s+|$)")
FAR = timedelta(days=180)
TOO_FAR = "that is months away; please add the year"
_CLOSING = ".! "
# "Call: +1 650 ..." or a link is how to reach somebody, not a date we fail to read.
_CONTACT = re.compile(r"\+\s?\d|\(|tel:|sip:|https?:|www\.", re.IGNORECASE)


def answers(event: Event, policy: Policy) -> tuple[Answer, ...]:
    """The answers in an entry of the person's own, in the order of its lines.

    Nothing in an entry somebody else organises. A date without a year is the next one from
    the entry's own date; `when` counts again from the visit's date at the employer's.
    """
    if not _is_own(event, policy.me):
        return ()
    start = event.content.when.start
    day = start.date() if isinstance(start, datetime) else start
    return answers_in(lines(event.content.notes), day)


def answers_in(written: Iterable[str], day: date) -> tuple[Answer, ...]:
    """The answers among these lines; a date without a year is the next one from `day`."""
    found = (_answer(line, day) for line in written)
    return tuple(answer for answer in found if answer is not None)


def is_answer(line: str, day: date) -> bool:
    """Whether a line is an answer that can be read, in an entry whose dates count from `day`."""
    return not isinstance(_answer(line, day), Unclear | None)


def when(answer: AgreedCall | Decides, *, visit_day: date) -> date:
    """The day an answer means, for a visit on `visit_day` in the employer's zone."""
    if answer.year_given:
        return answer.day
    return next_occurrence(answer.day, on_or_after=visit_day)


def is_far(day: date, answer: AgreedCall | Decides, met: date) -> bool:
    """Whether a day just past, written without its year, was read as one of next year."""
    return not answer.year_given and day - met > FAR


def _is_own(event: Event, me: Me) -> bool:
    organizer = event.organizer
    if organizer is None or not (organizer.email or organizer.name):
        return True
    mine = {normal_address(email) for email in (*me.emails, *me.work_emails)}
    return normal_address(organizer.email) in mine


def _answer(line: str, day: date) -> Answer | None:
    text = _BULLET.sub("", line).translate(_COLONS)
    if phrase := _PHRASES.get(_key(text.rstrip(_CLOSING))):
        return phrase(line)
    keyword, colon, value = text.partition(":")
    read = _KEYWORDS.get(_key(keyword)) if colon else None
    value = value.strip()
    # An empty value is a form nobody filled in.
    return read(line, value, day) if read and value else None


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _agreed_call(line: str, value: str, day: date) -> Answer | None:
    if _CONTACT.match(value):
        return None
    try:
        read = read_when(value, near=day)
    except Unreadable as why:
        return Unclear(line=line, why=f"{why}")
    return AgreedCall(
        line=line,
        day=read.day,
        hour=read.hour,
        minute=read.minute,
        own_time=read.own_time,
        year_given=read.year_given,
        instant=read.instant,
    )


def _decides(line: str, value: str, day: date) -> Answer:
    try:
        read = read_when(value, near=day)
    except Unreadable as why:
        return Unclear(line=line, why=f"{why}")
    return Decides(line=line, day=read.day, year_given=read.year_given)


def _talked_to(line: str, value: str, _day: date) -> Answer | None:
    name, *topic = _TOPIC.split(value, maxsplit=1)
    if not name.strip():
        return None
    return TalkedTo(line=line, name=name.strip(), topic="".join(topic).strip() or None)


_PHRASES: dict[str, Callable[[str], Answer]] = {
    "no call": lambda line: NoCall(line=line),
    "heard back": lambda line: HeardBack(line=line),
    "offer": lambda line: Decided(line=line, outcome="offer"),
    "rejected": lambda line: Decided(line=line, outcome="rejected"),
}
_KEYWORDS: dict[str, Callable[[str, str, date], Answer | None]] = {
    "call": _agreed_call,
    "decides": _decides,
    "talked to": _talked_to,
}
