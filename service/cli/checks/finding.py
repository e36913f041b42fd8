"""What a check says: how bad it is, a sentence, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["well", "warning", "fault"]
WORST: dict[Level, int] = {"well": 0, "warning": 1, "fault": 2}
"""The exit code: that of the worst finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the doctor. `about` is a constant word that scripts may ask for."""

    about: str
    level: Level
    says: str
    next_step: str = ""


def well(about: str, says: str) -> Finding:
    """All is as it should be."""
    return Finding(about=about, level="well", says=says)


def warning(about: str, says: str, next_step: str) -> Finding:
    """It works, and may not be what is wanted."""
    return Finding(about=about, level="warning", says=says, next_step=next_step)


def fault(about: str, says: str, next_step: str) -> Finding:
    """It does not work."""
    return Finding(about=about, level="fault", says=says, next_step=next_step)
