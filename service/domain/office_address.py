"""How an address goes on an envelope: the person, the company, then what the person typed.

Only what was typed at the debrief is ever used. Nothing is looked up, and nothing completed.
"""

from __future__ import annotations

import re


def on_envelope(name: str, company: str | None, office: str) -> tuple[str, ...]:
    """The lines in the order of the post; none without an office."""
    typed = [line.strip() for line in office.splitlines() if line.strip()]
    if not typed:
        return ()
    above = (one for one in (name.strip(), (company or "").strip()) if one)
    return (*(one for one in above if not _names(one, typed)), *typed)


def _names(what: str, lines: list[str]) -> bool:
    """Whether it stands in there already: "c/o Acme Inc." names Acme."""
    whole = re.compile(rf"(?<!\w){re.escape(what)}(?!\w)", re.IGNORECASE)
    return any(whole.search(line) for line in lines)
