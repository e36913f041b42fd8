"""Who may have been there: the people of the invitation, with what was told of each so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.addresses import normal_address
from service.domain.debrief import Debrief, Spoken
from service.domain.model import Person
from service.domain.naming.guests import is_me
from service.domain.naming.names import normal_name
from service.domain.policy import Me


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody a debrief asks about.

    `there`: they were, or most likely were. `invited`: the calendar names them, so whoever is
    called otherwise by now was taken for them. `told`: the person has spoken of them already.
    """

    spoken: Spoken
    there: bool
    invited: bool
    told: bool
    ask: str | None = None


def guests(invited: Iterable[Person], told: Debrief | None, me: Me) -> tuple[Guest, ...]:
    """Those of the invitation in its order, then whom the person added."""
    left = list(told.people if told else ())
    found = []
    for one in invited:
        if is_me(one.email or "", one.name, me):
            continue
        same = next((spoken for spoken in left if is_same(spoken, one.name, one.email)), None)
        if same is not None:
            left.remove(same)
        found.append(_of_the_invitation(one, same))
    added = (Guest(spoken=one, there=one.present, invited=False, told=True) for one in left)
    return (*found, *added)


def is_same(spoken: Spoken, name: str, email: str | None) -> bool:
    """Whether a name and an address are of somebody: by address, or by name where one has none."""
    if spoken.email and email:
        return normal_address(spoken.email) == normal_address(email)
    return normal_name(spoken.name) == normal_name(name)


def _of_the_invitation(one: Person, told: Spoken | None) -> Guest:
    """A mere coordinator need not have been there; who was left out by the rules even less."""
    likely = one.state != "excluded" and one.kind != "coordinator"
    known = Spoken(name=one.name, email=one.email, role=one.role, topic=one.topic or "")
    return Guest(
        spoken=told or known,
        there=told.present if told else likely,
        invited=True,
        told=told is not None,
        ask=one.ask,
    )
