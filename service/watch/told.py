"""What the person told us, sorted by what a pass does with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from service.domain.model import Key, VisitKey
from service.domain.plan import NOTHING_PUT_OFF
from service.domain.steering import as_planned
from service.domain.supplies import Supplies
from service.domain.told import NO_DEBRIEFS, NO_DOUBTS, Debriefs, Doubts, Outcome
from service.store.answers import StoredAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`settled` are the follow-ups that are done or skipped, each with that word.

    `put_off` are those that are wanted later; `doubts` the lines in our entries that nobody can
    read, by visit.
    """

    settled: Mapping[Key, str]
    again: Mapping[Key, StoredAnswer]
    outcomes: Mapping[VisitKey, Outcome]
    accepted: frozenset[str]
    put_off: Mapping[Key, datetime] = field(default_factory=lambda: NOTHING_PUT_OFF)
    debriefs: Debriefs = field(default_factory=lambda: NO_DEBRIEFS)
    doubts: Doubts = field(default_factory=lambda: NO_DOUBTS)
    supplies: Supplies | None = None


def sorted_out(
    answers: Iterable[StoredAnswer],
    debriefs: Debriefs = NO_DEBRIEFS,
    supplies: Supplies | None = None,
) -> Told:
    """The answers that were in force when the pass began."""
    given = tuple(answers)
    outcomes: dict[VisitKey, Outcome] = {}
    for one in given:
        if one.kind in ("heard_back", "offer", "rejected", "silent", "withdrew"):
            outcomes[VisitKey(one.key)] = Outcome(kind=one.kind, at=one.at)
    return Told(
        settled={Key(one.key): one.kind for one in given if one.kind in ("done", "skip")},
        again={Key(one.key): one for one in given if one.kind == "again"},
        outcomes=outcomes,
        accepted=frozenset(one.key for one in given if one.kind == "accept"),
        put_off=_put_off(given),
        debriefs=debriefs,
        supplies=supplies,
    )


def _put_off(answers: Iterable[StoredAnswer]) -> Mapping[Key, datetime]:
    """By the key as it is planned, which a second slot of the same has too."""
    found: dict[Key, datetime] = {}
    for one in answers:
        until = _instant(one.value) if one.kind == "later" else None
        if until is not None:
            found[as_planned(Key(one.key))] = until
    return found


def _instant(text: str) -> datetime | None:
    """A time that no clock of ours wrote is none."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None
