"""The kinds of values a setting may have: each is read, shown and described in one place.

A reader takes what TOML holds and gives what the policy wants, or raises `Refused`. What TOML
holds is `Any`: checking it is what happens here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from service.settings_file.typed import (
    OFF,
    ON,
    Input,
    joined,
    line,
    lines_with,
    list_with,
    number,
    switched,
    unquoted,
)

Place = tuple[str | int, ...]
"""Where in a document: names of tables and keys, and counts (from 0) in lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, in a sentence; `at` is where, seen from the value that was read."""

    what: str
    next_step: str = ""
    at: Place = ()


class Refused(Exception):
    """No policy can be made of it, and these are all the reasons."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.what for fault in faults))
        self.faults = faults


def quoted(value: object) -> str:
    """A value as TOML writes it, no longer than a sentence can bear."""
    if isinstance(value, bool):
        return f"{value}".lower()
    if isinstance(value, str):
        return f'"{_short(value)}"'
    if isinstance(value, list | tuple):
        return _short(f"[{', '.join(map(_item, value))}]")
    if isinstance(value, dict):
        return "a table"
    return f"{value:%H:%M}" if isinstance(value, time) else _short(f"{value}")


def _item(value: object) -> str:
    """Lists in lists, which somebody may have put a thousand deep, are no value of any key."""
    return "[…]" if isinstance(value, list | tuple) else quoted(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How to read a value, what is allowed in words, and how the docs write a default.

    The rest is for forms: `written` is a value as the text of its field, `typed` that text as
    TOML would hold it, `empty` what an empty field says (None: nothing). `options` are those of
    a choice, `least` and `most` the bounds of a number.
    """

    allowed: str
    read: Callable[[Any], Any]
    show: Callable[[Any], str] = quoted
    input: Input = "text"
    written: Callable[[Any], str] = line
    typed: Callable[[str], Any] = unquoted
    empty: Any = None
    options: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


def gather(readings: Iterable[tuple[str | int, Callable[[Any], Any], Any]]) -> list[Any]:
    """Read each value at its place. Raises `Refused` with the faults of all of them."""
    values: list[Any] = []
    faults: list[Fault] = []
    for place, read, value in readings:
        try:
            values.append(read(value))
        except Refused as refusal:
            faults += (replace(fault, at=(place, *fault.at)) for fault in refusal.faults)
    if faults:
        raise Refused(*faults)
    return values


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of `words` that was probably meant, as a question; empty if none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed once something is wrong

    near = get_close_matches(word.casefold(), list(words), n=1)
    return f'Did you mean "{near[0]}"? ' if near else ""


def refuse(value: object, kind: str) -> Refused:
    """The value is not of a kind."""
    return Refused(Fault(what=f"{quoted(value)} is no {kind}."))


def word(value: Any) -> str:
    """Text that says something."""
    if not isinstance(value, str):
        raise refuse(value, "text in quotes")
    if not value.strip():
        raise Refused(Fault(what="The text is empty."))
    return value.strip()


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) and not value.strip() else word(value)


def day(value: Any) -> date:
    """A date, quoted or not."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip(), re.ASCII):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise Refused(Fault(what=f"There is no {value.strip()}.")) from None
    raise refuse(value, "date")


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise refuse(value, "switch")
    return value


def _clock(value: Any) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text, re.ASCII):
        return time.fromisoformat(text.zfill(5))
    raise refuse(value, "time of day")


def _clock_or_none(value: Any) -> time | None:
    none = isinstance(value, str) and value.strip().casefold() == "none"
    return None if none else _clock(value)


def _address(value: Any) -> str:
    text = word(value).lower().removeprefix("mailto:")
    if not re.fullmatch(r'[^\s@<>,;"]+@[^\s@<>,;".]+(\.[^\s@<>,;".]+)+', text):
        raise refuse(value, "email address")
    return text


def _language(value: Any) -> str:
    text = word(value)
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise refuse(value, "language")
    return text


def _template(value: Any) -> str:
    """Text that a note can be made of. The letters are only loaded for who has one."""
    from service import drafts  # noqa: PLC0415 - it loads Jinja

    text = _text(value)
    try:
        drafts.check(text)
    except drafts.Unusable as refused:
        raise Refused(Fault(what=refused.what)) from None
    return text


def _short(text: str, limit: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit]}..."


def choice(*words: str) -> Kind:
    """One of a few words."""
    allowed = ", ".join(f'"{option}"' for option in words)

    def read(value: Any) -> str:
        text = value.strip().casefold() if isinstance(value, str) else ""
        if text not in words:
            step = f"{nearest(text, words)}Allowed: {allowed}."
            raise Refused(Fault(what=f"{quoted(value)} is none of the choices.", next_step=step))
        return text

    return Kind(allowed=allowed, read=read, input="choice", options=words)


def whole(least: int, most: int) -> Kind:
    """A whole number between two, both included."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise refuse(value, "whole number")
        if not least <= value <= most:
            raise Refused(Fault(what=f"{quoted(value)} is out of range."))
        return value

    allowed = f"a whole number, {least} to {most}"
    return Kind(
        allowed=allowed,
        read=read,
        input="number",
        written=str,
        typed=number,
        least=least,
        most=most,
    )


def list_of(kind: Kind, plural: str) -> Kind:
    """Values in brackets."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Refused(Fault(what=f"{quoted(value)} is no list in brackets."))
        return tuple(gather((index, kind.read, item) for index, item in enumerate(value)))

    return Kind(
        allowed=f"a list of {plural}",
        read=read,
        input="lines",
        written=lines_with(kind.written),
        typed=list_with(kind.typed),
    )


def _show_clock(value: time | None) -> str:
    return '"none"' if value is None else f'"{value:%H:%M}"'


def _clock_field(value: time | None) -> str:
    return "" if value is None else f"{value:%H:%M}"


_NAMES = choice("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDER = _NAMES.options

TEXT = Kind(allowed="text in quotes", read=_text)
TEMPLATE = Kind(
    allowed="text in quotes, of several lines in three of them",
    read=_template,
    input="letter",
    written=str,
    typed=joined,
)
SWITCH = Kind(
    allowed="true, false",
    read=_switch,
    input="switch",
    written=lambda value: ON if value else OFF,
    typed=switched,
)
CLOCK = Kind(
    allowed='"HH:MM", 24 hours',
    read=_clock,
    show=_show_clock,
    input="time",
    written=_clock_field,
)
CLOCK_OR_NONE = replace(
    CLOCK, allowed='"HH:MM", 24 hours, or "none"', read=_clock_or_none, empty="none"
)
DAY = Kind(allowed='"YYYY-MM-DD"', read=day, input="date", written=date.isoformat)
LANGUAGE = Kind(allowed='a language tag such as "en", "de", "pt-BR"', read=_language)
WEEKDAY = replace(
    _NAMES,
    read=lambda value: _ORDER.index(_NAMES.read(value)),
    show=lambda value: f'"{_ORDER[value]}"',
    written=lambda value: _ORDER[value],
)
ADDRESSES = list_of(
    Kind(allowed="an address", read=_address), 'email addresses such as "alex@example.com"'
)
WORDS = list_of(Kind(allowed="text", read=word), "texts in quotes")
DAYS = list_of(DAY, 'dates "YYYY-MM-DD"')
