"""Unpacking a body as it arrives, never further than a bound.

A few hundred bytes can unpack to gigabytes (facts: icalendar 0.5), so what comes out is asked
for in pieces, and one layer of gzip is all that is accepted: that is all we ask for.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

from connectors.transport.limits import TooLarge

PIECE = 64 * 1024
MEMBERS = 64
"""RFC 1952 2.2 lets a gzip body have several members; nobody needs this many, and empty ones
would be work without end."""

GZIP_ONLY = 16 + zlib.MAX_WBITS


class Unpackable(Exception):
    """Packed in a way we did not ask for."""


class Damaged(Exception):
    """Not what its encoding says, or broken off."""


def packing(content_encodings: Sequence[str]) -> bool:
    """Whether a body is gzip (True) or plain (False), by its Content-Encoding headers.

    Raises `Unpackable` for anything else, two layers of gzip included (RFC 9110 8.4).
    """
    lines = ",".join(content_encodings).lower().split(",")
    layers = [layer.strip() for layer in lines if layer.strip()]
    if layers in (["gzip"], ["x-gzip"]):
        return True
    if layers in ([], ["identity"]):
        return False
    raise Unpackable


class PlainBody:
    """Collects a body that is not packed."""

    def __init__(self, most: int) -> None:
        self._most = most
        # BytesIO hands its bytes over without a copy: a large calendar is held once.
        self._buffer = io.BytesIO()

    def add(self, chunk: bytes) -> None:
        """Take the next bytes from the wire. Raises `TooLarge`."""
        if self._buffer.tell() + len(chunk) > self._most:
            raise TooLarge
        self._buffer.write(chunk)

    def whole(self) -> bytes:
        """The body."""
        return self._buffer.getvalue()


class GzipBody(PlainBody):
    """Collects a body packed with gzip."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._member = zlib.decompressobj(GZIP_ONLY)
        self._members = 1

    def add(self, chunk: bytes) -> None:
        """Take the next bytes from the wire. Raises `TooLarge`, `Damaged`."""
        try:
            while chunk:
                chunk = self._unpack(chunk)
        except zlib.error:
            raise Damaged from None

    def _unpack(self, chunk: bytes) -> bytes:
        if self._member.eof:
            self._next_member()
        piece = self._member.decompress(chunk, PIECE)
        super().add(piece)
        return self._member.unconsumed_tail or self._member.unused_data

    def _next_member(self) -> None:
        self._members += 1
        if self._members > MEMBERS:
            raise Damaged
        self._member = zlib.decompressobj(GZIP_ONLY)

    def whole(self) -> bytes:
        """The body. Raises `Damaged` if the packing breaks off."""
        if not self._member.eof:
            raise Damaged
        return super().whole()
