"""One link a visit: where the person tells what was said there, and finds their notes.

It is kept nowhere. It is made of the person's secret and the visit, again and again the same, so
it can stand in a calendar for weeks; another secret makes all of before worthless. Who holds one
has the first of two keys: the page asks for a browser that it knows as well.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass, field

from service.domain.model import Kind, VisitKey

_BYTES = 20
"""160 bit: nobody guesses it (facts: domain 5d asks for 128), and base32 needs no filling."""
_TOKEN = re.compile(r"([1-9a-f][0-9a-f]{0,7})-[a-z2-7]{32}", re.ASCII)
_LAST = 2**31 - 1
"""The greatest number a person can have in the store: none that is greater is looked for there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What all the links of one person are made of. `base` is our address, without a last slash."""

    base: str
    person: int
    secret: str = field(repr=False)

    def to(self, kind: Kind, visit: VisitKey) -> str:
        """Where an entry of this kind leads. The debrief is the page that all begins at."""
        page = "" if kind == "debrief" else f"/{kind}"
        return f"{self.base}/d/{token(self.secret, self.person, visit)}{page}"


def token(secret: str, person: int, visit: VisitKey) -> str:
    """The part of a link that opens one visit of one person."""
    # A UID from a broken file may hold lone surrogates.
    spoken = visit.encode("utf-8", "surrogatepass")
    digest = hmac.digest(secret.encode(), spoken, "sha256")[:_BYTES]
    return f"{person:x}-{b32encode(digest).decode().lower()}"


def person_of(token: str) -> int | None:
    """Whose it says it is, which proves nothing yet; None: it is no token."""
    found = _TOKEN.fullmatch(token)
    person = int(found[1], 16) if found else 0
    return person if 0 < person <= _LAST else None


def visit_of(token: str, secret: str, visits: Iterable[VisitKey]) -> VisitKey | None:
    """The visit that it opens; None: none of these. It takes as long whichever it is."""
    person = person_of(token)
    if person is None:
        return None
    opened = [visit for visit in visits if _same(token, secret, person, visit)]
    return opened[0] if opened else None


def _same(given: str, secret: str, person: int, visit: VisitKey) -> bool:
    return hmac.compare_digest(given.encode(), token(secret, person, visit).encode())
