"""When to look at a source next: politely, and never all at once (facts: icalendar 2.4)."""

from __future__ import annotations

from datetime import timedelta

from service.watch.equipment import Dice

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=24)
SHORTEST_OF_ACCOUNTS = timedelta(minutes=1)
"""After a failure at a provider: its own budget bounds how often it is asked."""
SPREAD = 0.1
_MOST_DOUBLINGS = 7  # 15 min * 2^7 is above the longest


def interval(refresh: timedelta | None, dice: Dice) -> timedelta:
    """After a good look: as often as the publisher wants, within reason.

    Up to a tenth longer, so that what was connected together drifts apart.
    """
    wanted = min(max(refresh or SHORTEST, SHORTEST), LONGEST)
    return wanted * (1 + SPREAD * dice())


def back_off(
    failures: int, retry_after: timedelta | None, dice: Dice, *, first: timedelta = SHORTEST
) -> timedelta:
    """After the n-th failure in a row; never sooner than the server asked for."""
    doubled = first * (1 << min(max(failures - 1, 0), _MOST_DOUBLINGS))
    spread = min(doubled, LONGEST) * (1 + SPREAD * dice())
    return max(spread, min(retry_after or timedelta(0), LONGEST))
