"""How a hand-written card is taken where it will be opened. A hint, never a rule.

The person asked for cards, so they are on everywhere; what is usual elsewhere is said once, on
the card itself, with the way to switch it off (facts: countries 4.4).
"""

from __future__ import annotations

from service.domain.vocabulary import table

SWITCH = "[card] enabled = false"
ADVICE = {
    "send": "",
    "choose": f" Switch cards off with {SWITCH} if you would rather not.",
    "skip": f" Switch cards off with {SWITCH}.",
}


def hint(country: str | None) -> str | None:
    """What is the custom in a country (ISO 3166-1), as one or two sentences; None if unknown."""
    custom = table("customs").get(country or "")
    if not isinstance(custom, dict):
        return None
    return f"{custom['card']}{ADVICE[custom['advice']]}"
