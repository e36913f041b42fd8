"""What a card takes, and whether there is enough of it at home."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplies:
    """As the person counted them, less what was posted since."""

    sheets: int
    envelopes: int
    stamps: int

    def short_of(self, cards: int) -> tuple[str, ...]:
        """What there is too little of for so many cards, a sentence each."""
        left = (("Envelopes", self.envelopes), ("Stamps", self.stamps), ("Sheets", self.sheets))
        return tuple(
            f"{name}: {count or 'none'} left, you will want {cards}."
            for name, count in left
            if count < cards
        )
