"""Whether Google can tell us of changes, or has to be asked again and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from service import wiring
from service.cli.checks.finding import Finding, warning, well
from service.pacing import poll_every
from service.settings import Settings
from service.store.store import Store
from service.store.watches import number_watched

ABOUT: Final = "google pushes"


def check(settings: Settings, store: Store, *, now: datetime) -> Iterator[Finding]:
    """Nothing where no client is set up."""
    if settings.google is None:
        return
    with store.read() as tx:
        read, told = number_watched(tx, "google", now=now)
    if wiring.push_address(settings) is None:
        minutes = poll_every(read).total_seconds() / 60
        says = f"Google cannot reach this service, so it is asked every {minutes:.0f} minutes."
        yield well(ABOUT, f"{says} With a public https address changes would show in seconds.")
    elif told < read:
        says = f"Google tells of changes in {told} of {read} calendars; the others are asked."
        yield warning(ABOUT, says, "If it stays so, look for “watches” in `/metrics`.")
    else:
        yield well(ABOUT, f"Google tells of changes in all {read} calendars.")
