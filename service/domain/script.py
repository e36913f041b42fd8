"""What to say: the three questions before leaving, and the call, in plain English.

The pages have the call in the language of the country; an entry has to do without a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.domain.model import Person, Visit
from service.domain.places import local
from service.domain.policy import Me
from service.domain.wording import said_day

YOUR_NAME, YOUR_NUMBER = "[your name]", "[your number]"


def questions(people: Sequence[Person], usual: str) -> tuple[str, ...]:
    """The three to ask before leaving, with the names of those there are to ask about."""
    return (
        "What are the next steps?",
        "What is the timetable?",
        f"If I don't hear from you by {usual}, may I call? {_whom(people)}",
    )


def script(visit: Visit, me: Me, *, agreed: bool, silent: bool) -> Iterator[str]:
    """Three lines for whoever answers the phone, and what to say to a machine."""
    name = me.name or YOUR_NAME
    met = f"We spoke on {said_day(local(visit.start, me).date())}"
    about = f"{met} about the {visit.role} role." if visit.role else f"{met}."
    yield "What to say:"
    yield f"1. Hello, this is {name}. {about}"
    yield f"2. {_reason(agreed=agreed, silent=silent)} May I ask where things stand?"
    yield "3. Is there anything you still need from me, and when may I hear from you?"
    yield ""
    yield (
        f"On a machine: This is {name}. {about} I am calling to ask where things stand. You can"
        f" reach me at {YOUR_NUMBER}. Thank you, and have a good day."
    )


def _whom(people: Sequence[Person]) -> str:
    names = ", ".join(person.name for person in people)
    return f"Whom - {names}? - and on which number?" if names else "Whom, and on which number?"


def _reason(*, agreed: bool, silent: bool) -> str:
    if silent:
        return "You were going to call me, and I may have missed it."
    if agreed:
        return "We agreed that I would call about now."
    return "I hope I do not disturb you."
