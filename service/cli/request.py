"""What was asked for on the command line, and what came of it; faults of the request itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from connectors.contract import Problem
from service.domain.policy import Policy
from service.domain.survey import Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The command line, as it was typed."""

    calendars: tuple[str, ...]
    settings: Path | None = None
    now: str | None = None
    style: str | None = None
    explain: bool = False
    accept: frozenset[str] = frozenset()
    calendar_name: str | None = None
    output: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is printed: the survey, under the policy and the clock it was made with."""

    survey: Survey
    policy: Policy
    now: datetime


class Refused(Exception):
    """The request can't be met; the problems say why and what to do."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


def refused(where: str, what: str, next_step: str) -> Refused:
    """A refusal for one reason."""
    return Refused([Problem(where=where, what=what, next_step=next_step)])
