"""Times, durations and dates as people write them into a timetable, so they can be cut away."""

from __future__ import annotations

import re

_CLOCK = (
    r"(?:\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\b\.?)?(?:\s*uhr\b)?"  # 9:00, 9:00 AM, 9.30 Uhr
    r"|\d{1,2}\s*(?:[ap]\.?m\b\.?|uhr\b)"  # 9 AM, 9 Uhr
    r"|\d{1,2}\s?h(?:\d{2})?\b"  # 9h, 9h30
    r"|\d{1,2}時(?:\d{1,2}分|半)?|(?:오전|오후)\s*\d{1,2}(?:시(?:\s*\d{1,2}분)?|:\d{2}))"
)
_UNTIL = r"\s*(?:-|–|—|~|to\b|until\b|bis\b|à\b|a\b|às\b|alle\b|tot\b|から)\s*"  # noqa: RUF001 - dashes people type
# The names of zones, but no word of two capitals that could be initials.
_ZONE = (
    r"(?:\s*\(?\b(?:UTC|GMT|[A-Z]{2,4}T|MEZ|MESZ|ET|CT|MT|PT)\b(?:[+-]\d{1,2}(?::?\d{2})?)?\)?)?"
)
_ZONE_WORDS = (
    r"(?:\s+\(?(?:eastern|central|mountain|pacific)(?:\s+(?:standard|daylight))?(?:\s+time)?\b\)?)?"
)
_START = rf"(?:\d{{1,2}}{_UNTIL})?(?:{_CLOCK})"  # "9-10am": the first hour stands bare
TIME = re.compile(
    rf"(?<![\w.:])(?:{_START})(?:{_ZONE})(?:{_UNTIL}(?:{_CLOCK})(?:{_ZONE}))?(?:{_ZONE_WORDS})",
    re.IGNORECASE,
)
DURATION = re.compile(
    r"\(?\b\d+\s*(?:min(?:ute)?[sn]?|mins|hrs?|hours?|std|stunden?|minuti|minutos|分)\b\.?\)?",
    re.IGNORECASE,
)
_DAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miércoles|jueves|viernes)\.?,?\s*"
)
_DATE = (
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]?(?:\d{2,4})?"
    r"|\d{1,2}\.?\s+[^\W\d_]{3,9}\.?|[^\W\d_]{3,9}\.?\s+\d{1,2})(?:,?\s*\d{4})?,?\s*"
)
LEADING_DATE = re.compile(
    rf"^(?:{_DAY})?(?:{_DATE})?(?:at |um |à |@ ?)?(?={_CLOCK})", re.IGNORECASE
)


def without_clock(line: str) -> tuple[str, bool]:
    """The line without its times, and whether one stood at its very beginning."""
    line = LEADING_DATE.sub("", line, count=1)
    leading = TIME.match(line) is not None
    return DURATION.sub(" ", TIME.sub(" ", line)).strip(), leading


def has_time(line: str) -> bool:
    """Whether a time of day stands anywhere in the line."""
    return TIME.search(line) is not None
