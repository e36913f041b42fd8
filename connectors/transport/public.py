"""Which addresses belong to the public internet.

`ipaddress.is_global` is not enough: Python 3.11 calls multicast, 6to4, NAT64 and several
reserved blocks global (facts: icalendar 2.4; IANA special-purpose address registries). So IPv6
is public only where IANA has handed out global unicast, minus the special blocks in it, and
an IPv4 address inside an IPv6 one is judged as what it is.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

GLOBAL_UNICAST = IPv6Network("2000::/3")
SPECIAL_IPV6 = (
    IPv6Network("2001::/23"),  # protocol assignments, Teredo among them
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("2002::/16"),  # 6to4: an IPv4 address of any kind in disguise
    IPv6Network("3fff::/20"),  # documentation
)
SPECIAL_IPV4 = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
)
IPV4_INSIDE = (
    IPv6Network("::ffff:0:0/96"),  # IPv4-mapped
    IPv6Network("64:ff9b::/96"),  # NAT64
)


def is_public(address: str) -> bool:
    """Whether a numeric address may be connected to. What is no address is not public."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    bare = _unwrapped(parsed)
    return _public_ipv4(bare) if isinstance(bare, IPv4Address) else _public_ipv6(bare)


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv6Address) and any(address in net for net in IPV4_INSIDE):
        return IPv4Address(address.packed[-4:])
    return address


def _public_ipv4(address: IPv4Address) -> bool:
    special = any(address in network for network in SPECIAL_IPV4)
    return address.is_global and not (special or address.is_multicast or address.is_reserved)


def _public_ipv6(address: IPv6Address) -> bool:
    special = any(address in network for network in SPECIAL_IPV6)
    return address in GLOBAL_UNICAST and address.scope_id is None and not special
