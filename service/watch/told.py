"""The person's answers, sorted by what a pass does with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.domain.model import Key, VisitKey
from service.domain.told import Outcome
from service.store.answers import StoredAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`settled` are the follow-ups that are done or skipped, each with that word."""

    settled: Mapping[Key, str]
    again: Mapping[Key, StoredAnswer]
    outcomes: Mapping[VisitKey, Outcome]
    accepted: frozenset[str]


def sorted_out(answers: Iterable[StoredAnswer]) -> Told:
    """The answers that were in force when the pass began."""
    given = tuple(answers)
    outcomes: dict[VisitKey, Outcome] = {}
    for one in given:
        if one.kind in ("heard_back", "offer", "rejected"):
            outcomes[VisitKey(one.key)] = one.kind
    return Told(
        settled={Key(one.key): one.kind for one in given if one.kind in ("done", "skip")},
        again={Key(one.key): one for one in given if one.kind == "again"},
        outcomes=outcomes,
        accepted=frozenset(one.key for one in given if one.kind == "accept"),
    )
