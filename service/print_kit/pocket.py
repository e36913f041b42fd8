"""The pocket card: the three questions and the names, folded to the size of a bank card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from service.print_kit.lettering import clean, is_borrowed, runs, wrapped
from service.print_kit.line_guide import crop_marks
from service.print_kit.measures import BANK_CARD, INCH, Size
from service.print_kit.paper import Page, document

TITLE = "Pocket card"
HOW = "Print at 100 %, cut along the marks, fold at the dashed line: it fits into a wallet."
SIZES = (10.5, 9.0, 8.0, 7.0, 6.0)
LEADING, INSET, BLANK = 1.25, 9.0, "_"
NOT_ALL = "and more, on your page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pocket:
    """`questions` to ask before leaving, `people` by name, and when to `call`, in words."""

    questions: tuple[str, ...]
    people: tuple[str, ...] = ()
    call: str = ""


def pocket_card(card: Pocket, sheet: Size) -> bytes:
    """Two halves, one above the other, in the middle of a sheet."""
    return document(TITLE, sheet, [partial(_card, card)])


def _card(card: Pocket, page: Page) -> None:
    size = Size(width=BANK_CARD.width, height=2 * BANK_CARD.height)
    left, bottom = (page.size.width - size.width) / 2, (page.size.height - size.height) / 2
    part = page.moved(left, bottom, size)
    crop_marks(part)
    part.rule(0, BANK_CARD.height, size.width, BANK_CARD.height, dashed=True)
    _half(part.moved(0, BANK_CARD.height, BANK_CARD), _asked(card))
    _half(part.moved(0, 0, BANK_CARD), _answered(card))
    page.say_amid(bottom - INCH / 2, HOW, 9.0)


def _asked(card: Pocket) -> list[str]:
    return ["Before you leave", *(f"{n}. {one}" for n, one in enumerate(card.questions, start=1))]


def _answered(card: Pocket) -> list[str]:
    people = [clean(one) for one in card.people]
    named = [one if runs(one) is not None else BLANK for one in people]
    when = [f"Call: {card.call}"] if card.call else []
    return [*when, "Whom, which number?", BLANK, "You talk to", *(named or [BLANK, BLANK])]


def _half(part: Page, texts: Sequence[str]) -> None:
    """In the largest letters in which all of it fits; if none do, it says that there is more."""
    fitting = ((size, lines) for size in SIZES if _fits(lines := list(_lines(texts, size)), size))
    size, lines = next(fitting, (SIZES[-1], list(_lines(texts, SIZES[-1]))))
    room = int(_room() / (size * LEADING))
    if len(lines) > room:
        lines = [*lines[: room - 1], NOT_ALL]
    y = part.size.height - INSET
    for line in lines:
        y -= size * LEADING
        _write(part, y, line, size)


def _write(part: Page, y: float, line: str, size: float) -> None:
    if line == BLANK or is_borrowed(line):
        part.rule(INSET, y - 2, part.size.width - INSET, y - 2)
    if line != BLANK:
        part.say(INSET, y, line, size)


def _lines(texts: Sequence[str], size: float) -> Iterator[str]:
    for text in texts:
        yield from wrapped(text, size, BANK_CARD.width - 2 * INSET)


def _fits(lines: Sequence[str], size: float) -> bool:
    return len(lines) * size * LEADING <= _room()


def _room() -> float:
    return BANK_CARD.height - 2 * INSET
