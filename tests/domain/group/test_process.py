"""The next round of the same process is what "heard back" means by itself."""

from __future__ import annotations

import pytest

from service.domain.group import group
from service.domain.process import later_round
from tests.domain.group.visits import POLICY, sitting


def next_of_first(*rounds: tuple[int, str | None, str | None]) -> str | None:
    """The key of the round that follows the first one; rounds are (day, company, role)."""
    sessions = [
        sitting(f"{n}", 10, 11, company, role, day=day)
        for n, (day, company, role) in enumerate(rounds)
    ]
    visits = group(sessions, POLICY)
    first = next(visit for visit in visits if visit.key == "0")
    found = later_round(first, visits[::-1])
    return found.key if found else None


ROUNDS = {
    "same company and role": (((1, "Acme", "Eng"), (10, "Acme, Inc.", "Engineer")), "1"),
    "the next, not the last": (((1, "Acme", "A"), (14, "Acme", "A"), (10, "Acme", "A")), "2"),
    "an earlier one is none": (((10, "Acme", "A"), (1, "Acme", "A")), None),
    "another company": (((1, "Acme", "A"), (10, "Globex", "A")), None),
    "another role": (((1, "Acme", "A"), (10, "Acme", "B")), None),
    "an unknown role then": (((1, "Acme", "A"), (10, "Acme", None)), "1"),
    "an unknown role now": (((1, "Acme", None), (10, "Acme", "A")), "1"),
    "unknown roles both": (((1, "Acme", None), (10, "Acme", None)), "1"),
    "an unknown role between two known": (
        ((1, "Acme", "A"), (8, "Acme", None), (10, "Acme", "B")),
        None,
    ),
    "behind it the known one counts": (
        ((1, "Acme", "A"), (8, "Acme", "B"), (9, "Acme", None), (10, "Acme", "A")),
        "3",
    ),
    "unknown companies never": (((1, None, "A"), (10, None, "A")), None),
    "an unknown company then": (((1, "Acme", "A"), (10, None, "A")), None),
}


@pytest.mark.parametrize(("rounds", "expected"), ROUNDS.values(), ids=ROUNDS)
def test_the_next_round(
    rounds: tuple[tuple[int, str | None, str | None], ...], expected: str | None
) -> None:
    assert next_of_first(*rounds) == expected
