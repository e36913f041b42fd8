"""One question to a server, through the same guard as every calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from connectors.contract import Problem
from connectors.transport import Limits, Network, Refused, Unreachable
from connectors.transport.address import Address

LIMITS: Final = Limits(connect_seconds=5, read_seconds=5, total_seconds=10, redirects=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """What came back: a status and the server's clock, or why there was nothing."""

    status: int | None = None
    body: bytes = b""
    clock: datetime | None = None
    problem: Problem | None = None


def knock(address: Address, *, allow_hosts: frozenset[tuple[str, int]], network: Network) -> Knock:
    """Ask for `address`; any answer at all is one. Redirects are not followed."""
    from connectors.transport.exchange import ask  # noqa: PLC0415 - httpcore costs 100 ms
    from connectors.transport.guard import Guard  # noqa: PLC0415
    from connectors.transport.limits import Budget  # noqa: PLC0415

    guard = Guard(
        address=address,
        typed=True,
        allow_hosts=allow_hosts,
        network=network,
        budget=Budget(LIMITS),
    )
    headers = {"Host": address.authority, "User-Agent": "Afterword", "Connection": "close"}
    try:
        answer = ask(address, headers, guard=guard, limits=LIMITS)
    except (Refused, Unreachable) as error:
        return Knock(problem=error.problem)
    return Knock(status=answer.status, body=answer.body, clock=_clock(answer.header("date")))


def _clock(date: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(date or "").astimezone(UTC)
    except ValueError:
        return None
