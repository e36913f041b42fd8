"""What the domain of an address tells: whose it is, and the company's name in it."""

from __future__ import annotations

from functools import lru_cache

from service.domain.policy import Me
from service.domain.vocabulary.domains import (
    domain_of,
    freemail_domains,
    machine_domains,
    registrable_match,
)

# Second levels under which countries register, as in example.co.uk; a short list instead of
# the whole public suffix list, because a company under a rarer one is only misnamed.
# fmt: off
_SECOND_LEVELS = frozenset({
    "ac", "co", "com", "edu", "gob", "gouv", "gov", "gv", "go", "mil", "ne", "net", "nhs",
    "nom", "or", "org", "plc", "sch",
})
# fmt: on


def is_employer(domain: str, me: Me) -> bool:
    """Whether a domain can be that of the employer visited.

    Not one of services for hiring or booking, of free mail, of calendars, of note-taking
    robots, nor of the person's own employer.
    """
    nobodys = (machine_domains(), freemail_domains(), own_domains(me))
    return bool(domain) and not any(registrable_match(domain, each) for each in nobodys)


@lru_cache(maxsize=256)
def own_domains(me: Me) -> frozenset[str]:
    """Where the person works now."""
    return frozenset(map(domain_of, me.work_emails)) - freemail_domains() - {""}


def name_part(domain: str) -> str:
    """The label somebody registered: `mail.acme.co.uk` gives `acme`."""
    labels = domain.split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS  # noqa: PLR2004 - co.uk
    at = -3 if country else -2
    return labels[at] if len(labels) >= -at else labels[0]


def company_of_domain(domain: str) -> str:
    """The company a domain suggests: `acme.com` is Acme, `tech-corp.io` Tech Corp."""
    return " ".join(word[:1].upper() + word[1:] for word in name_part(domain).split("-") if word)
