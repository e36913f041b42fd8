"""What can be wrong with a published calendar, in words; nothing is concluded from any of it.

    Refused   the address will not do: wrong page, no calendar, our own feed
    NotNow    the calendar did not come whole this time; the next look may be better

The calendar's own address is a secret: no sentence holds more of it than host and port.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from connectors.contract import Problem, Transient
from connectors.ics.read import NotACalendar
from connectors.quirks.pasted_address import advice, directions
from connectors.transport import Fetched, Refused, Unreachable

_WRONG_PLACE = frozenset({401, 403, 404, 410})
_LINE = re.compile(r"line \d+(?:, )?")
_OPENS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\Z|BEGIN:VCALENDAR)", re.IGNORECASE)
_AGAIN = "We keep what was read before and look again by ourselves."


class NotNow(Transient):
    """The calendar could not be had just now. `problem` is what to tell the person."""

    def __init__(self, problem: Problem, *, retry_after: timedelta | None = None) -> None:
        super().__init__(problem.what, retry_after=retry_after)
        self.problem = problem


def unreachable(fault: Unreachable) -> NotNow:
    """The server did not answer, or asked for patience."""
    return NotNow(fault.problem, retry_after=fault.retry_after)


def pointed(refused: Refused) -> Refused:
    """The refusal with the provider's own menu, where the address was the wrong one."""
    step = directions(refused.problem.where.rpartition(":")[0])
    if refused.status not in _WRONG_PLACE or step is None:
        return refused
    return Refused(replace(refused.problem, next_step=step), status=refused.status)


def refuse_a_page(pasted: str, fetched: Fetched) -> None:
    """Raise `Refused` for a provider's web page: the address next to the right one was pasted."""
    step = advice(pasted, fetched.body) or advice(fetched.host, fetched.body)
    if step is not None:
        raise Refused(
            Problem(
                where=fetched.host,
                what="This address shows a web page, not the calendar.",
                next_step=step,
            )
        )


def unreadable(where: str, fetched: Fetched, fault: NotACalendar) -> Refused | NotNow:
    """What is no calendar is refused; one that came empty or broken off may be whole next time."""
    if _OPENS.match(fetched.body):
        return NotNow(replace(fault.problem, where=where, next_step=_AGAIN))
    return Refused(replace(fault.problem, where=where))


def beyond_us(where: str, problem: Problem) -> Refused:
    """The calendar is too much to read."""
    return Refused(replace(problem, where=where))


def placed(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems of single events, without the lines they stand on: nobody can open that file."""
    return tuple(
        replace(problem, where=_LINE.sub("", problem.where) or "an event") for problem in problems
    )
