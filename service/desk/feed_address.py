"""How an address of our own feeds is made up, and how one that was pasted is known again."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

FEED_PREFIX = "/cal/"
PORTS: Final[Mapping[str, int]] = MappingProxyType({"http": 80, "https": 443})
"""Which port is meant by an address without one."""
FILE_NAME = "followups.ics"
OPEN_FILE_NAME = "open-loops.ics"
"""Under the same token, what is open today."""


def feed_address(base_url: str, token: str) -> str:
    """The feed's own address."""
    return f"{base_url.rstrip('/')}{FEED_PREFIX}{quote(token, safe='')}/{FILE_NAME}"


def is_own_feed(address: str, base_url: str) -> bool:
    """Whether an address leads to a feed of this very service.

    `address` as `connectors.transport.polite` gives it. A feed that is read as a source would
    feed upon itself.
    """
    there, here = urlsplit(address), urlsplit(base_url)
    return _place(there) == _place(here) and there.path.startswith(_prefix(here))


def token_of(address: str, base_url: str) -> str | None:
    """The token in a feed address of ours, None where it is not one."""
    if not is_own_feed(address, base_url):
        return None
    token, _, rest = urlsplit(address).path.removeprefix(_prefix(urlsplit(base_url))).partition("/")
    return token if rest == FILE_NAME else None


def _prefix(here: SplitResult) -> str:
    return here.path.rstrip("/") + FEED_PREFIX


def _place(parts: SplitResult) -> tuple[str | None, int | None]:
    # http and https of one host are one service: a feed pasted as webcal is https by then.
    port = parts.port or PORTS.get(parts.scheme)
    return parts.hostname, PORTS["https"] if port == PORTS["http"] else port
