from __future__ import annotations

import pytest

from service.domain.supplies import Supplies


@pytest.mark.parametrize(
    ("left", "cards", "said"),
    [
        (Supplies(sheets=9, envelopes=3, stamps=3), 3, ()),
        (
            Supplies(sheets=9, envelopes=1, stamps=3),
            3,
            ("Envelopes: 1 left, you will want 3.",),
        ),
        (
            Supplies(sheets=0, envelopes=2, stamps=0),
            1,
            ("Stamps: none left, you will want 1.", "Sheets: none left, you will want 1."),
        ),
        (Supplies(sheets=0, envelopes=0, stamps=0), 0, ()),
    ],
)
def test_what_is_missing_is_said_with_how_many_are_wanted(left, cards, said):
    assert left.short_of(cards) == said
