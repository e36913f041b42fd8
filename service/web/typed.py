"""What was typed into a form, read field by field; what cannot be read is said beside the field.

Nothing that was typed is lost over it: what stood there before stays, and the page comes back
with the very words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from service.desk.told_texts import is_address, lines, one_line
from service.domain.answers import time_of_day
from service.domain.answers.dates import read_when
from service.domain.answers.written_date import Unreadable, folded
from service.web.forms import FormFields

_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A form being read; `faults` are sentences by the name of the field."""

    fields: FormFields = field(repr=False)
    faults: dict[str, str] = field(default_factory=dict, repr=False)

    def line(self, name: str, before: str, *, longest: int) -> str:
        """One line of text."""
        return self._fitting(name, one_line(self.fields.one(name)), before, longest)

    def text(self, name: str, before: str, *, longest: int) -> str:
        """Several lines of it."""
        return self._fitting(name, lines(self.fields.one(name)), before, longest)

    def address(self, name: str, before: str | None) -> str | None:
        """An email address; None: there is none."""
        typed = one_line(self.fields.one(name))
        if not typed or is_address(typed):
            return typed or None
        self.faults[name] = "This is no whole email address: it looks like dana@acme.com."
        return before

    def number(self, name: str, before: str, *, longest: int) -> str:
        """A telephone number, and what helps to get through; it has three digits at least."""
        typed = self.line(name, before, longest=longest)
        if not typed or sum(letter.isdigit() for letter in typed) > 2:  # noqa: PLR2004
            return typed
        self.faults[name] = "There is no telephone number in this."
        return before

    def day(self, name: str, before: date | None, *, near: date) -> date | None:
        """A date: as browsers send it, or as people write it, the next one from `near`."""
        typed = self.fields.one(name)
        try:
            return _day(typed, near) if typed else None
        except Unreadable as fault:
            self.faults[name] = f"{fault}"
            return before

    def clock(self, name: str, before: time | None) -> time | None:
        """A time of day: as browsers send it, or as people write it."""
        typed = self.fields.one(name)
        if not typed:
            return None
        found, rest = time_of_day.take(folded(typed))
        if found is None or rest.strip():
            self.faults[name] = 'Which time is that? Write it like "9:30" or "2 pm".'
            return before
        return found

    def one_of(self, name: str, words: tuple[_Word, ...]) -> _Word | None:
        """What was chosen; None: nothing of these."""
        given = self.fields.one(name)
        return next((word for word in words if word == given), None)

    def ticked(self, name: str) -> bool:
        """Whether a box was."""
        return self.fields.one(name) == "on"

    def _fitting(self, name: str, typed: str, before: str, longest: int) -> str:
        if len(typed) <= longest:
            return typed
        self.faults[name] = f"This is longer than what can be kept: {longest} characters."
        return before


def _day(typed: str, near: date) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return read_when(typed, near=near).day
