"""The way in: from an address to its bytes."""

from __future__ import annotations

from connectors.transport.address import parse
from connectors.transport.limits import Budget, Limits
from connectors.transport.network import Network
from connectors.transport.outcome import Fetched

HOUSE_LIMITS = Limits()
HOUSE_NETWORK = Network()


def fetch(  # noqa: PLR0913 (keywords, all but the address with a default)
    address: str,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    allow_hosts: frozenset[tuple[str, int]] = frozenset(),
    limits: Limits = HOUSE_LIMITS,
    network: Network = HOUSE_NETWORK,
) -> Fetched:
    """Fetch the bytes behind an address a person gave us.

    `etag` and `last_modified` are those of an earlier answer; with them the answer may be 304.
    `allow_hosts` names hosts (lower-case) and ports that may be private. Userinfo in the
    address is sent as Basic credentials, and to no other server.

    Raises `Refused` (never ask again) and `Unreachable` (later; `retry_after` if the server
    said when). Whether the bytes are a calendar is not judged here.
    """
    from connectors.transport.errand import Errand  # noqa: PLC0415 (lazy: 100 ms, see there)

    errand = Errand(
        etag=etag,
        last_modified=last_modified,
        allow_hosts=allow_hosts,
        limits=limits,
        network=network,
        budget=Budget(limits),
    )
    return errand.run(parse(address))
