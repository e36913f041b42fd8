"""The id of one of our events, from its name.

Chosen by us, because an insert may be sent twice without anybody's wish: then the second finds
the id taken (facts: google-calendar 0.1, 1.7).
"""

from __future__ import annotations

import re
from base64 import b32hexencode
from hashlib import sha256
from typing import Final

from connectors.contract import EventId

NAME: Final = re.compile(r"fu-([0-9a-v]+)@afterword")
_DIGEST: Final = 52  # letters of a SHA-256 in base32hex
_OURS: Final = re.compile(rf"fu[0-9a-v]{{{_DIGEST}}}")


def event_id(name: str) -> EventId:
    """54 letters of Google's alphabet (a-v, 0-9), always the same for one name."""
    named = NAME.fullmatch(name)
    if named is not None and len(named[1]) == _DIGEST:
        return EventId(f"fu{named[1]}")
    digest = sha256(name.encode("utf-8", "surrogatepass")).digest()
    return EventId(f"fu{b32hexencode(digest).decode().rstrip('=').lower()}")


def is_ours(chosen: EventId) -> bool:
    """Whether we chose this id. Google's own have 26 letters; others' may be anything."""
    return _OURS.fullmatch(chosen) is not None
