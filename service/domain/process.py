"""The rounds of one application: visits of one company and role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Protocol

from service.domain.model import Visit
from service.domain.naming.company import same_company
from service.domain.naming.roles import normal_role, same_role


class Applied(Protocol):
    """What tells of which application something is part."""

    @property
    def company(self) -> str | None:
        """Where."""
        ...

    @property
    def role(self) -> str | None:
        """As what."""
        ...


def later_round(visit: Visit, visits: Sequence[Visit]) -> Visit | None:
    """The next visit of the same process: being invited again is having heard back.

    An unknown role is any role of the company, unless the company has two different known
    ones among `visits`. An unknown company never counts.
    """
    later = [
        other
        for other in visits
        if other.key != visit.key
        and other.start.astimezone(UTC) > visit.start.astimezone(UTC)
        and same_process(visit, other, visits)
    ]
    return min(later, key=lambda other: (other.start.astimezone(UTC), other.key), default=None)


def known_roles(roles: Iterable[str | None]) -> frozenset[str]:
    """The different roles among those given, each in its spelling for comparison."""
    return frozenset(normal_role(role) for role in roles if role is not None)


def same_process(one: Applied, other: Applied, visits: Sequence[Applied]) -> bool:
    """Whether two are rounds of one application, as far as these `visits` tell."""
    if not same_company(one.company, other.company):
        return False
    if one.role is not None and other.role is not None:
        return same_role(one.role, other.role)
    here = [visit.role for visit in visits if same_company(visit.company, one.company)]
    # With two applications running, an entry without a role could be about either.
    return len(known_roles([*here, one.role])) < 2 or (one.role is None and other.role is None)  # noqa: PLR2004 - two different ones
