"""How a row of the ledger changes: before a write, after a look, by a change of mind.

The base of the merge is what we *sent*, never what came back: a person may edit in between.
The answer to a write is just another look at the calendar.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from connectors.contract import Content, Create, Delete, Event, Rejected, Update, Write
from service.domain.merge import overlay, overruled
from service.domain.model import Placement, Push, Stand, Standing
from service.domain.reconcile import REFUSED, THROWN_AWAY, ticked

AGAIN = "planned again"
LEFT_BEHIND = "its calendar is no longer connected"


def begin(placed: Placement | None, push: Push, *, now: datetime) -> Placement:
    """The row as it must be saved before the push leaves the house.

    Raises `ValueError` when anything but a create is begun without a row.
    """
    if isinstance(push.write, Create):
        placed = _absent_row(push, push.write, placed.generation if placed else 0)
    elif placed is None:
        raise ValueError(f"{push.key} is on no calendar: {push.write!r} has nothing to change")
    return replace(placed, intent=push.write, written=now, reason=push.reason)


def absorb(placed: Placement, event: Event | None) -> Placement:
    """The row after a look at its event; None: it is gone."""
    intent = live_intent(placed)
    looked = replace(lapse(placed), seen=None, etag=None)
    if event is None:
        return _gone(looked, intent)
    looked = replace(looked, event_id=event.id, etag=event.etag, seen=event.content)
    match intent:
        case Create(content=content):
            return replace(looked, standing=Standing.OURS, sent=content)
        case Update() if looked.standing is Standing.OURS:
            return _landed(looked, intent, event.content)
    # Under our name, though we called it absent: a create of ours that came to light late.
    absent = looked.standing is Standing.ABSENT
    return replace(looked, standing=Standing.OURS) if absent else looked


def stand(placed: Placement, operation: Stand) -> Placement:
    """The row after we changed our mind about whose it is."""
    if operation.standing is Standing.ABSENT:
        return _absent(replace(placed, reason=operation.reason))
    return replace(placed, standing=operation.standing, intent=None, reason=operation.reason)


def again(placed: Placement) -> Placement:
    """The row of what was theirs, when the person wants it planned again.

    What still stands is ours as it stands there, but for a tick: that it is done was taken back,
    so the title is ours to put right. What is gone is made anew, under another name, because
    providers remember those of deleted events. Any other row stays as it is.
    """
    if placed.standing is not Standing.THEIRS:
        return placed
    back = replace(placed, reason=AGAIN)
    if placed.seen is None:
        return _absent(back)
    title = placed.seen.title if ticked(placed.seen.title) else placed.sent.title
    return replace(back, standing=Standing.OURS, sent=replace(placed.sent, title=title))


def put_back(placed: Placement) -> Placement:
    """The row of what is gone, and not by the person's wish: made anew, under another name."""
    return _absent(replace(placed, reason=AGAIN))


def unpinned(placed: Placement) -> Placement:
    """The row of an entry whose own date the person has given up, by telling another one since."""
    if placed.seen is None or placed.seen.when == placed.sent.when:
        return placed
    return replace(placed, sent=replace(placed.sent, when=placed.seen.when))


def orphan(placed: Placement) -> Placement:
    """The row of an entry that nobody can reach any more, since its calendar was disconnected.

    The generation stays: connected again, the entry that was left there is found by its name.
    What had become theirs stays theirs.
    """
    if placed.standing is Standing.THEIRS:
        return placed
    kept = _absent(replace(placed, reason=LEFT_BEHIND))
    return replace(kept, generation=placed.generation)


def refuse(placed: Placement, error: Rejected) -> Placement:
    """The row after its write was rejected. The intent stays, so that it is not tried again."""
    return replace(placed, reason=f"{REFUSED}{error}")


def lapse(placed: Placement) -> Placement:
    """The row without an intent that has had its chance to show.

    An old intent must not excuse a later deletion by the person.
    """
    return placed if live_intent(placed) is None else replace(placed, intent=None)


def live_intent(placed: Placement) -> Write | None:
    """A write that may have happened; one that was rejected has not."""
    return None if placed.reason.startswith(REFUSED) else placed.intent


def _absent_row(push: Push, write: Create, generation: int) -> Placement:
    return Placement(
        key=push.key,
        calendar=push.calendar,
        standing=Standing.ABSENT,
        sent=write.content,
        generation=generation,
    )


def _gone(placed: Placement, intent: Write | None) -> Placement:
    match intent:
        case Create():  # the provider remembers the name: made once, and since thrown away
            return replace(placed, standing=Standing.THEIRS, reason=THROWN_AWAY)
        case Delete() if placed.standing is Standing.OURS:
            return _absent(placed)
    return placed


def _landed(placed: Placement, intent: Update, seen: Content) -> Placement:
    landed = intent.touched - overruled(seen, intent.content)
    return replace(placed, sent=overlay(placed.sent, intent.content, landed))


def _absent(placed: Placement) -> Placement:
    return replace(
        placed,
        standing=Standing.ABSENT,
        event_id=None,
        etag=None,
        seen=None,
        intent=None,
        generation=placed.generation + 1,
    )
