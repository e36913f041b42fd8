"""A time of day as people write it: 9:30, 14.30, 9h30, 9 Uhr, 2pm, 9:30 a.m., noon."""

from __future__ import annotations

import re
from datetime import time

_TWELVE = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap])\.?\s?m(?![a-z])\.?"
)
_TWENTY_FOUR = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?:\s?h\s?|[:.])(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?![\d:])"
    r"(?:\s?(?:h|hrs|uhr|uur)(?![a-z]))?"
)
_FULL_HOUR = re.compile(r"(?<![\d:.])(?P<hour>\d{1,2})\s?(?:h|hrs|uhr|uur|o'clock)(?![a-z])")
_NOON = re.compile(r"\b(?:12 )?(?:noon|midday)\b")
_CLOCK_FACE = range(1, 13)


def take(text: str) -> tuple[time | None, str]:
    """The first time of day in a folded text, and the text without it.

    An impossible one (25:00, 14pm) is not taken; a bare number is no time. A written hour
    without am or pm is one of 24.
    """
    for pattern in (_TWELVE, _TWENTY_FOUR, _FULL_HOUR, _NOON):
        if found := pattern.search(text):
            at = _read(found)
            return (at, _without(text, found)) if at else (None, text)
    return None, text


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _read(found: re.Match[str]) -> time | None:
    written = found.groupdict()
    hour, minute = int(written.get("hour") or 12), int(written.get("minute") or 0)
    if half := written.get("half"):
        hour = hour % 12 + (12 if half == "p" else 0) if hour in _CLOCK_FACE else -1
    try:
        return time(hour, minute)
    except ValueError:
        return None
