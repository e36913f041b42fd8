"""What the part of an address before the @ tells."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from service.domain.vocabulary import listed

_PART = re.compile(r"[.\-_+]")


def role_mailboxes() -> frozenset[str]:
    """Local parts nobody in particular reads; compare with `mailbox(address)`."""
    return listed("mailboxes", "role")


def mailbox(address: str) -> str:
    """The local part as `role_mailboxes` spells it: `No-Reply+x@a.io` is `noreply`."""
    local = address.partition("@")[0].partition("+")[0]
    return "".join(c for c in local.casefold() if c.isalnum())


def recruits(address: str) -> bool:
    """Whether the local part names the people who hire: `talent@`, `recruiting-coordinator@`."""
    return any(map(_hires, parts(address)))


def only_recruits(address: str) -> bool:
    """Whether it says nothing else, such as whose mailbox it is: `talent@`, `hr-jobs@`."""
    said = parts(address)
    return bool(said) and all(map(_hires, said))


def _hires(part: str) -> bool:
    whole, stems = _recruiter_words()
    return part in whole or part.startswith(stems)


def parts(address: str) -> tuple[str, ...]:
    """What stands between the dots, dashes and underscores of the local part."""
    local = unicodedata.normalize("NFKC", address.partition("@")[0]).casefold()
    return tuple(filter(None, _PART.split(local)))


@cache
def _recruiter_words() -> tuple[frozenset[str], tuple[str, ...]]:
    stems = listed("mailboxes", "recruiter_stems")
    return listed("mailboxes", "recruiter_parts"), tuple(sorted(stems))
