"""Which company and which job an event is about (contract: "Company, role").

The title first, because it is what people write and read; else the domain of whoever
invited. Better None than a wrong name: an unknown company keeps sessions apart, a wrong one
ties them to strangers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from connectors.contract import Event
from service.domain.model import Person
from service.domain.naming.employer import company_by_domain, company_in
from service.domain.naming.names import as_name
from service.domain.naming.reading import Reading, is_known, read
from service.domain.naming.roles import is_role, shown_role
from service.domain.naming.title import Piece, without_kinds
from service.domain.policy import Me
from service.domain.vocabulary import any_of, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What an event is about: each None when nothing tells it.

    `other` is the other person of a title like "Dana Ruiz and Alex Morgan" or "Call with Dana
    at Acme".
    """

    company: str | None
    role: str | None
    other: str | None


def naming(event: Event, me: Me, invited: tuple[Person, ...]) -> Naming:
    """Read the title, and the domains of `invited` (see `guests.invited`).

    Company: the title, else the domain of the organizer or, failing that, of the guests, when
    it is not one of hiring, booking or free mail services and not the person's own employer.
    """
    title = read(event, me, invited)
    by_domain = company_by_domain(event, me)
    # Over coffee "Dana (Acme PM)" tells Dana's job, not the one applied for.
    beside = title.social and any(piece.link == "with" for piece in title.said)
    return Naming(
        company=company_in(title, by_domain, me) or by_domain,
        role=None if beside else _role(title.said),
        other=title.pair or _other(title),
    )


def _other(title: Reading) -> str | None:
    """Whom a title names behind "with", if an employer stands beside or we know the name."""
    sure = title.social or any(piece.link == "at" for piece in title.said)
    names = (as_name(p.text, single=sure) for p in title.said if p.link == "with")
    return next((name for name in names if name and (sure or is_known(name, title))), None)


def _role(said: tuple[Piece, ...]) -> str | None:
    """A piece with a word for a job in it. Behind "with" it is the interviewer's own job."""
    for piece in said:
        if piece.link in {"as", "for", "free"} and (piece.link == "as" or is_role(piece.text)):
            role = shown_role(_without_role_words(piece.text))
            if role:
                return role
    return None


def _without_role_words(text: str) -> str:
    """Just Data Engineer of "Data Engineer position" and "the role of Data Engineer"."""
    job = _role_words().sub("", text)
    return without_kinds(job) or job


@cache
def _role_words() -> re.Pattern[str]:
    before = any_of(listed("titles", "links", "as"))
    behind = "role|position|job|stelle|opening|vacancy"
    return re.compile(rf"^(?:the|a|an|our|{before})\s+|\s+(?:{behind})$", re.IGNORECASE)
