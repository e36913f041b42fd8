"""What a pass would do under other settings. It takes the same path, and writes nothing.

It goes by what is stored: an event that only the other settings would recognise is not among
what a calendar was read for, and shows after the next look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from connectors.contract import CalendarId
from connectors.feed import FEED, FeedConnector
from service.domain.model import FollowUp, Key, Operation, Placement
from service.domain.policy import Policy
from service.domain.skipped import left_to_do
from service.sync import Ledger, sync
from service.watch.again import taken_up
from service.watch.anew import renewed
from service.watch.looking import Look
from service.watch.recall import Known
from service.watch.steered import with_doubts
from service.watch.understanding import understand


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a pass would plan, and what it would do about it."""

    wanted: tuple[FollowUp, ...]
    operations: tuple[Operation, ...]


def foreseen(
    known: Known, policy: Policy, rows: Mapping[Key, Placement], *, now: datetime
) -> Foreseen:
    """The same for what is known already, under a policy whose zone is filled in."""
    looks = [Look(source=source) for source in known.sources]
    known = with_doubts(known, rows)
    planned = understand(looks, replace(known, policy=policy), policy, now=now).wanted
    rows = {**rows, **taken_up(rows, known.told.again)}
    wanted = renewed(planned, rows, now=now, settled=known.told.settled)
    settled = known.told.settled
    standing = (row.calendar for row in rows.values())
    calendars = dict.fromkeys((FEED, *standing, *(one.calendar for one in wanted)))
    ahead = (ahead_on(one, wanted, rows, settled, now=now) for one in calendars)
    return Foreseen(wanted=wanted, operations=tuple(chain.from_iterable(ahead)))


def ahead_on(
    calendar: CalendarId,
    wanted: Sequence[FollowUp],
    rows: Mapping[Key, Placement],
    settled: Mapping[Key, str],
    *,
    now: datetime,
) -> tuple[Operation, ...]:
    """What a pass would do on one calendar if nothing has changed there.

    What was skipped is taken off a calendar; on the feed it is enough not to print it.
    """
    if calendar != FEED:
        wanted, settled = left_to_do(wanted, settled)
    ledger, nothing_new = Ledger(placements=dict(rows)), FeedConnector()
    done = sync(ledger, nothing_new, calendar, wanted, now=now, settled=settled, preview=True)
    return done.operations
