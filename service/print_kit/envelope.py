"""The envelope guide: where the address goes, and what the post wants left alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from service.print_kit.lettering import wrapped
from service.print_kit.measures import (
    INCH,
    Size,
    Zone,
    address_box,
    clear_zone,
    reading_area,
    stamp_corner,
)
from service.print_kit.paper import THIN, Page, document

TITLE = "Envelope guide"
HOW = "Print at 100 %. Slip it into the envelope, or lay it beside, and write by hand."
TOO_LONG = "This address has more lines than fit: copy it from the cue sheet."
LINES, CLOSEST, LETTERS, INSET = 5, 15.0, 11.0, 6.0
Address = Sequence[str]


def envelope_guide(envelope: Size, addresses: Sequence[Address] = ()) -> bytes:
    """A page for each address, to copy from; with none of them, one with empty lines."""
    return document(TITLE, envelope, [partial(_guide, one) for one in addresses or [()]])


def _guide(address: Address, page: Page) -> None:
    area, clear = reading_area(page.size), clear_zone(page.size)
    page.frame(area, dashed=True)
    page.frame(clear, dashed=True)
    page.frame(stamp_corner(page.size))
    page.frame(address_box(page.size), weight=THIN)
    _labels(page, area, clear)
    _address(page, address_box(page.size), address)


def _labels(page: Page, area: Zone, clear: Zone) -> None:
    stamp, box, top = stamp_corner(page.size), address_box(page.size), page.size.height
    page.say(INCH / 2, top - 0.4 * INCH, "From: you, here or on the flap")
    page.say(INCH / 2, top - 0.6 * INCH, HOW)
    page.say(stamp.left + 6, stamp.top - 12, "Real stamp")
    page.say(area.left + 4, area.top - 10, "The post reads here")
    page.say(box.left, box.top + 3, "Office address, by hand")
    page.say(clear.left + 6, clear.top - 14, "Leave this free: the post prints its bars here")


def _address(page: Page, box: Zone, address: Address) -> None:
    room = box.width - 2 * INSET
    lines = [piece for line in address for piece in wrapped(line, LETTERS, room)]
    pitch = box.height / max(len(lines), LINES)
    if pitch < CLOSEST:
        page.say(box.left + INSET, box.top - 12, TOO_LONG)
        lines, pitch = [], box.height / LINES
    for n in range(max(len(lines), LINES)):
        y = box.top - (n + 1) * pitch + 5
        page.rule(box.left + INSET, y - 3, box.right - INSET, y - 3)
        if n < len(lines):
            page.say(box.left + INSET, y, lines[n], LETTERS)
