"""A title read once, with what else the event tells about the people in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from connectors.contract import Event
from service.domain.model import Person
from service.domain.naming.guests import own_names
from service.domain.naming.names import normal_name, shortens
from service.domain.naming.pair import paired, without
from service.domain.naming.title import Piece, pieces, plain_title
from service.domain.policy import Me
from service.domain.vocabulary import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A title read once: its pieces that are not the person, and whom the event invites.

    `pair` is the other one of "X and me"; `social`: a coffee or a rehearsal.
    """

    text: str
    said: tuple[Piece, ...]
    pair: str | None
    social: bool
    invited: tuple[str, ...]


def read(event: Event, me: Me, invited: tuple[Person, ...]) -> Reading:
    """Take the title to pieces, without the person's own name in any spelling."""
    text = plain_title(event.content.title)
    pair = paired(text, me)
    firsts = {normal_name(name).split()[0] for name in own_names(me) if normal_name(name)}
    found = pieces(without(text, (*_own_spellings(me), *((pair,) if pair else ()))))
    return Reading(
        text=event.content.title,
        said=tuple(piece for piece in found if normal_name(piece.text) not in firsts),
        pair=pair,
        social=not listed("titles", "social").isdisjoint(re.findall(r"\w+", text.casefold())),
        invited=tuple(person.name for person in invited if person.state != "excluded"),
    )


@lru_cache(maxsize=256)
def _own_spellings(me: Me) -> tuple[str, ...]:
    """The person's names, and those of two words with the last name first: "Morgan, Alex"."""
    turned = (name.split() for name in own_names(me))
    return (*own_names(me), *(f"{two[1]}, {two[0]}" for two in turned if len(two) == 2))  # noqa: PLR2004 - first and last name


def is_known(text: str, title: Reading) -> bool:
    """Whether the text names somebody invited, in full or short."""
    return any(
        normal_name(text) == normal_name(name) or shortens(text, name) for name in title.invited
    )
