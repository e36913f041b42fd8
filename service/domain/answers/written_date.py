"""Finding the date in a text: RFC 3339, ISO 8601, or day and month name in either order.

Every pattern wants a folded text: lower-case, no accents, plain dashes, single blanks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from service.domain.answers.day_words import MONTH_NAMES, MONTHS, WEEKDAYS


class Unreadable(ValueError):
    """The text does not name one date. The message is a sentence that says why."""


ADVICE = 'Write it like "Fri 4 Dec 9:30" or "2026-12-04".'


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A date that exists, perhaps without its year."""

    day: int
    month: int
    year: int | None

    def __str__(self) -> str:
        year = "" if self.year is None else f" {self.year}"
        return f"{self.day} {MONTH_NAMES[self.month - 1]}{year}"


def _any_of(words: dict[str, int]) -> str:
    return rf"(?<![a-z])(?:{'|'.join(words)})(?![a-z])"


_MONTH = rf"(?P<month>{_any_of(MONTHS)})"
_YEAR = r"(?P<year>20\d\d)(?!\d|[:.h]\d)"
_DAY_FIRST = re.compile(
    r"(?<!\d)(?<!\d[:.h])(?P<day>\d{1,2})(?:st|nd|rd|th|er|o|a)?[\s.,/-]*(?:of |de |d')?"
    rf"{_MONTH}(?:[\s.,/-]*(?:de |del )?{_YEAR})?"
)
_MONTH_FIRST = re.compile(
    rf"{_MONTH}[\s.,/-]*(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?!\d|[:.h/]\d|\s?(?:[ap]\.?\s?m|h|hrs|uhr|uur)(?![a-z]))(?:[\s.,/-]+{_YEAR})?"
)
_ISO_DAY = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:t(?=\d)|(?![\da-z]))"
)
_INSTANT = re.compile(
    r"(?<!\d)(?P<day>\d{4}-\d\d-\d\d)(?P<gap>[t ])(?P<time>\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?"
    r"(?P<offset>z|[+-]\d\d(?::?\d\d)?)(?![\d:a-z])"
)
_NUMERIC = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}(?:[./-]\d{1,4})?")
_WEEKDAY = re.compile(_any_of(WEEKDAYS) + r"\.?")


def folded(text: str) -> str:
    """Lower-case, no accents, plain dashes, single blanks: a form to compare by."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", plain).replace("\u2019", "'").split())


def take(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    """The first match, and the text without it."""
    found = pattern.search(text)
    return (found, f"{text[: found.start()]} {text[found.end() :]}") if found else (None, text)


def take_instant(text: str) -> tuple[datetime | None, str]:
    """Date and time with an offset (RFC 3339). Raises `Unreadable` for an impossible one."""
    stamp, rest = take(_INSTANT, text)
    if not stamp:
        return None, text
    if stamp["gap"] == " " and stamp["offset"].startswith("-"):
        # RFC 3339 allows the blank, but to most people this is a stretch of time.
        raise Unreadable(f'"{stamp["time"]}{stamp["offset"]}" may be from and until. {ADVICE}')
    spelled = f"{stamp['day']}T{stamp['time']}{stamp['offset']}".upper()
    try:
        return datetime.fromisoformat(spelled), rest
    except ValueError:
        raise Unreadable(f"There is no {spelled}. {ADVICE}") from None


def take_date(text: str) -> tuple[Written | None, str]:
    """A date with the month as a word, or year first. Raises `Unreadable` for 31 November."""
    for pattern in (_ISO_DAY, _DAY_FIRST, _MONTH_FIRST):
        found, rest = take(pattern, text)
        if found:
            return _written(found), rest
    return None, text


def take_weekday(text: str) -> tuple[int | None, str]:
    """A weekday, Monday = 0."""
    word, rest = take(_WEEKDAY, text)
    return (WEEKDAYS[word[0].rstrip(".")], rest) if word else (None, text)


def numeric_date(text: str) -> str | None:
    """What looks like a date in numbers only, of which nobody knows what comes first."""
    found = _NUMERIC.search(text)
    return found[0] if found else None


def _written(found: re.Match[str]) -> Written:
    month = MONTHS.get(found["month"]) or int(found["month"])
    year = None if found["year"] is None else int(found["year"])
    try:
        date(2000 if year is None else year, month, int(found["day"]))  # 2000 has every date
    except ValueError:
        raise Unreadable(f'There is no "{found[0].strip()}". {ADVICE}') from None
    return Written(day=int(found["day"]), month=month, year=year)
