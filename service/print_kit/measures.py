"""How large things are, in points of 1/72 inch, counted from the lower left (facts: notes 4.5)."""

from __future__ import annotations

from dataclasses import dataclass

INCH = 72.0
MM = INCH / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Of a sheet, an envelope or a card."""

    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A part of a page by its edges."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From edge to edge."""
        return self.top - self.bottom


MONARCH = Size(width=7.25 * INCH, height=10.5 * INCH)
LETTER = Size(width=8.5 * INCH, height=11 * INCH)
A4 = Size(width=210 * MM, height=297 * MM)
ENVELOPE_7_3_4 = Size(width=7.5 * INCH, height=3.875 * INCH)
ENVELOPE_DL = Size(width=220 * MM, height=110 * MM)
ENVELOPE_C6 = Size(width=162 * MM, height=114 * MM)
BANK_CARD = Size(width=85.6 * MM, height=54 * MM)
"""ID-1 of ISO/IEC 7810: what a wallet is made for."""

FOLDS = (3.5 * INCH, 7 * INCH)
"""Where a Monarch sheet is folded in thirds."""
RULE_PITCH = 0.375 * INCH
SIDE_MARGIN = INCH


def reading_area(envelope: Size) -> Zone:
    """Where sorting machines look for an address (USPS Publication 28, appendix A1)."""
    side = INCH / 2
    return Zone(left=side, bottom=0.625 * INCH, right=envelope.width - side, top=2.75 * INCH)


def clear_zone(envelope: Size) -> Zone:
    """Where the machines print their own bars: nothing else may stand there (the same)."""
    left = envelope.width - 4.75 * INCH
    return Zone(left=left, bottom=0, right=envelope.width, top=0.625 * INCH)


def stamp_corner(envelope: Size) -> Zone:
    """Upper right, with room for two ordinary stamps beside each other."""
    edge, high, wide = INCH / 4, INCH, 1.25 * INCH
    right, top = envelope.width - edge, envelope.height - edge
    return Zone(left=right - wide, bottom=top - high, right=right, top=top)


def address_box(envelope: Size) -> Zone:
    """Right of the middle, within the reading area, clear of the stamp and of the clear zone."""
    area, stamp = reading_area(envelope), stamp_corner(envelope)
    inset = INCH / 8
    return Zone(
        left=0.4 * envelope.width,
        bottom=area.bottom + inset,
        right=area.right - inset,
        top=min(area.top - 1.5 * inset, stamp.bottom - inset),
    )
