"""The words and domains by which interviews, people and companies are told apart.

They live in TOML files beside this module, because a word is data: a new language is a new
line there and no line here. Each file is read once, when somebody first asks.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> dict[str, object]:
    """The content of `vocabulary/NAME.toml`."""
    text = files("service.domain").joinpath("vocabulary", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def words(name: str, key: str) -> frozenset[str]:
    """One list of a vocabulary file. Raises KeyError or TypeError when there is none."""
    found = table(name)[key]
    if not isinstance(found, list):
        raise TypeError(f"{key} in {name}.toml is not a list of words")
    return frozenset(str(word) for word in found)


def ats_domains() -> frozenset[str]:
    """Applicant tracking and interview scheduling services: who writes from here is hiring."""
    return words("domains", "ats")


def scheduler_domains() -> frozenset[str]:
    """Booking pages that anybody may use."""
    return words("domains", "scheduler")


def freemail_domains() -> frozenset[str]:
    """Domains that say nothing about where somebody works."""
    return words("domains", "freemail")


def calendar_domains() -> frozenset[str]:
    """Addresses of calendars and rooms rather than of people."""
    return words("domains", "calendar")


def role_mailboxes() -> frozenset[str]:
    """Local parts nobody in particular reads; compare with `mailbox(address)`."""
    return words("mailboxes", "role")


def mailbox(address: str) -> str:
    """The local part as `role_mailboxes` spells it: `No-Reply+x@a.io` is `noreply`."""
    local = address.partition("@")[0].partition("+")[0]
    return "".join(c for c in local.casefold() if c.isalnum())


def domain_of(address: str) -> str:
    """What stands after the @, in lower case; empty when there is no address."""
    return address.rpartition("@")[2].lower() if "@" in address else ""


def registrable_match(domain: str, suffixes: frozenset[str]) -> bool:
    """Whether `domain` is one of `suffixes` or lies under one, on a label boundary.

    `us.greenhouse-mail.io` matches `greenhouse-mail.io`; `notgreenhouse.io` does not match
    `greenhouse.io`.
    """
    while domain:
        if domain in suffixes:
            return True
        domain = domain.partition(".")[2]
    return False
