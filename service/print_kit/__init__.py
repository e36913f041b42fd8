"""What a note by hand is written with: guides, cue sheets and a card to take along, as PDF.

Pure layout: values in, the bytes of a file out, the same for the same values. Nothing of a note
itself is ever printed: it is written by hand, on a sheet that none of this touches.
"""

from __future__ import annotations

from service.print_kit.cues import Cue, cue_sheets
from service.print_kit.envelope import envelope_guide
from service.print_kit.line_guide import line_guide, line_guide_on
from service.print_kit.measures import (
    A4,
    ENVELOPE_7_3_4,
    ENVELOPE_C6,
    ENVELOPE_DL,
    LETTER,
    MONARCH,
    Size,
)
from service.print_kit.pocket import Pocket, pocket_card

__all__ = (
    "A4",
    "ENVELOPE_7_3_4",
    "ENVELOPE_C6",
    "ENVELOPE_DL",
    "LETTER",
    "MONARCH",
    "Cue",
    "Pocket",
    "Size",
    "cue_sheets",
    "envelope_guide",
    "line_guide",
    "line_guide_on",
    "pocket_card",
)
