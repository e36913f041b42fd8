"""What the five entries say: title and notes, for one visit or for one person.

Nothing of the foreign event is copied but names, so no tag can breed. With discreet titles an
entry holds the link and initials and nothing else, for a calendar that others can see
(facts: privacy 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.debrief import Debrief, Spoken
from service.domain.model import Kind, Person, Visit
from service.domain.policy import Policy
from service.domain.script import questions, script
from service.domain.visit_link import Links

GAP = "[one thing you two talked about]"
EMAIL_ADVICE = "A different email for each person: short, today, with something you two spoke of."
CARD_ADVICE = (
    "A different note for each person, by hand, with a real stamp; to the office, never to a home."
)
GRACIOUS = {
    "rejected": "Only if you like: a short, gracious note.",
    "withdrew": "You are no longer interested: a short, gracious note, if you like.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One entry, and all that it can say.

    `people` are those it is for. `usual` is when a call is due that nobody agreed on, `hint` the
    custom where a card will be opened, `silent`: they did not call as promised, `met` whom one
    has met in earlier rounds.
    """

    kind: Kind
    visit: Visit
    people: tuple[Person, ...]
    policy: Policy
    because: str
    usual: str
    agreed: bool = False
    silent: bool = False
    outcome: str | None = None
    hint: str | None = None
    debrief: Debrief | None = None
    links: Links | None = None
    met: str = ""

    @property
    def discreet(self) -> bool:
        """Whether others may see it."""
        return self.policy.privacy.discreet_titles

    @property
    def by_email(self) -> bool:
        """Whether they would rather be written to than called."""
        return self.debrief is not None and self.debrief.may_call == "email_only"


def title(about: About) -> str:
    """The title of one entry."""
    if about.discreet:
        return _discreet(about)
    where, names = place(about.visit), _names(about.people)
    match about.kind:
        case "prompt":
            return f"Before you leave {where}: three questions"
        case "debrief":
            return f"Debrief: {where}"
        case "email":
            return (
                f"Thank-you email to {names} ({where})" if names else f"Thank-you emails: {where}"
            )
        case "card":
            what = "Note by hand" if len(about.people) == 1 else "Notes by hand"
            return f"{what} to {names} ({where})" if names else f"{what}: {where}"
        case "call":
            return _calling(about, where, names)


def notes(about: About) -> str:
    """The text under the title: where it leads, what to do, with whom, why then, the custom."""
    to = [about.links.to(about.kind, about.visit.key), ""] if about.links else []
    if about.discreet:
        who = () if about.kind in {"prompt", "debrief"} else about.people
        return "\n".join([*to, *(f"- {initials(one.name)}" for one in who)]).strip()
    hints = ["", about.hint] if about.hint else []
    return "\n".join([*to, *_body(about), "", f"Why now: {about.because}", *hints])


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


def initials(name: str) -> str:
    """Like "D.A." for Dana Austen."""
    return "".join(f"{word[0].upper()}." for word in re.findall(r"\w+", name))


def _body(about: About) -> list[str]:
    match about.kind:
        case "prompt":
            asked = questions(about.people, about.usual)
            met = [about.met, ""] if about.met else []
            return [*met, "Ask before you leave:", *(f"- {question}" for question in asked)]
        case "debrief":
            return ["While it is fresh: who, and what you two talked about.", *_topics(about)]
        case "email":
            return [*_debrief_first(about), _advice(about, EMAIL_ADVICE), *_topics(about)]
        case "card":
            return [*_debrief_first(about), _advice(about, CARD_ADVICE), *_topics(about)]
        case "call":
            return list(_call(about))


def _debrief_first(about: About) -> list[str]:
    """A gentle reminder, where there is a page to tell it on, until anybody was told of."""
    if about.links is None or (about.debrief is not None and about.debrief.people):
        return []
    return [f"Debrief first: one minute. {about.links.to('debrief', about.visit.key)}"]


def _advice(about: About, usual: str) -> str:
    return GRACIOUS.get(about.outcome or "", usual)


def _topics(about: About) -> list[str]:
    lines = [_topic(person, about) for person in about.people]
    count = about.debrief.count if about.debrief else None
    missing = (count or 0) - len(about.people)
    if missing > 0:
        more = "more " if lines else ""
        noun = "person" if missing == 1 else "people"
        return [*lines, f"- {missing} {more}{noun}: names at the debrief."]
    return lines or ["- Names are not known yet: fill them in at the debrief."]


def _topic(person: Person, about: About) -> str:
    spoken = _spoken(person, about.debrief)
    line = f"- {_introduced(person)}: {person.topic or GAP}"
    if spoken is None or about.kind == "debrief":
        return line
    if spoken.promise and about.kind == "email":
        line = f"{line}; promised: {spoken.promise}"
    return f"{line}{_state(spoken, about.kind)}"


def _spoken(person: Person, debrief: Debrief | None) -> Spoken | None:
    told = debrief.people if debrief else ()
    return next((one for one in told if one.present and one.name == person.name), None)


def _state(spoken: Spoken, kind: Kind) -> str:
    if kind == "email" and spoken.emailed:
        return " - sent"
    if kind == "card" and spoken.posted:
        return " - posted"
    return " - skipped" if kind in spoken.skipped else ""


def _calling(about: About, where: str, names: str) -> str:
    # Of several, whom to call is for the person to say: it is the third question.
    asked_for = about.debrief.call_whom if about.debrief else ""
    one = asked_for or (names if len(about.people) == 1 else "")
    whom = f"{one} ({where})" if one else where
    if about.by_email:
        return f"Ask by email where things stand: {whom}"
    return f"Call {whom}, as agreed" if about.agreed else f"Call {whom} - date not agreed yet"


def _call(about: About) -> Iterator[str]:
    if about.by_email:
        yield "They would rather have an email: ask where things stand, in two sentences."
        yield from _reach(about.people)
        return
    debrief = about.debrief
    if debrief is not None and debrief.call_number:
        yield dialled(debrief.call_number)
    if debrief is not None and debrief.call_whom:
        yield f"Ask for {debrief.call_whom}."
    yield "Ask where things stand. No call once they have answered."
    yield from _reach(about.people)
    yield from ("", *script(about.visit, about.policy.me, agreed=about.agreed, silent=about.silent))


def dialled(number: str) -> str:
    """A number as calendars make it something to tap (RFC 3966); an extension stays behind it."""
    main, *extension = re.split(r"(?i)(?:ext\.?|x|#|,)", number, maxsplit=1)
    digits = re.sub(r"\D", "", main)
    plus = "+" if main.strip().startswith(("+", "(+")) else ""
    behind = "".join(re.sub(r"\D", "", part) for part in extension)
    return f"tel:{plus}{digits}{f';ext={behind}' if behind else ''}" if digits else number


def _reach(people: Sequence[Person]) -> list[str]:
    return [f"- {_introduced(person)}" for person in people]


def _introduced(person: Person) -> str:
    role = f" ({person.role})" if person.role else ""
    address = f" <{person.email}>" if person.email else ""
    sure = "" if person.state == "certain" else " (please check the name)"
    return f"{person.name}{role}{address}{sure}"


def _names(people: Sequence[Person]) -> str:
    return ", ".join(person.name for person in people)


def _discreet(about: About) -> str:
    people = about.people
    whom = ", ".join(initials(person.name) for person in people)
    match about.kind:
        case "prompt":
            return "Before you leave"
        case "debrief":
            return "Debrief"
        case "email" | "card":
            what = "Email" if about.kind == "email" else "Note"
            return f"{what} to {whom}" if whom else what
        case "call":
            what = "Email" if about.by_email else "Call"
            return f"{what} {whom}" if len(people) == 1 else what
