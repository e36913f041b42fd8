"""Trying one's own feed the way a calendar would, and saying what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from connectors.transport import Limits, Network, Refused, Unreachable, fetch
from connectors.transport.network import looked_up
from connectors.transport.public import is_public
from service.desk.feed_address import PORTS
from service.web.api.shapes.feed import FeedTried

LIMITS = Limits(connect_seconds=3, read_seconds=5, total_seconds=10)

WORKS = "The address works: a calendar came back."
NO_CALENDAR = "Something else than the calendar came back: a proxy in between may answer for us."
NOT_SECURE = (
    "It is not an https address: Outlook on the web and iCloud want one, and anybody on the way"
    " can read along."
)
NOT_PUBLIC = (
    "The address leads into a private network: programs in that network can read it, but Google,"
    " Outlook on the web and iCloud fetch from their own servers and cannot."
)


def tried(address: str, *, network: Network | None = None) -> FeedTried:
    """Fetch a feed of ours by its address, which the caller has checked to be one."""
    network = network or Network()
    try:
        body = _fetched(address, network)
    except (Refused, Unreachable) as trouble:
        said = [trouble.problem.what, trouble.problem.next_step, *_cautions(address, network)]
        return FeedTried(ok=False, entries=0, said=said)
    ok = body.startswith(b"BEGIN:VCALENDAR\r\n") and body.endswith(b"END:VCALENDAR\r\n")
    said = [WORKS if ok else NO_CALENDAR, *_cautions(address, network)]
    return FeedTried(ok=ok, entries=body.count(b"\r\nBEGIN:VEVENT\r\n"), said=said)


def _fetched(address: str, network: Network) -> bytes:
    """The operator named this host as our own, so it may be private."""
    host, port = _place(address)
    allowed = frozenset({(host, port)})
    return fetch(address, allow_hosts=allowed, limits=LIMITS, network=network).body


def _cautions(address: str, network: Network) -> Iterable[str]:
    if urlsplit(address).scheme != "https":
        yield NOT_SECURE
    if not _public(address, network):
        yield NOT_PUBLIC


def _public(address: str, network: Network) -> bool:
    try:
        found = looked_up(network.resolve, *_place(address), LIMITS.connect_seconds)
    except OSError:
        return False
    return bool(found) and all(map(is_public, found))


def _place(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    return parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
