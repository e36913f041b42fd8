"""Whether to believe a calendar that has lost most of its events.

A server's bad hour looks like a person who deleted everything (facts: icalendar 0.6, 2.3): so a
great loss is believed only when a second look shows it too. Where the loss is all of our own
entries, and believing it would keep them away for ever, the person is asked as well.
"""

from __future__ import annotations

from datetime import timedelta

PATIENCE = timedelta(days=1)
"""How long the person is asked. A calendar that was wiped by mistake is missed within a day; one
who threw our entries away need not say so, and is left in peace after it."""

ALL_GONE = "None of your follow-ups is in it any more."
"""What is said of a calendar that shows none of our three or more entries."""

FEW = 20
"""As many may vanish at one look without a question."""

EMPTIED = 3
"""From how many events a calendar that is all at once empty is asked again."""


def believe(before_size: int, now_size: int, suspect: bool) -> bool:  # noqa: FBT001 - a fact of the source, not a switch
    """Whether what a complete listing does not show may be taken as gone.

    The sizes are those of the whole calendar, at the last listing that was believed and now;
    `suspect` says that the listing in between was not, and is long enough ago. Where the answer
    is no, everything stays as it was, the cursor too, and a later listing is believed.
    """
    if suspect:
        return True
    vanished = before_size - now_size
    if now_size == 0 and before_size >= EMPTIED:
        return False
    return vanished <= FEW or 2 * vanished <= before_size
