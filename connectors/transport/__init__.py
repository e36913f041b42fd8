"""The one door out to addresses that people give us.

Whoever can name an address can make us knock on it, so every knock is bounded in place (public
hosts, ports 80 and 443), in bytes and in time, and an address is treated as the secret it is:
no message of this package holds its path, its query or its password.

    polite     an address as it will be asked for: webcal and webcals are https
    fetch      the bytes behind an address, or why not
    post       send something there
    Fetched    what came back
    Refused    the address or the answer will not do, now or later (`Rejected`)
    Unreachable  nothing usable came back just now (`Transient`)

httpcore is imported when the first address is fetched: most runs read files only.
"""

from connectors.transport.address import polite
from connectors.transport.fetching import fetch
from connectors.transport.limits import Limits
from connectors.transport.network import Network
from connectors.transport.outcome import Fetched, Refused, Unreachable
from connectors.transport.posting import post

__all__ = ["Fetched", "Limits", "Network", "Refused", "Unreachable", "fetch", "polite", "post"]
