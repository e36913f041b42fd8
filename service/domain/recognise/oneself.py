"""The person whose calendar it is: how to know them by address and by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from connectors.contract import Event
from service.domain.addresses import normal_address
from service.domain.policy import Me
from service.domain.recognise.comparable import fold
from service.domain.vocabulary.domains import domain_of, freemail_domains, registrable_match

_NOBODY = re.compile(r"(?!)")
_JOINED = r"(?:<>|<->|↔|/|&|\+|\||\bx\b|\bund\b|\band\b|\bet\b|\be\b|\by\b)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Oneself:
    """Addresses in their normal spelling, the employer's domains, and two patterns of the name.

    `full_name` is first and last name in either order; `named` is that, or the first name
    joined to another ("Acme <> Alex"). Both are for folded text.
    """

    addresses: frozenset[str]
    work_addresses: frozenset[str]
    work_domains: frozenset[str]
    full_name: re.Pattern[str]
    named: re.Pattern[str]

    def is_me(self, address: str) -> bool:
        """Whether this is one of the person's own addresses, however it is spelled."""
        return bool(address) and normal_address(address) in self.addresses

    def is_colleague(self, address: str) -> bool:
        """Whether the address is in a domain of the person's present employer."""
        return registrable_match(domain_of(address), self.work_domains)

    def owns(self, event: Event) -> bool:
        """Whether the words in the entry are the person's own: nobody else organizes it."""
        return event.organizer is None or self.is_me(event.organizer.email)


@lru_cache(maxsize=256)
def oneself(me: Me) -> Oneself:
    """What the settings tell about the person, ready to compare."""
    work = frozenset(normal_address(address) for address in me.work_emails)
    full = _full_name(fold(me.name).split())
    return Oneself(
        addresses=work | frozenset(normal_address(address) for address in me.emails),
        work_addresses=work,
        work_domains=frozenset(map(domain_of, work)) - freemail_domains() - {""},
        full_name=re.compile(full) if full else _NOBODY,
        named=_named(full, fold(me.name).split()),
    )


def _full_name(names: list[str]) -> str:
    if not names:
        return ""
    first, last = re.escape(names[0]), re.escape(names[-1])
    if len(names) == 1:
        # One word: a name written without spaces, or a first name that proves nothing.
        return first if len(names[0]) > 1 and not names[0].isascii() else ""
    return rf"(?<!\w){first}(?:\W+\w+){{0,2}}?\W+{last}(?!\w)|(?<!\w){last}\W+{first}(?!\w)"


def _named(full: str, names: list[str]) -> re.Pattern[str]:
    if not names:
        return _NOBODY
    first = rf"(?<!\w){re.escape(names[0])}(?!\w)"
    joined = rf"{first}\s*{_JOINED}|{_JOINED}\s*{first}"
    return re.compile(f"{full}|{joined}" if full else joined)
