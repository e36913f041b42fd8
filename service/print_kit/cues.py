"""The cue sheet: what lies beside the sheet while a note is written. One page a person.

It holds how the name is spelled, what the two talked about, in which order four lines go, and
the address; and not one sentence of the note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from service.print_kit.lettering import clean, is_borrowed, runs, wrapped
from service.print_kit.measures import INCH, Size
from service.print_kit.paper import Page, document

TITLE = "Cue sheet"
HOW = "Keep it beside the sheet: the note itself is written by hand. Print at 100 %."
NAME, TEXT, LABEL = 26.0, 12.0, 9.0
LEADING = 1.35
BLANK = 26.0
OUTLINE = (
    "1. Thank them for the conversation.",
    "2. What you two talked about, one step deeper than in your email.",
    "3. One line forward, to what comes next.",
    "4. Close, and sign with your name.",
)
NO_ADDRESS = "No office address is known. Hand it in at reception, or skip the card."


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """About one person; `met` is where and when, in words. What is empty gets a line to fill in."""

    name: str = ""
    role: str = ""
    met: str = ""
    topic: str = ""
    promise: str = ""
    address: tuple[str, ...] = ()


def cue_sheets(cues: Sequence[Cue], sheet: Size) -> bytes:
    """The sheets, in the order of the people; nobody known: one to fill in."""
    return document(TITLE, sheet, [partial(_sheet, cue) for cue in cues or [Cue()]])


class _Column:
    """Writes downwards, and goes on overleaf where the page is full."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._y = page.size.height
        self._begin()

    def label(self, text: str) -> None:
        """What stands below it."""
        self._down(LABEL * 2.6)
        self._page.say(INCH, self._y, text, LABEL)
        self._y -= 4

    def write(self, text: str, size: float = TEXT, *, blanks: int = 1) -> None:
        """The text or, where there is none or it can't be printed, empty lines."""
        if not clean(text) or runs(clean(text)) is None:
            return self._blank(blanks)
        for line in wrapped(text, size, self._page.size.width - 2 * INCH):
            self._down(size * LEADING)
            self._page.say(INCH, self._y, line, size)
            self._place(line)
        return None

    def _place(self, line: str) -> None:
        """Where to write it, should the reader have no such letters."""
        if is_borrowed(line):
            self._down(4)
            self._rule()

    def _blank(self, lines: int) -> None:
        for _ in range(lines):
            self._down(BLANK)
            self._rule()

    def _rule(self) -> None:
        self._page.rule(INCH, self._y, self._page.size.width - INCH, self._y)

    def _down(self, by: float) -> None:
        if self._y - by < INCH:
            self._page.turn()
            self._begin()
        self._y -= by

    def _begin(self) -> None:
        self._y = self._page.size.height - INCH
        self._page.say_amid(INCH / 2, HOW, LABEL)


def _sheet(cue: Cue, page: Page) -> None:
    column = _Column(page)
    column.label("To, spelled exactly so")
    column.write(cue.name, NAME)
    for line in filter(None, (cue.role, cue.met)):
        column.write(line)
    column.label("The one thing you two talked about")
    column.write(cue.topic, blanks=2)
    if cue.promise:
        column.label("You promised")
        column.write(cue.promise)
    column.label("Four lines in your own words")
    for line in OUTLINE:
        column.write(line)
    _address(column, cue.address)


def _address(column: _Column, address: Sequence[str]) -> None:
    column.label("On the envelope")
    for line in address or (NO_ADDRESS,):
        column.write(line)
