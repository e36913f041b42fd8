"""A second slot for a follow-up whose first has passed before it was to be at another time.

Which that is says the table (`reconcile.moved_on`). A feed shows the ledger and nothing else: an
entry that its row has let go of would be gone. So the second slot gets a key, and thereby a row
and a UID, of its own, and the first keeps both; on a calendar it is done the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from service.domain.model import FollowUp, Key, Placement
from service.domain.reconcile import NOBODY, moved_on


def renewed(
    wanted: Iterable[FollowUp],
    rows: Mapping[Key, Placement],
    *,
    now: datetime,
    settled: Mapping[Key, str] = NOBODY,
) -> tuple[FollowUp, ...]:
    """The follow-ups, each under the key of its latest slot. What is done needs no second."""
    return tuple(_latest(follow_up, rows, settled, now) for follow_up in wanted)


def _latest(
    wanted: FollowUp, rows: Mapping[Key, Placement], settled: Mapping[Key, str], now: datetime
) -> FollowUp:
    turn, latest = 1, wanted
    while (following := _nth(wanted, turn + 1)).key in rows:
        turn, latest = turn + 1, following
    if latest.key in settled:
        return latest
    row = rows.get(latest.key)
    return following if row is not None and moved_on(latest, row, now=now) else latest


def _nth(wanted: FollowUp, turn: int) -> FollowUp:
    return replace(wanted, key=Key(f"{wanted.key}~{turn}"))
