"""Taking what we made out of a calendar that is to be disconnected, with a receipt.

Only entries that stand as we put them there go, each on condition that it still does. What the
person has changed is theirs and stays, and the receipt says so; past ones go as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from connectors.contract import CalendarId, ConnectorError, Delete, Outcome, PreconditionFailed
from service.domain.ledger import absorb, begin
from service.domain.model import Key, Placement, Push, Standing
from service.domain.reconcile import edited
from service.store.journal import write_line
from service.store.leases import wake
from service.store.ledger import every_row, keep_rows
from service.store.store import Store
from service.store.values import PersonId, Source
from service.watch.equipment import Pusher
from service.watch.places import calendar_of

REASON = "its calendar was disconnected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """`gone` and `kept` are titles: kept is what the person has changed, or changed just now.

    `failed` are those that could not be removed just now: asking again tries those again.
    """

    at: datetime
    gone: tuple[str, ...]
    kept: tuple[str, ...]
    failed: tuple[str, ...]

    @property
    def text(self) -> str:
        """The receipt in one sentence for each part."""
        parts = (
            (self.gone, "removed"),
            (self.kept, "left, because you have changed them: delete them if you wish"),
            (self.failed, "still there, because the calendar did not answer: try again"),
        )
        return "\n".join(f"{len(titles)} {said}." for titles, said in parts if titles)


def clear(
    store: Store, person: PersonId, source: Source, pusher: Pusher, *, now: datetime
) -> Cleared:
    """Remove every entry of ours from a calendar.

    The calendar is still watched: what comes of it if the account stays after all is that the
    next pass puts everything back. So whoever calls this keeps passes away (`desk.alone`) until
    the calendar is forgotten. Raises `AccessLost` when the account is gone already: then the
    entries are the person's to delete; `Unavailable`.
    """
    calendar = calendar_of(source)
    with store.write() as tx:
        wake(tx, person, now=now)  # takes the row: what stands in the ledger is of this moment
        here = {row.key: row for row in every_row(tx, person) if _is_there(row, calendar)}
        pushes = [_push(row) for row in here.values() if not edited(row)]
        begun = {push.key: begin(here[push.key], push, now=now) for push in pushes}
        keep_rows(tx, person, begun.values(), now=now)
    outcomes = pusher.push(calendar, [push.write for push in pushes])
    cleared = _cleared(here, pushes, outcomes, now)
    with store.write() as tx:
        keep_rows(tx, person, _after(begun, pushes, outcomes), now=now)
        write_line(tx, person, now, "calendar_cleared", None, cleared.text or "Nothing was there.")
    return cleared


def _is_there(row: Placement, calendar: CalendarId) -> bool:
    ours = row.standing is Standing.OURS and row.seen is not None
    return row.calendar == calendar and ours and row.etag is not None


def _push(row: Placement) -> Push:
    if row.event_id is None or row.etag is None:
        raise ValueError(f"{row.key} stands nowhere")
    write = Delete(id=row.event_id, etag=row.etag)
    return Push(key=row.key, calendar=row.calendar, write=write, reason=REASON)


def _after(
    begun: Mapping[Key, Placement], pushes: Sequence[Push], outcomes: Sequence[Outcome]
) -> list[Placement]:
    answered = zip(pushes, outcomes, strict=True)
    return [absorb(begun[push.key], None) for push, outcome in answered if outcome is None]


def _cleared(
    here: Mapping[Key, Placement],
    pushes: Sequence[Push],
    outcomes: Sequence[Outcome],
    now: datetime,
) -> Cleared:
    came = {push.key: outcome for push, outcome in zip(pushes, outcomes, strict=True)}
    titles = {key: (row.seen or row.sent).title for key, row in here.items()}
    changed = [key for key in here if key not in came or isinstance(came[key], PreconditionFailed)]
    gone = [key for key, outcome in came.items() if outcome is None]
    failed = [
        key
        for key, outcome in came.items()
        if isinstance(outcome, ConnectorError) and key not in changed
    ]
    return Cleared(
        at=now,
        gone=tuple(titles[key] for key in gone),
        kept=tuple(titles[key] for key in changed),
        failed=tuple(titles[key] for key in failed),
    )
