"""What the five entries say: title and notes, for one visit or for one person.

Nothing of the foreign event is copied but names, so no tag can breed; discreet titles show
initials only, for a calendar that others can see (facts: privacy 6).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.model import Kind, Person, Visit
from service.domain.policy import Policy

GAP = "[one thing you two talked about]"
QUESTIONS = (
    "What are the next steps?",
    "What is the timetable?",
    "If I don't hear from you by Friday morning, may I call? Whom, and on which number?",
)
EMAIL_ADVICE = "A different email for each person: short, today, with something you two spoke of."
CARD_ADVICE = (
    "A different note for each person, by hand, with a real stamp; to the office, never to a home."
)


def title(
    kind: Kind, visit: Visit, people: Sequence[Person], policy: Policy, *, agreed: bool
) -> str:
    """The title of one entry."""
    if policy.privacy.discreet_titles:
        return _discreet(kind, people)
    where, names = place(visit), _names(people)
    match kind:
        case "prompt":
            return f"Before you leave {where}: three questions"
        case "debrief":
            return f"Debrief: {where}"
        case "email":
            return (
                f"Thank-you email to {names} ({where})" if names else f"Thank-you emails: {where}"
            )
        case "card":
            what = "Note by hand" if len(people) == 1 else "Notes by hand"
            return f"{what} to {names} ({where})" if names else f"{what}: {where}"
        case "call":
            # Of several, whom to call is for the person to say: it is the third question.
            whom = f"{names} ({where})" if len(people) == 1 else where
            return f"Call {whom}, as agreed" if agreed else f"Call {whom} - date not agreed yet"


def notes(kind: Kind, people: Sequence[Person], because: str, hint: str | None = None) -> str:
    """The text under the title: what to do, with whom, why then, and what is the custom there."""
    hints = ["", hint] if hint else []
    return "\n".join([*_body(kind, people), "", f"Why now: {because}", *hints])


def place(visit: Visit) -> str:
    """The company, or failing that the first title without its tags."""
    first = min(visit.sessions, key=lambda session: (session.start, session.key))
    return visit.company or untagged(first.title) or "interview"


def untagged(title: str) -> str:
    """A title without its tags, and without the dashes that stood around them."""
    return re.sub(r"[#\uff03]\w+", "", title).strip(" -–—:|")  # noqa: RUF001 - titles really hold these dashes


def thanked(kind: Kind, people: Sequence[Person], policy: Policy) -> tuple[Person, ...]:
    """Whom an entry is about: never the excluded; a mere coordinator gets an email, no card."""
    kept = [person for person in people if person.state != "excluded"]
    if kind == "card" and not policy.notes.via_agency:
        kept = [person for person in kept if person.kind != "coordinator"]
    return tuple(kept)


def _body(kind: Kind, people: Sequence[Person]) -> list[str]:
    match kind:
        case "prompt":
            return ["Ask before you leave:", *(f"- {question}" for question in QUESTIONS)]
        case "debrief":
            return ["While it is fresh: who, and what you two talked about.", *_topics(people)]
        case "email":
            return [EMAIL_ADVICE, *_topics(people)]
        case "card":
            return [CARD_ADVICE, *_topics(people)]
        case "call":
            return ["Ask where things stand. No call once they have answered.", *_reach(people)]


def _topics(people: Sequence[Person]) -> list[str]:
    if not people:
        return ["- Names are not known yet: fill them in at the debrief."]
    return [f"- {_introduced(person)}: {person.topic or GAP}" for person in people]


def _reach(people: Sequence[Person]) -> list[str]:
    return [f"- {_introduced(person)}" for person in people]


def _introduced(person: Person) -> str:
    role = f" ({person.role})" if person.role else ""
    address = f" <{person.email}>" if person.email else ""
    sure = "" if person.state == "certain" else " (please check the name)"
    return f"{person.name}{role}{address}{sure}"


def _names(people: Sequence[Person]) -> str:
    return ", ".join(person.name for person in people)


def _discreet(kind: Kind, people: Sequence[Person]) -> str:
    whom = ", ".join(initials(person.name) for person in people)
    match kind:
        case "prompt":
            return "Before you leave"
        case "debrief":
            return "Debrief"
        case "email" | "card":
            what = "Email" if kind == "email" else "Note"
            return f"{what} to {whom}" if whom else what
        case "call":
            return f"Call {whom}" if len(people) == 1 else "Call"


def initials(name: str) -> str:
    """Like "D.A." for Dana Austen."""
    return "".join(f"{word[0].upper()}." for word in re.findall(r"\w+", name))
