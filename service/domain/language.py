"""How a note speaks: its greeting, and days, hours and positions in the language it is in.

The words are in `vocabulary/languages.toml`. A draft is in the language of the person's
settings; where nobody has written notes in that one, in the first of the employer's country,
else in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from service.domain.vocabulary import table

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English",
        "de": "Deutsch",
        "fr": "Français",
        "es": "Español",
        "nl": "Nederlands",
        "pt": "Português",
        "it": "Italiano",
        "ja": "日本語",
    }
)
"""Those that notes are written in, by their own names."""

_OF_COUNTRY: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("AT", "CH", "DE", "LI"), "de"),
        **dict.fromkeys(("BE", "FR", "LU", "MC"), "fr"),
        **dict.fromkeys(("AR", "CL", "CO", "ES", "MX", "PE", "UY"), "es"),
        **dict.fromkeys(("AO", "BR", "MZ", "PT"), "pt"),
        **dict.fromkeys(("IT", "SM"), "it"),
        "JP": "ja",
        "NL": "nl",
    }
)
_SAID_WHOLE = (",", ":", "，", "：", "様", "先生", "殿", "さん")  # noqa: RUF001 - written so in Japan
_DEGREES = ("dr", "doktor", "mag", "prof", "professor", "professorin")
_VOWELS = "aeiouàâéèêëîïôû"
_JOINERS = "\u200c\u200d"  # not seen, and yet part of names in Persian, say, or Hindi
_NEAR = 7
NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One of `LANGUAGES`, and the country whose ways of it are followed."""

    code: str
    country: str | None = None

    def words(self, name: str) -> str | list[str]:
        """What the language has by that name; empty where it has nothing."""
        for section in (f"{self.code}-{self.country}", self.code):
            found = _section(section).get(name)
            if isinstance(found, str | list):
                return found
        return ""

    def says(self, name: str, /, **values: object) -> str:
        """A pattern of the language, filled in."""
        return str(self.words(name)).format(**values)


def language(tag: str, country: str | None) -> Language:
    """Which one a note is in, by the person's language tag and the employer's country."""
    base, _, region = tag.partition("-")
    base = base.lower()
    if base in LANGUAGES:
        return Language(code=base, country=region.upper() or country)
    return Language(code=_OF_COUNTRY.get(country or "", "en"), country=country)


def spoken_in(country: str | None) -> str | None:
    """The language in which a note to that country may be better, if it is one of ours."""
    return _OF_COUNTRY.get(country or "")


# -- people --------------------------------------------------------------------------------------


def greeting(tongue: Language, name: str, salutation: str) -> str:
    """The first line of a note.

    A salutation is what goes before the name ("Frau Dr."), or with it ("Ms. Austen"); one that
    is a whole greeting ("Liebe Dana,") stands as it was typed.
    """
    if salutation.endswith(_SAID_WHOLE):
        return salutation
    if not salutation:
        return tongue.says("greeting", name=_spelled_out(name), first=first_name(name))
    title, rest = _parts(name, salutation)
    pattern = _section(tongue.code).get("titles")
    known = pattern.get(title) if isinstance(pattern, dict) else None
    if isinstance(known, str):
        return known.format(rest=rest)
    if tongue.words("titles_follow"):  # 田中部長: what was typed has the name in it
        return tongue.says("addressed", salutation=salutation)
    return tongue.says("addressed", salutation=addressed(name, salutation))


def addressed(name: str, salutation: str) -> str:
    """How to speak to them: "Ms. Austen"; by their name where nothing else is known."""
    if not salutation or salutation.endswith((",", ":")):
        return _spelled_out(name)
    return f"{salutation} {last_name(name)}" if _lacks_name(salutation) else salutation


def is_formal(tongue: Language, salutation: str) -> bool:
    """Whether they are addressed formally, where a language leaves the choice."""
    title, _ = _parts("", salutation)
    return title in tongue.words("formal")


def first_name(name: str) -> str:
    """Of a name in the order of the west."""
    return name.split(maxsplit=1)[0] if name.split() else name


def last_name(name: str) -> str:
    """The same; a single name is both."""
    return name.rsplit(maxsplit=1)[-1] if name.split() else name


def _spelled_out(name: str) -> str:
    """Nobody is greeted as "Tom B."."""
    return first_name(name) if re.fullmatch(r"\w\.?", last_name(name)) else name


def _parts(name: str, salutation: str) -> tuple[str, str]:
    title, _, rest = addressed(name, salutation).partition(" ")
    return title.casefold().rstrip("."), rest.strip()


def _lacks_name(salutation: str) -> bool:
    """Whether it is but titles: "Ms.", "Frau Dr."."""
    *before, last = salutation.split()
    return not before or last.endswith(".") or last.casefold() in _DEGREES


# -- days and hours ------------------------------------------------------------------------------


def past_day(tongue: Language, day: date, today: date) -> str:
    """When it was: "today", "on Tuesday", and longer ago "on 1 December"."""
    ago = (today - day).days
    if ago <= 0:
        return tongue.says("today")
    if ago == 1:
        return tongue.says("yesterday")
    return tongue.says("past" if ago < _NEAR else "past_dated", **_day(tongue, day))


def call_time(tongue: Language, call: datetime, today: date, *, agreed: bool) -> str:
    """When a call will be. What was agreed is told to the minute, the rest as "Friday morning".

    The date is told as well where the bare weekday would be taken for a nearer one.
    """
    pattern = "at" if agreed or call.hour >= NOON else "morning"
    near = 0 <= (call.date() - today).days < _NEAR
    name = pattern if near else f"{pattern}_dated"
    return tongue.says(name, time=clock(tongue, call), **_day(tongue, call.date()))


def clock(tongue: Language, instant: datetime) -> str:
    """An hour as it is written there."""
    hour12 = instant.hour % NOON or NOON
    return tongue.says(
        "time" if instant.minute else "time_full",
        hour=instant.hour,
        hour12=hour12,
        minute=f"{instant:%M}",
        half="pm" if instant.hour >= NOON else "am",
    )


def written(tongue: Language, day: date, *, year: bool = False) -> str:
    """A date as it is written there."""
    return tongue.says("date_full" if year else "date", **_day(tongue, day))


def position(tongue: Language, role: str | None) -> str:
    """What the talk was about; before a vowel French has another word."""
    if not role:
        return tongue.says("position_unknown")
    elided = role[0].casefold() in _VOWELS and tongue.words("position_vowel")
    return tongue.says("position_vowel" if elided else "position", role=role)


def _day(tongue: Language, day: date) -> dict[str, str]:
    first = tongue.says("first_of_month")
    return {
        "day": first if first and day.day == 1 else f"{day.day}",
        "weekday": tongue.words("weekdays")[day.weekday()],
        "month": tongue.words("months")[day.month - 1],
        "year": f"{day.year}",
    }


def _section(name: str) -> Mapping[str, object]:
    found = table("languages").get(name)
    return found if isinstance(found, dict) else {}


def plain(text: str, limit: int = 400) -> str:
    """A value on one line, without what only machines read."""
    shown = "".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)
    return re.sub(r"\s+", " ", shown).strip()[:limit].rstrip()
