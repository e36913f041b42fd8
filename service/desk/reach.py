"""From where this service can be reached, as far as its address alone tells.

Google, Outlook on the web and iCloud fetch a feed from their own servers, so an address of
this machine or of a home network is of no use to them (complaint 21). Nothing is looked up: a
page must not wait for a name server, and the trial of a feed looks for itself.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from connectors.transport.public import is_public

Reach = Literal["machine", "network", "anywhere"]

_HOME_NAMES = (".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain")
"""Endings that no public name server knows (RFC 6762, RFC 8375, and the habits of routers)."""


def reach(base_url: str) -> Reach:
    """This machine only, its network only, or anywhere."""
    host = (urlsplit(base_url).hostname or "").rstrip(".")
    try:
        address = ip_address(host)
    except ValueError:
        return _by_name(host)
    if address.is_loopback:
        return "machine"
    return "anywhere" if is_public(host) else "network"


def _by_name(host: str) -> Reach:
    if host == "localhost" or host.endswith(".localhost"):
        return "machine"
    return "network" if "." not in host or host.endswith(_HOME_NAMES) else "anywhere"
