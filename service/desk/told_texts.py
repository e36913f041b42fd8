"""What somebody types in a hurry, as it is kept: on one line or several, and never without end.

A name may end up in the header of an email, so no line break of it is kept.
"""

from __future__ import annotations

_JOINERS = "\u200c\u200d"
"""Not seen, and yet part of how names are written: in Persian, say, or Hindi."""
LONGEST_NAME = 200
LONGEST_LINE = 1000
LONGEST_TEXT = 5000
MOST_PEOPLE = 30


def one_line(text: str) -> str:
    """Without line breaks, doubled spaces and what cannot be seen."""
    return " ".join(_visible(text).split())


def lines(text: str) -> str:
    """Line by line, with neither empty lines around nor spaces behind."""
    kept = (_visible(line).strip() for line in text.splitlines())
    return "\n".join(kept).strip()


def is_address(text: str) -> bool:
    """Whether a message can go there: something, an @, something with a dot (HTML 4.10.5.1.5)."""
    local, at, domain = text.rpartition("@")
    plain = text.isprintable() and not set(text) & set(" <>,;:\"'()[]\\")
    return bool(at and local and plain and "@" not in local) and "." in domain.strip(".")


def _visible(text: str) -> str:
    return "".join(letter if letter.isprintable() or letter in _JOINERS else " " for letter in text)
