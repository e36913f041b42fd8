"""What was skipped is taken off the person's own calendar.

On the feed it is enough not to print it. In a calendar it would stand in the way, so nobody
wants it any more: untouched it goes, edited it stays, as the table says. Undone, it is planned
again by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from service.domain.model import FollowUp, Key

SKIPPED = "skip"
"""The word of the person by which a follow-up is not to be done."""

Settled = Mapping[Key, str]


def left_to_do(
    wanted: Iterable[FollowUp], settled: Settled
) -> tuple[tuple[FollowUp, ...], Settled]:
    """The follow-ups without those that were skipped, and what else was said to be settled."""
    skipped = {key for key, word in settled.items() if word == SKIPPED}
    kept = tuple(one for one in wanted if one.key not in skipped)
    return kept, {key: word for key, word in settled.items() if key not in skipped}
