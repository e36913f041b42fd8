"""What a page says once after something was done: `?did=WORD`, and only these words.

A sentence from the address itself would let anybody put words into our mouth.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NOTICES: Mapping[str, str] = MappingProxyType(
    {
        "signed_out": "You are signed out of this browser.",
        "signed_out_everywhere": "You are signed out of every browser, and links that nobody"
        " had used are withdrawn.",
    }
)


def notice(word: str | None) -> str | None:
    """The sentence for a word; None for none, and for one that nobody gave out."""
    return NOTICES.get(word or "")
