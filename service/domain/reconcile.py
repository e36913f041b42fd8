"""The plan, the ledger and the calendar go in; the fewest operations come out.

    wanted  standing  on the calendar      ->
    ------  --------  -------------------  ---------------------------------------------------
    yes     absent    -                    create
    yes     ours      untouched            update what the plan changed, or rest
    yes     ours      edited               update only fields nobody edited
    yes     ours      edited, impossible   recompute that field and tell the person
    yes     ours      gone                 stand: theirs (they threw it away)
    no      absent    -                    rest
    no      ours      untouched            delete
    no      ours      edited               stand: theirs; ask. A line that is an answer was read
                                           when it came, and is no edit here: delete. One that
                                           nobody could read is an edit
    no      ours      gone                 stand: absent
    any     theirs    any                  rest
    two live events with one name          the younger gets a row that nobody wants: delete it
                                           (or, once edited, leave it and ask)

Before the rows come what is forgotten, which is deleted whatever became of it, and six more:

    skipped  by the person: on a calendar of theirs it is not wanted any more (`skipped.py`); on
             the feed, which they cannot clear, it stands theirs and is not printed
    done     said on a page: stands theirs; what is on no calendar is not created
    ticked   a title that the person began with a tick or "done": stand theirs, it never moves
    past     a slot that has ended is neither created, updated nor deleted. If the visit moved
             on after it, or the person has given it another time since (put off, agreed), it
             stays as history, and what is wanted is wanted under another key (`moved_on`), so
             that each has a row and a name of its own
             Nor is an entry moved to a time that is over
    refused  a write that was rejected is not tried again until it is another
    unsure   a row written in the last minute is not called gone: lists lag behind writes

"Edited" is derived (`seen` differs from `sent`) and never stored. Nothing here reads a clock,
a file or a socket; `ledger.py` keeps the rows, `look.py` fits what a calendar tells to them.
"""

from __future__ import annotations

import re
from base64 import b32hexencode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto
from hashlib import sha256
from types import MappingProxyType

from connectors.contract import Content, Create, Delete, Etag, Update, Write
from service.domain.answers import is_answer
from service.domain.merge import as_sent, differing, ended, overlay, overruled, starts_before
from service.domain.model import FollowUp, Key, Operation, Placement, Push, Stand, Standing
from service.domain.plaintext import lines

PLANNED = "planned"
CHANGED = "plan changed"
PIN_DROPPED = "pin_dropped"
UNPLANNED = "no longer planned"
THROWN_AWAY = "thrown away"
NOT_MISSED = "gone, and not missed"
LET_GO = "edited, no longer planned"
DONE = "done"
REFUSED = "refused: "
FORGOTTEN = "forgotten"
"""The word for what is to leave the calendar whatever became of it."""

GIVEN = frozenset({"put_off", "confirmed"})
"""The flags of a time that is the person's own word: put off to, agreed, or promised to them."""

FRESH = timedelta(minutes=1)
"""How long after a write a missing event may be a slow list rather than a deletion."""

LONGEST = timedelta(days=185)
"""An interview is at most this long before an entry for it: dates without a year count from there.

Nobody is asked to call later than half a year after (`answers.FAR`).
"""

NOBODY: Mapping[Key, str] = MappingProxyType({})

_TICKED = re.compile(r"\s*(?:[\u2713\u2714\u2705\u2611]|done\b)", re.IGNORECASE)


class There(Enum):
    """What the calendar shows of a row: the third column of the table, and its conditions."""

    ABSENT = auto()
    THEIRS = auto()
    UNSURE = auto()
    GONE = auto()
    PAST = auto()
    TICKED = auto()
    EDITED = auto()
    UNTOUCHED = auto()


def reconcile(
    wanted: Iterable[FollowUp],
    placements: Iterable[Placement],
    *,
    now: datetime,
    settled: Mapping[Key, str] = NOBODY,
) -> tuple[Operation, ...]:
    """Every row of the table that asks for something, in the order of the keys.

    `settled` holds the keys which the person has called done or skipped, with that word: their
    rows become theirs, and nothing is created for them. What is `FORGOTTEN` goes, past and
    edited too.
    """
    plan = {follow_up.key: follow_up for follow_up in wanted}
    rows = {placed.key: placed for placed in placements}
    operations = (
        _settled(rows.get(key), settled[key])
        if key in settled
        else decide(plan.get(key), rows.get(key), now=now)
        for key in sorted(plan.keys() | rows.keys())
    )
    return tuple(operation for operation in operations if operation is not None)


def decide(wanted: FollowUp | None, placed: Placement | None, *, now: datetime) -> Operation | None:
    """One row of the table."""
    if wanted is None:
        return None if placed is None else _unlike_refused(_unwanted(placed, now), placed)
    placed = placed or unplaced(wanted)
    return _unlike_refused(_wanted(wanted, placed, now), placed)


def settle(placed: Placement, reason: str) -> Stand:
    """The person said done or skip: hands off from now on."""
    return Stand(key=placed.key, standing=Standing.THEIRS, reason=reason)


def there(placed: Placement, now: datetime) -> There:
    """Which case of the table a row is."""
    if placed.standing is not Standing.OURS:
        return There.ABSENT if placed.standing is Standing.ABSENT else There.THEIRS
    if placed.seen is None:
        return There.UNSURE if _fresh(placed, now) else There.GONE
    if ticked(placed.seen.title) and placed.seen.title != placed.sent.title:
        return There.TICKED
    if ended(placed.seen.when, now):
        return There.PAST
    return There.EDITED if edited(placed) else There.UNTOUCHED


def ticked(title: str) -> bool:
    """Whether a title begins the way people cross things off."""
    return _TICKED.match(title) is not None


def moved_on(wanted: FollowUp, placed: Placement, *, now: datetime) -> bool:
    """Whether a slot had passed when its visit moved on, or when it was given another time.

    Only then is there to be a second one.
    """
    if placed.seen is None or there(placed, now) is not There.PAST:
        return False
    passed_too_early = wanted.floor is None or starts_before(placed.seen.when, wanted.floor)
    another = wanted.content.when != placed.sent.when and not ended(wanted.content.when, now)
    return another and (passed_too_early or _given_anew(wanted, placed.seen))


def _given_anew(wanted: FollowUp, seen: Content) -> bool:
    """A call that was dragged is agreed for where it was, and made shorter no other one."""
    return not GIVEN.isdisjoint(wanted.flags) and wanted.content.when.start != seen.when.start


def edited(placed: Placement) -> frozenset[str]:
    """The fields a person has made their own: always derived, never stored."""
    return differing(placed.seen, placed.sent) if placed.seen else frozenset()


def unplaced(wanted: FollowUp) -> Placement:
    """The row of a follow-up that has never been on a calendar."""
    return Placement(
        key=wanted.key,
        calendar=wanted.calendar,
        standing=Standing.ABSENT,
        sent=as_sent(wanted),
    )


def name(key: Key, generation: int = 0) -> str:
    """The name of a follow-up's event, which is its UID (RFC 5545 3.8.4.7).

    Derived, so that a create may be repeated. Providers remember the names of deleted events,
    hence the generation. base32hex in lower case is the alphabet of Google's event ids
    (facts: google-calendar 1.7).
    """
    # The number stands first and ends at the NUL, so no two pairs make one string. A UID from a
    # broken file may hold lone surrogates.
    digest = sha256(f"{generation}\0{key}".encode("utf-8", "surrogatepass")).digest()
    return f"fu-{b32hexencode(digest).decode().rstrip('=').lower()}@afterword"


def _settled(placed: Placement | None, reason: str) -> Operation | None:
    if placed is not None and reason == FORGOTTEN:
        return _erased(placed)
    if placed is None or placed.standing is not Standing.OURS:
        return None
    return settle(placed, reason)


def _erased(placed: Placement) -> Operation | None:
    """Past, changed or crossed off: it would tell of what is to be forgotten, so it goes."""
    if placed.standing is Standing.ABSENT or placed.seen is None:
        return None
    return _unlike_refused(_delete(placed, FORGOTTEN), placed)


def _fresh(placed: Placement, now: datetime) -> bool:
    if placed.written is None:
        return False
    return now.astimezone(UTC) - placed.written.astimezone(UTC) < FRESH


# -- wanted ------------------------------------------------------------------------------------


def _wanted(wanted: FollowUp, placed: Placement, now: datetime) -> Operation | None:
    match there(placed, now):
        case There.ABSENT:
            return _create(wanted, placed, now)
        case There.UNTOUCHED | There.EDITED:
            return _update(wanted, placed, now)
        case There.GONE:
            return Stand(key=placed.key, standing=Standing.THEIRS, reason=THROWN_AWAY)
        case There.TICKED:
            return settle(placed, DONE)
        case There.THEIRS | There.UNSURE | There.PAST:
            return None


def _create(wanted: FollowUp, placed: Placement, now: datetime) -> Push | None:
    if ended(wanted.content.when, now):
        return None
    write = Create(name=name(wanted.key, placed.generation), content=as_sent(wanted))
    return Push(key=wanted.key, calendar=wanted.calendar, write=write, reason=PLANNED)


def _update(wanted: FollowUp, placed: Placement, now: datetime) -> Push | None:
    if placed.seen is None or placed.event_id is None or placed.etag is None:
        return None
    plan, impossible = as_sent(wanted), _impossible(wanted, placed.sent, placed.seen)
    touched = differing(plan, placed.sent) - overruled(placed.seen, placed.sent) | impossible
    if ended(plan.when, now):
        touched -= {"when"}
    if not touched:
        return None
    content = overlay(placed.seen, plan, touched)
    write = Update(id=placed.event_id, etag=placed.etag, content=content, touched=touched)
    dropped = bool(impossible & touched)
    return Push(
        key=placed.key,
        calendar=placed.calendar,
        write=write,
        reason=PIN_DROPPED if dropped else CHANGED,
        told=_pin_dropped(wanted) if dropped else None,
    )


def _impossible(wanted: FollowUp, sent: Content, seen: Content) -> frozenset[str]:
    if wanted.floor is None or seen.when == sent.when:
        return frozenset()
    return frozenset({"when"} if starts_before(seen.when, wanted.floor) else ())


def _pin_dropped(wanted: FollowUp) -> str:
    start = wanted.content.when.start
    when = f"{start:%Y-%m-%d %H:%M}" if isinstance(start, datetime) else f"{start:%Y-%m-%d}"
    return (
        f"Your own time for “{wanted.content.title}” would now be before the interview is over, "
        f"so it has been moved to {when}."
    )


# -- not wanted --------------------------------------------------------------------------------


def _unwanted(placed: Placement, now: datetime) -> Operation | None:
    match there(placed, now):
        case There.UNTOUCHED:
            return _delete(placed)
        case There.EDITED:
            return _delete(placed) if _only_answered(placed) else _let_go(placed)
        case There.GONE:
            return Stand(key=placed.key, standing=Standing.ABSENT, reason=NOT_MISSED)
        case There.TICKED:
            return settle(placed, DONE)
        case There.ABSENT | There.THEIRS | There.UNSURE | There.PAST:
            return None


def _delete(placed: Placement, reason: str = UNPLANNED) -> Push | None:
    if placed.event_id is None or placed.etag is None:
        return None
    write = Delete(id=placed.event_id, etag=placed.etag)
    return Push(key=placed.key, calendar=placed.calendar, write=write, reason=reason)


def _only_answered(placed: Placement) -> bool:
    """Whether nothing was changed but that answers were written, above, below or in our block."""
    if placed.seen is None or edited(placed) != {"notes"}:
        return False
    start = placed.sent.when.start
    since = (start.date() if isinstance(start, datetime) else start) - LONGEST
    return _unanswered(placed.seen, since) == _unanswered(placed.sent, since)


def _unanswered(content: Content, since: date) -> list[str]:
    """What nobody could read was not taken in, so it is a word of theirs like any other."""
    return [line for line in lines(content.notes) if not is_answer(line, since)]


def _let_go(placed: Placement) -> Stand:
    title = placed.seen.title if placed.seen else placed.sent.title
    told = (
        f"“{title}” is no longer needed, but you have changed it, so it stays. "
        "Delete it if you do not want it."
    )
    return Stand(key=placed.key, standing=Standing.THEIRS, reason=LET_GO, told=told)


# -- refused -----------------------------------------------------------------------------------


def _unlike_refused(operation: Operation | None, placed: Placement) -> Operation | None:
    """A write that was rejected is not tried again, until it is another write."""
    if not isinstance(operation, Push) or placed.intent is None:
        return operation
    if not placed.reason.startswith(REFUSED):
        return operation
    return None if _unconditional(operation.write) == _unconditional(placed.intent) else operation


def _unconditional(write: Write) -> Write:
    return write if isinstance(write, Create) else replace(write, etag=Etag(""))
