"""Which piece of a title is the company, and which domain tells it (contract: "Company, role")."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from connectors.contract import Event
from service.domain.naming.company import has_legal_form, normal_company
from service.domain.naming.domains import company_of_domain, is_employer
from service.domain.naming.guests import is_me
from service.domain.naming.names import as_name
from service.domain.naming.reading import Reading, is_known
from service.domain.naming.roles import is_role
from service.domain.naming.title import Link, Piece
from service.domain.policy import Me
from service.domain.vocabulary import listed
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


def company_in(title: Reading, by_domain: str | None, me: Me) -> str | None:
    """The company a title names; what resembles the domain's goes before all else."""
    said = (replace(piece, text=_TEAM.sub("", piece.text)) for piece in title.said)
    found = [piece for piece in said if _may_be_company(piece, title, me, by_domain)]
    near = [piece for piece in found if by_domain and _resembles(piece.text, by_domain)]
    ranked = sorted(
        near or found, key=lambda piece: (not has_legal_form(piece.text), _ORDER.index(piece.link))
    )
    return ranked[0].text if ranked else None


def company_by_domain(event: Event, me: Me) -> str | None:
    """The company of the organizer's domain, else of the one most guests have."""
    host = domain_of(event.organizer.email) if event.organizer else ""
    if is_employer(host, me):
        return company_of_domain(host)
    domains = Counter(
        domain for guest in event.attendees if is_employer(domain := domain_of(guest.email), me)
    )
    most = sorted(domains, key=lambda domain: (-domains[domain], domain))
    return company_of_domain(most[0]) if most else None


def _may_be_company(piece: Piece, title: Reading, me: Me, by_domain: str | None) -> bool:
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


def _is_person(piece: Piece, title: Reading, by_domain: str | None) -> bool:
    """Whether the piece is rather somebody than a company: known by name, or merely shaped so.

    "Interview with Dana Ruiz" from `recruiting@hooli.com` is about Hooli; without any domain
    to go by, "Interview with Pied Piper" is about Pied Piper.
    """
    if is_known(piece.text, title):
        return True
    if re.search(r"\s\w\.?$", piece.text) and as_name(piece.text):
        return True  # "Tom B."
    if piece.link != "with":
        return False
    if piece.text.split()[0].casefold().strip(".") in listed("people", "names", "honorifics"):
        return True  # "Dr. Smith"
    return title.social or (by_domain is not None and as_name(piece.text) is not None)


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
