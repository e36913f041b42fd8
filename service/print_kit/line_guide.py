"""The line guide: lies under the sheet and shines through, so that a hand writes straight."""

from __future__ import annotations

from functools import partial

from service.print_kit.measures import FOLDS, INCH, MONARCH, RULE_PITCH, SIDE_MARGIN, Size
from service.print_kit.paper import THIN, Page, document

TITLE = "Line guide"
HOW = "Print at 100 %, lay it under your sheet, and write by hand. Ticks: fold here."
CHECK = "2 in / 50.8 mm: measure this bar"
FIRST_RULE, LAST_RULE = MONARCH.height - 1.5 * INCH, INCH
TICK = INCH / 2
CROP, CROP_GAP = 12.0, 3.0


def line_guide() -> bytes:
    """On a page of the very size of a Monarch sheet."""
    return document(TITLE, MONARCH, [_guide])


def line_guide_on(sheet: Size) -> bytes:
    """The same in the middle of a larger sheet, with marks to cut along."""
    return document(TITLE, sheet, [partial(_cut_out, sheet)])


def _cut_out(sheet: Size, page: Page) -> None:
    left, bottom = (sheet.width - MONARCH.width) / 2, (sheet.height - MONARCH.height) / 2
    part = page.moved(left, bottom, MONARCH)
    crop_marks(part)
    _guide(part)


def crop_marks(part: Page) -> None:
    """Two short lines outside each corner."""
    for x, out in ((0.0, -1), (part.size.width, 1)):
        for y, up in ((0.0, -1), (part.size.height, 1)):
            part.rule(x + out * CROP_GAP, y, x + out * (CROP_GAP + CROP), y)
            part.rule(x, y + up * CROP_GAP, x, y + up * (CROP_GAP + CROP))


def _guide(page: Page) -> None:
    y = FIRST_RULE
    while y >= LAST_RULE:
        page.rule(SIDE_MARGIN, y, MONARCH.width - SIDE_MARGIN, y, weight=THIN)
        y -= RULE_PITCH
    for fold in FOLDS:
        page.rule(0, fold, TICK, fold)
        page.rule(MONARCH.width - TICK, fold, MONARCH.width, fold)
    page.say_amid(0.6 * INCH, HOW)
    _ruler(page)


def _ruler(page: Page) -> None:
    """By which the person sees whether the printer has scaled it."""
    left, right, y = MONARCH.width / 2 - INCH, MONARCH.width / 2 + INCH, 0.45 * INCH
    page.rule(left, y, right, y)
    for x in (left, right):
        page.rule(x, y - 3, x, y + 3)
    page.say_amid(0.3 * INCH, CHECK)
