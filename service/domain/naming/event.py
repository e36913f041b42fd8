"""Which company and which job an event is about (contract: "Company, role").

The title first, because it is what people write and read; else the domain of whoever
invited. Better None than a wrong name: an unknown company keeps sessions apart, a wrong one
ties them to strangers.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

from connectors.contract import Event
from service.domain.model import Person
from service.domain.naming.company import has_legal_form, normal_company
from service.domain.naming.domains import company_of_domain, is_employer
from service.domain.naming.guests import is_me, own_names
from service.domain.naming.names import as_name, normal_name, shortens
from service.domain.naming.roles import is_role, shown_role
from service.domain.naming.title import Link, Piece, pieces, plain_title, without_kinds
from service.domain.policy import Me
from service.domain.vocabulary import any_of, listed
from service.domain.vocabulary.domains import domain_of

_ORDER: tuple[Link, ...] = ("at", "with", "for", "free")
_MOST_WORDS = 6
_TEAM = re.compile(
    r"(?:\s(?:[a-z&]+|Hiring|Recruiting|Recruitment|Talent|HR|People|Interview|Engineering))*\s[Tt]eam$"
)
_SMALL = frozenset(
    {"of", "and", "the", "&", "for", "de", "der", "und", "et", "y", "la", "du", "del", "di"}
    | {"van", "von"}
)
"""Written small inside a name: "Bank of America", "Universität zu Köln"."""


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
    title = _title(event, me, invited)
    by_domain = _domain_company(event, me)
    # Over coffee "Dana (Acme PM)" tells Dana's job, not the one applied for.
    beside = title.social and any(piece.link == "with" for piece in title.said)
    return Naming(
        company=_company(title, by_domain, me) or by_domain,
        role=None if beside else _role(title.said),
        other=title.pair or _other(title),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Title:
    """A title read once: its pieces that are not the person, and whom the event invites.

    `pair` is the other one of "X and me"; `social`: a coffee or a rehearsal.
    """

    text: str
    said: tuple[Piece, ...]
    pair: str | None
    social: bool
    invited: tuple[str, ...]


def _title(event: Event, me: Me, invited: tuple[Person, ...]) -> _Title:
    text = plain_title(event.content.title)
    pair = _paired(text, me)
    firsts = {normal_name(name).split()[0] for name in own_names(me) if normal_name(name)}
    found = pieces(_without(text, [*_own_spellings(me), *filter(None, [pair])]))
    return _Title(
        text=event.content.title,
        said=tuple(piece for piece in found if normal_name(piece.text) not in firsts),
        pair=pair,
        social=not listed("titles", "social").isdisjoint(re.findall(r"\w+", text.casefold())),
        invited=tuple(person.name for person in invited if person.state != "excluded"),
    )


def _own_spellings(me: Me) -> tuple[str, ...]:
    """The person's names, and those of two words with the last name first: "Morgan, Alex"."""
    turned = (name.split() for name in own_names(me))
    return (*own_names(me), *(f"{two[1]}, {two[0]}" for two in turned if len(two) == 2))  # noqa: PLR2004 - first and last name


def _other(title: _Title) -> str | None:
    """Whom a title names behind "with", if an employer stands beside or we know the name."""
    sure = title.social or any(piece.link == "at" for piece in title.said)
    names = (as_name(p.text, single=sure) for p in title.said if p.link == "with")
    return next((name for name in names if name and (sure or _is_known(name, title))), None)


def _role(said: tuple[Piece, ...]) -> str | None:
    """A piece with a word for a job in it. Behind "with" it is the interviewer's own job."""
    for piece in said:
        if piece.link in {"as", "for", "free"} and (piece.link == "as" or is_role(piece.text)):
            role = shown_role(_without_role_words(piece.text))
            if role:
                return role
    return None


def _company(title: _Title, by_domain: str | None, me: Me) -> str | None:
    said = (replace(piece, text=_TEAM.sub("", piece.text)) for piece in title.said)
    found = [piece for piece in said if _may_be_company(piece, title, me, by_domain)]
    near = [piece for piece in found if by_domain and _resembles(piece.text, by_domain)]
    ranked = sorted(
        near or found, key=lambda piece: (not has_legal_form(piece.text), _ORDER.index(piece.link))
    )
    return ranked[0].text if ranked else None


def _may_be_company(piece: Piece, title: _Title, me: Me, by_domain: str | None) -> bool:
    text = piece.text
    if piece.link not in _ORDER or len(text.split()) > _MOST_WORDS or is_me("", text, me):
        return False
    if by_domain and _resembles(text, by_domain):
        return True
    if is_role(text) or text.casefold() in listed("titles", "no_company"):
        return False
    if not _is_written_like_a_name(text, title.text):
        return False
    return piece.link == "at" or not _is_person(piece, title, by_domain)


def _is_person(piece: Piece, title: _Title, by_domain: str | None) -> bool:
    """Whether the piece is rather somebody than a company: known by name, or merely shaped so.

    "Interview with Dana Ruiz" from `recruiting@hooli.com` is about Hooli; without any domain
    to go by, "Interview with Pied Piper" is about Pied Piper.
    """
    if _is_known(piece.text, title):
        return True
    if re.search(r"\s\w\.?$", piece.text) and as_name(piece.text):
        return True  # "Tom B."
    if piece.link != "with":
        return False
    if piece.text.split()[0].casefold().strip(".") in listed("people", "names", "honorifics"):
        return True  # "Dr. Smith"
    return title.social or (by_domain is not None and as_name(piece.text) is not None)


def _is_known(text: str, title: _Title) -> bool:
    return any(
        normal_name(text) == normal_name(name) or shortens(text, name) for name in title.invited
    )


def _domain_company(event: Event, me: Me) -> str | None:
    """The organizer's domain, else the one most guests have."""
    host = domain_of(event.organizer.email) if event.organizer else ""
    if is_employer(host, me):
        return company_of_domain(host)
    domains = Counter(
        domain for guest in event.attendees if is_employer(domain := domain_of(guest.email), me)
    )
    most = sorted(domains, key=lambda domain: (-domains[domain], domain))
    return company_of_domain(most[0]) if most else None


def _resembles(text: str, by_domain: str) -> bool:
    """Like "Stark Industries" and stark.com, "Pied Piper" and piedpiper.com, "GE" and ge.com."""
    said, domain = normal_company(text), normal_company(by_domain)
    words = [normal_company(word) for word in text.split()]
    return said == domain or domain in words or (len(domain) > 3 and said.startswith(domain))  # noqa: PLR2004 - "ge" begins many words


def _is_written_like_a_name(text: str, title: str) -> bool:
    """Capitals, figures or a script without case; in a title typed all small, anything."""
    if title == title.lower() and any(letter.lower() != letter.upper() for letter in title):
        return len(text.split()) <= 2  # noqa: PLR2004 - "acme labs", but no sentence
    small = [word for word in text.split() if word == word.lower() != word.upper()]
    return len(small) < len(text.split()) and _SMALL.issuperset(small)


def _without_role_words(text: str) -> str:
    """Just Data Engineer of "Data Engineer position" and "the role of Data Engineer"."""
    job = _role_words().sub("", text)
    return without_kinds(job) or job


def _without(title: str, names: list[str]) -> str:
    """The title with a break where people's names stood, and "and" or "<>" beside them."""
    joint = _joints()
    for name in names:
        one = rf"(?:(?<!\S)(?:{joint})\s+)?(?<!\w){re.escape(name)}(?!\w)(?:\s+(?:{joint})(?!\S))?"
        title = re.sub(one, " | ", title, flags=re.IGNORECASE)
    return title


def _paired(title: str, me: Me) -> str | None:
    """The other one of "X and me", if it is a name like mine: full beside full."""
    between = re.sub(r"^.*\bbetween\s+", "", title, flags=re.IGNORECASE)
    sides = _pair_words().split(between)
    if len(sides) != 2:  # noqa: PLR2004 - a pair
        return None
    for mine, other in (sides, sides[::-1]):
        whole = normal_name(without_kinds(_beside(mine)))
        if any(whole == normal_name(name) for name in own_names(me)):
            return as_name(_beside(other))
    return None


def _beside(side: str) -> str:
    """What stands next to the "and": "Interview: Dana Ruiz", "Alex Morgan - Data Engineer"."""
    return re.split(r"\s+[-\u2013\u2014|(]", side.rpartition(": ")[2])[0]


@cache
def _joints() -> str:
    return any_of(listed("titles", "pairs", "and"))


@cache
def _pair_words() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_joints()})\s", re.IGNORECASE)


@cache
def _role_words() -> re.Pattern[str]:
    before = any_of(listed("titles", "links", "as"))
    behind = "role|position|job|stelle|opening|vacancy"
    return re.compile(rf"^(?:the|a|an|our|{before})\s+|\s+(?:{behind})$", re.IGNORECASE)
