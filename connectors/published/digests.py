"""Whether two downloads of a calendar say the same, told from their bytes.

Publishers set DTSTAMP anew at every download, and some of them the other bookkeeping lines too
(facts: icalendar 0.7), so a plain checksum says that everything changed all the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

PIECE: Final = 256 * 1024
"""Bytes at a time: small enough for the processor's cache, and for other threads' patience."""

_STAMP: Final = b"\nDTSTAMP:"
_STAMPS: Final = re.compile(_STAMP + rb"[^\n]*")
_BOOKKEEPING: Final = re.compile(
    rb"\n(?:DTSTAMP|LAST-MODIFIED|CREATED|SEQUENCE|X-WR-[A-Z-]*[:;][^\n]*\d{8}T\d{6})[^\n]*",
    re.IGNORECASE,
)


def of_download(body: bytes) -> str:
    """All of the bytes but the values of DTSTAMP: what an unchanged calendar repeats."""
    found = sha256()
    for piece in _pieces(body):
        found.update(_STAMP.join(_STAMPS.split(piece)))
    return found.hexdigest()


def of_content(body: bytes) -> str:
    """Without any line of bookkeeping: DTSTAMP, LAST-MODIFIED, CREATED, SEQUENCE, X-WR stamps.

    Dearer than `of_download`, and meant for the part of a calendar that can matter.
    """
    found = sha256()
    for piece in _pieces(body):
        found.update(_BOOKKEEPING.sub(b"", piece))
    return found.hexdigest()


def _pieces(body: bytes) -> Iterator[bytes]:
    """The body in pieces, each but the first beginning with a line break."""
    at = 0
    while at < len(body):
        end = body.find(b"\n", at + PIECE)
        end = len(body) if end < 0 else end
        yield body[at:end]
        at = end
