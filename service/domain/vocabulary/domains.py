"""Whose a domain is: a hiring service's, a booking page's, anybody's."""

from __future__ import annotations

from functools import cache

from service.domain.vocabulary import listed


def ats_domains() -> frozenset[str]:
    """Applicant tracking and interview scheduling services: who writes from here is hiring."""
    return listed("domains", "ats")


def scheduler_domains() -> frozenset[str]:
    """Booking pages that anybody may use."""
    return listed("domains", "scheduler")


def freemail_domains() -> frozenset[str]:
    """Domains that say nothing about where somebody works."""
    return listed("domains", "freemail")


def calendar_domains() -> frozenset[str]:
    """Addresses of calendars and rooms rather than of people."""
    return listed("domains", "calendar")


@cache
def machine_domains() -> frozenset[str]:
    """Where nobody sits: hiring and booking services, calendars, robots that take notes."""
    robots = listed("people", "addresses", "bot_domains")
    return ats_domains() | scheduler_domains() | calendar_domains() | robots


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
