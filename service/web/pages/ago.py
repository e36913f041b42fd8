"""How long ago something was, as people say it."""

from __future__ import annotations

from datetime import timedelta

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def ago(elapsed: timedelta) -> str:
    """Like "3 hours ago"; what is to come, by clocks that differ, is "just now"."""
    seconds = int(elapsed.total_seconds())
    for name, length in _UNITS:
        number = seconds // length
        if number >= 1:
            return f"{number} {name}{'' if number == 1 else 's'} ago"
    return "just now"
