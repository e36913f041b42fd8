"""What holds between two settings. Each check looks at the value that was built."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import time
from itertools import pairwise

from service.domain.policy import Employer, Me, Travel
from service.settings_file.section import Check
from service.settings_file.values import Fault


def ascending(*names: str, strictly: bool = False) -> Check:
    """Times of day in this order; defaults count, so the key that was written is named."""

    def check(made: object, written: Collection[str]) -> Iterator[Fault]:
        for before, after in pairwise(names):
            first, second = _clock(made, before), _clock(made, after)
            if first > second or (strictly and first == second):
                yield Fault(
                    what=f"{before} is {first:%H:%M} and {after} {second:%H:%M}.",
                    next_step=f"Keep this order: {', '.join(names)}.",
                    at=(before if before in written else after,),
                )

    return check


def travel_order(made: Travel, _written: Collection[str]) -> Iterator[Fault]:
    """A journey does not end before it begins."""
    if made.last < made.first:
        what = f"The journey ends on {made.last}, before it begins on {made.first}."
        yield Fault(what=what, next_step="Exchange from and to.", at=("to",))


def no_overlap(made: Me, _written: Collection[str]) -> Iterator[Fault]:
    """Nobody is in two zones on one day."""
    by_start = sorted(enumerate(made.travel), key=lambda entry: entry[1].first)
    for (_, one), (index, other) in pairwise(by_start):
        if other.first <= one.last:
            what = f"{other.timezone} begins on {other.first}, {one.timezone} lasts to {one.last}."
            step = "Let every day belong to one journey: to is the last day, included."
            yield Fault(what=what, next_step=step, at=("travel", index))


def region_in_country(made: Me | Employer, _written: Collection[str]) -> Iterator[Fault]:
    """DE-BY is no region of AT."""
    country, dash, _ = (made.region or "").rpartition("-")
    if dash and made.country and country != made.country:
        what = f"{made.region} is no region of {made.country}."
        yield Fault(what=what, next_step="Correct region or country.", at=("region",))


def _clock(made: object, name: str) -> time:
    value = getattr(made, name)
    assert isinstance(value, time)  # noqa: S101 - the table names times only
    return value
