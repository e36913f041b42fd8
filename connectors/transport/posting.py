"""Sends something to an address that a person gave us, through the same guard as a fetch."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.transport import refusals
from connectors.transport.address import parse
from connectors.transport.fetching import HOUSE_LIMITS, HOUSE_NETWORK
from connectors.transport.limits import Budget, Limits
from connectors.transport.network import Network
from connectors.transport.outcome import Unreachable

_FINE = range(200, 300)


def post(  # noqa: PLR0913 (keywords, all but what is sent with a default)
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allow_hosts: frozenset[tuple[str, int]] = frozenset(),
    limits: Limits = HOUSE_LIMITS,
    network: Network = HOUSE_NETWORK,
) -> None:
    """POST it once. No redirect is followed: what is sent is meant for this place alone.

    Raises `Refused` (the address or the answer will not do) and `Unreachable` (later).
    """
    from connectors.transport.errand import SERVER_TROUBLE, WAITING  # noqa: PLC0415 (lazy: 100 ms)
    from connectors.transport.exchange import ask  # noqa: PLC0415
    from connectors.transport.guard import Guard  # noqa: PLC0415

    here = parse(address)
    guard = Guard(
        address=here, typed=True, allow_hosts=allow_hosts, network=network, budget=Budget(limits)
    )
    sent = {"Host": here.authority, "Connection": "close", **headers}
    if here.credentials:
        sent["Authorization"] = here.credentials
    answer = ask(here, sent, guard=guard, limits=limits, body=body)
    if answer.status in _FINE:
        return
    if answer.status in WAITING or answer.status >= SERVER_TROUBLE:
        raise Unreachable(here.shown)
    raise refusals.status(here.shown, answer.status)
