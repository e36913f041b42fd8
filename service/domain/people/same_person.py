"""Several mentions of one human become one person, whatever order they come in.

First by address, then by name. A name that could be two people's joins neither; two people
of one name and different addresses stay two, and the debrief asks what tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from service.domain.addresses import normal_address
from service.domain.model import Person
from service.domain.naming.names import fullness, name_of_address, normal_name, shortens, spells

STATES = ("certain", "probable", "excluded")
ORIGINS = ("answer", "guest", "organizer", "description", "title")
KINDS = ("interviewer", "recruiter", "coordinator", "unknown")


@dataclass(slots=True, kw_only=True, eq=False)
class _Human:
    """The mentions that are one person so far, and a question if they may be another's.

    `name` is the most telling of the mentions'; `active`: not all of them are excluded;
    `place` is where the first of them stood.
    """

    mentions: list[Person] = field(default_factory=list)
    emails: set[str] = field(default_factory=set)
    name: str = ""
    active: bool = False
    place: int
    ask: str | None = None

    def add(self, mention: Person) -> None:
        """Take in one more mention."""
        self.mentions.append(mention)
        self.name = max(self.name, mention.name, key=_telling)
        self.active = self.active or mention.state != "excluded"

    def absorb(self, other: _Human) -> None:
        """Take in all mentions of somebody who turned out to be the same."""
        self.emails |= other.emails
        self.place = min(self.place, other.place)
        for mention in other.mentions:
            self.add(mention)

    @property
    def guessed(self) -> bool:
        """Whether all we have for a name is what the address suggests."""
        return all(m.email and m.name == name_of_address(m.email) for m in self.mentions)


def unite(people: Iterable[Person]) -> tuple[Person, ...]:
    """One person for each human: by certainty, then in the order in which they were named.

    Those who are excluded and those who are not are joined by address only: a relay that
    bears somebody's name must not take the address of the real one's place.
    """
    addressed, nameless = _by_address(people)
    humans = _join_names(addressed, nameless)
    _ask_about_namesakes(humans)
    humans.sort(key=lambda human: human.place)
    return tuple(sorted(map(_person, humans), key=lambda person: STATES.index(person.state)))


def _by_address(people: Iterable[Person]) -> tuple[list[_Human], list[_Human]]:
    addressed: dict[str, _Human] = {}
    by_name: dict[str, _Human] = {}
    for place, person in enumerate(people):
        if person.email:
            key = normal_address(person.email)
            human = addressed.setdefault(key, _Human(emails={key}, place=place))
        else:
            human = by_name.setdefault(normal_name(person.name), _Human(place=place))
        human.add(person)
    return list(addressed.values()), list(by_name.values())


def _join_names(addressed: list[_Human], unaddressed: list[_Human]) -> list[_Human]:
    """The fullest names first, so that "Dana" finds one Dana Ruiz and not also her "Dana R."."""
    humans = list(addressed)
    for human in sorted(unaddressed, key=_by_fullness):
        same = [one for one in humans if _alike(one, human) and _one_name(one, human)]
        if len(same) == 1:
            same[0].absorb(human)
        elif not same:  # of several namesakes it is one: it adds nobody
            humans.append(human)
    for human in sorted(humans, key=_by_fullness):
        _join_short_name(human, humans)
    return humans


def _join_short_name(human: _Human, humans: list[_Human]) -> None:
    fuller = [
        one for one in humans if one is not human and _alike(one, human) and _fuller(one, human)
    ]
    if len(fuller) == 1 and not (human.emails and fuller[0].emails):
        fuller[0].absorb(human)
        humans.remove(human)
    elif len(fuller) > 1 and not human.emails:
        whom = " or ".join(sorted(one.name for one in fuller))
        human.ask = f"Is {human.name} the same person as {whom}?"


def _ask_about_namesakes(humans: list[_Human]) -> None:
    for human in humans:
        namesakes = [one for one in humans if _alike(one, human) and _one_name(one, human)]
        if len(namesakes) > 1 and human.active:
            emails = ", ".join(sorted(email for one in namesakes for email in one.emails))
            human.ask = f"Two people are called {human.name} ({emails}): what tells them apart?"


def _alike(one: _Human, other: _Human) -> bool:
    return one.active is other.active


def _one_name(one: _Human, other: _Human) -> bool:
    return normal_name(one.name) == normal_name(other.name)


def _fuller(one: _Human, human: _Human) -> bool:
    """Whether the name of `human` may be a short form, or the address, of `one`."""
    if shortens(human.name, one.name):
        return True
    return (
        human.guessed and not one.emails and any(spells(email, one.name) for email in human.emails)
    )


def _person(human: _Human) -> Person:
    """What the best mention says, completed by the others."""
    if len(human.mentions) == 1 and human.ask is None:
        return human.mentions[0]
    mentions = sorted(human.mentions, key=_order)
    told = [mention for mention in mentions if mention.state != "excluded"] or mentions
    return replace(
        mentions[0],
        name=human.name,
        email=next((mention.email for mention in mentions if mention.email), None),
        role=next((mention.role for mention in told if mention.role), None),
        kind=min((mention.kind for mention in told), key=KINDS.index),
        origin=min((mention.origin for mention in told), key=ORIGINS.index),
        topic=next((mention.topic for mention in told if mention.topic), None),
        ask=human.ask,
    )


def _telling(name: str) -> tuple[tuple[int, int, int], bool, str]:
    return fullness(name), not name.isupper(), name


def _by_fullness(human: _Human) -> tuple[tuple[int, ...], str, list[str]]:
    return tuple(-n for n in fullness(human.name)), human.name, sorted(human.emails)


def _order(person: Person) -> tuple[int | str, ...]:
    return (
        STATES.index(person.state),
        ORIGINS.index(person.origin),
        normal_name(person.name),
        person.email or "",
        KINDS.index(person.kind),
        person.name,
        person.role or "",
        person.topic or "",
    )
