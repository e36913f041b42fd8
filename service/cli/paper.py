"""How the commands print: one console, and times as a person says them."""

from __future__ import annotations

import sys
from datetime import datetime

from rich.console import Console

from service.domain import wording
from service.machine_zone import machine_zone

WIDTH_OF_A_FILE = 100


def paper() -> Console:
    """Standard output; a pipe or a file has no width of its own."""
    width = None if sys.stdout.isatty() else WIDTH_OF_A_FILE
    return Console(width=width, highlight=False, markup=False, emoji=False)


def said(instant: datetime | None) -> str:
    """A stored instant on this machine's clock."""
    return "never" if instant is None else wording.moment(instant.astimezone(machine_zone()))
