"""Whose address a request comes from, where proxies stand in between.

`X-Forwarded-For` is what anybody likes to write. It is believed from its right end, as far as
the operator says whose word counts (AFTERWORD_TRUSTED_PROXIES), and no further; nothing else
that a proxy says is believed at all.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

from starlette.requests import Request

Networks: TypeAlias = tuple[IPv4Network | IPv6Network, ...]

HOME_BYTES = 8
"""Of an IPv6 address: what follows is one customer's own to change as they like."""


def client_address(request: Request, trusted: Networks) -> str:
    """The nearest address that is not one of ours; empty where there is none (a Unix socket)."""
    nearest = request.client.host if request.client else ""
    lines = request.headers.getlist("x-forwarded-for")
    forwarded = [one.strip() for one in ",".join(lines).split(",") if one.strip()]
    while forwarded and _is_trusted(nearest, trusted):
        nearest = forwarded.pop()
    return nearest


def counted_as(address: str) -> bytes:
    """What an address is counted under: itself, or the network of an IPv6 customer."""
    found = _address(address)
    if found is None:
        return b"?"  # unreadable ones share one allowance, or each would have its own
    return found.packed[:HOME_BYTES]


def _is_trusted(address: str, trusted: Networks) -> bool:
    found = _address(address)
    return found is not None and any(found in network for network in trusted)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    # A server that listens on :: sees an IPv4 client in this guise.
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found
