"""Who was talked to, after the person said so: their word is certain, and their spelling wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from service.domain.addresses import normal_address
from service.domain.debrief import Spoken
from service.domain.model import Person
from service.domain.naming.names import normal_name


def with_people(
    invited: Iterable[Person], spoken: Iterable[Spoken], *, via_agency: bool = False
) -> tuple[Person, ...]:
    """The people of a visit: those told of first, then the others of the invitation.

    One is the other by address, else by name. Who was not there is excluded; so is, when all
    goes through an agency, who is not the consultant already (facts: people 2).
    """
    left = list(invited)
    told: list[Person] = []
    for one in spoken:
        known = _known(one, left)
        if known is not None:
            left.remove(known)
        told.append(_person(one, known, via_agency=via_agency))
    return (*told, *left)


def _known(one: Spoken, invited: Iterable[Person]) -> Person | None:
    people = list(invited)
    by_address = (person for person in people if _same_address(one, person))
    by_name = (person for person in people if normal_name(person.name) == normal_name(one.name))
    return next(by_address, None) or next(by_name, None)


def _same_address(one: Spoken, person: Person) -> bool:
    if not (one.email and person.email):
        return False
    return normal_address(one.email) == normal_address(person.email)


def _person(one: Spoken, known: Person | None, *, via_agency: bool) -> Person:
    base = known or Person(name=one.name, kind="interviewer")
    stranger = via_agency and (known is None or known.state == "excluded")
    # Who only scheduled is not thanked by a card; who was talked to is.
    kind = "interviewer" if base.kind in {"coordinator", "unknown"} else base.kind
    return replace(
        base,
        name=one.name,
        email=one.email or base.email,
        role=one.role or base.role,
        kind=kind if one.present else base.kind,
        state="certain" if one.present and not stranger else "excluded",
        origin="answer",
        topic=one.topic or base.topic,
        ask=None,
    )
