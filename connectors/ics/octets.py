"""Values into content lines, content lines into octets (RFC 5545 3.1 and 3.3.11).

Everything a person or a stranger wrote passes through `text`, `parameter` or `uri` before it
stands in a line; after that no line can hold a line break, so no text can become a property.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

LIMIT = 75
"""Octets in a physical line, the CRLF not counted (RFC 5545 3.1)."""

_BACKSLASH = ord("\\")
_URI_CHARACTERS = ":/?#[]@!$&'()*+,;=%-._~"  # RFC 3986 2.2 and 2.3, and escapes already made

# CONTROL of RFC 5545 3.1 without HTAB and the line breaks; the three line breaks of Unicode at
# which many readers split lines; and lone surrogates, which UTF-8 cannot hold.
_FORBIDDEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff"
_TEXT = re.compile(rf"\r\n?|[\n\\;,{_FORBIDDEN}]")
_TEXT_ESCAPES = {"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": r"\n", "\r\n": r"\n"}
_PARAMETER = re.compile(rf"\r\n?|[\n^\"{_FORBIDDEN}]")
_PARAMETER_ESCAPES = {"^": "^^", '"': "^'", "\n": "^n", "\r": "^n", "\r\n": "^n"}


def text(value: str) -> str:
    r"""A TEXT value (RFC 5545 3.3.11): escaped, control characters gone, breaks as `\n`."""
    return _TEXT.sub(lambda found: _TEXT_ESCAPES.get(found[0], ""), value)


def parameter(value: str) -> str:
    """A parameter value: escaped by RFC 6868, in quotes where `:`, `;` or `,` ask for them."""
    escaped = _PARAMETER.sub(lambda found: _PARAMETER_ESCAPES.get(found[0], ""), value)
    return f'"{escaped}"' if any(mark in escaped for mark in ":;,") else escaped


def uri(value: str) -> str:
    """A URI value, which has no escapes of its own: what RFC 3986 forbids is %-encoded."""
    return quote(value, safe=_URI_CHARACTERS, errors="ignore")


def utc(moment: datetime) -> str:
    """An aware datetime as a UTC date-time, "20261127T083000Z"; seconds are the finest unit."""
    return local(moment.astimezone(UTC)) + "Z"


def local(moment: datetime) -> str:
    """The wall clock of a datetime, "20261127T093000"."""
    return f"{day(moment)}T{moment.hour:02}{moment.minute:02}{moment.second:02}"


def day(moment: date) -> str:
    """A date, "20261127". Not strftime, which leaves zeros out of early years."""
    return f"{moment.year:04}{moment.month:02}{moment.day:02}"


def duration(length: timedelta) -> str:
    """A DURATION (RFC 5545 3.3.6) in days and seconds; its days are 24 hours."""
    sign, length = ("-", -length) if length < timedelta() else ("", length)
    seconds = length.seconds
    days = f"{length.days}D" if length.days else ""
    clock = _clock(seconds) if seconds or not days else ""
    return f"{sign}P{days}{clock}"


def lines(contents: Iterable[str]) -> bytes:
    """Content lines as octets: UTF-8, folded, each ended by CRLF."""
    encoded = (content.encode() for content in contents)
    return b"".join([one + b"\r\n" if len(one) <= LIMIT else _folded(one) for one in encoded])


def _folded(octets: bytes) -> bytes:
    pieces, start, room = [], 0, LIMIT
    while len(octets) - start > room:
        cut = _cut(octets, start, start + room)
        pieces.append(octets[start:cut])
        start, room = cut, LIMIT - 1  # the space that marks a continuation counts
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _cut(octets: bytes, start: int, cut: int) -> int:
    """Where to fold: before `cut`, not inside a UTF-8 sequence and not after a backslash.

    RFC 5545 allows a fold between a backslash and the character it escapes; some readers
    break on it (icalendar issue 1501). Where a whole line is backslashes, pairs stay together.
    """
    while octets[cut] & 0xC0 == 0x80:  # noqa: PLR2004 - 10xxxxxx continues a UTF-8 sequence
        cut -= 1
    clear = cut
    while clear > start and octets[clear - 1] == _BACKSLASH:
        clear -= 1
    return clear if clear > start else cut - (cut - start) % 2


def _clock(seconds: int) -> str:
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    units = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    # RFC 5545 has no hours followed by seconds: a zero in between is written.
    shown = [f"{n}{unit}" for n, unit in units if n or (unit == "M" and hours and seconds)]
    return "T" + ("".join(shown) or "0S")
