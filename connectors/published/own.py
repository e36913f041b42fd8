"""Our own feed is no calendar to watch: its follow-ups would be read as the person's events.

Refused by its address, or by a first look at what stands behind it, for there is more than one
way to name a server (facts: icalendar 5.6, case 34). A calendar that was accepted once is not
asked again: the person's last entry in it may be gone, and only ours left.
"""

from __future__ import annotations

import re
from typing import Final

from connectors.contract import Problem
from connectors.ics.write import PRODID
from connectors.transport import Refused
from connectors.transport.address import Address, parse

_UID: Final = re.compile(rb"\nUID[^\n:]*:([^\r\n]*)", re.IGNORECASE)
_OURS: Final = re.compile(rb"fu-[0-9a-v]+@afterword", re.IGNORECASE)
_MAKER: Final = re.compile(rb"\nPRODID:" + re.escape(PRODID.encode()) + rb"\s*\n", re.IGNORECASE)
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_OTHER = "Add the calendar that your interviews stand in instead; the feed is for subscribing to."


def refuse_our_address(address: Address, base_url: str | None) -> None:
    """Raise `Refused` for an address that lies under ours, whatever its scheme."""
    if base_url is None:
        return
    house = parse(base_url)
    same_door = (_host(address), address.port) == (_host(house), house.port)
    if same_door and address.target.startswith(f"{house.target.rstrip('/')}/"):
        raise _own(address.shown)


def refuse_our_feed(where: str, body: bytes) -> None:
    """Raise `Refused` for a calendar that we made, or in which every entry is ours."""
    uids = _UID.findall(body)
    if _MAKER.search(body[:4096]) or (uids and all(map(_OURS.fullmatch, uids))):
        raise _own(where)


def _host(address: Address) -> str:
    return "localhost" if address.host in _LOOPBACK else address.host


def _own(where: str) -> Refused:
    what = "This is the feed that Afterword makes, not a calendar of yours."
    return Refused(Problem(where=where, what=what, next_step=_OTHER))
