"""One fetch under way: ask, follow redirects, judge the answer.

This module and what it imports (httpcore, importlib.metadata) cost more to import than the
rest of the package together, so `fetch` loads it with the first address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from connectors.quirks.outlook_user_agent import user_agent
from connectors.transport import refusals
from connectors.transport.address import Address
from connectors.transport.exchange import Answer, ask
from connectors.transport.guard import Guard
from connectors.transport.limits import Budget, Limits
from connectors.transport.network import Network
from connectors.transport.outcome import Fetched, Unreachable
from connectors.transport.retry import retry_after

OK = 200
NOT_MODIFIED = 304
REDIRECTS = frozenset({301, 302, 303, 307, 308})
WAITING = frozenset({408, 425, 429})
SERVER_TROUBLE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What one fetch was asked for, and what it may still spend."""

    etag: str | None = field(repr=False)
    last_modified: str | None = field(repr=False)
    allow_hosts: frozenset[tuple[str, int]]
    limits: Limits
    network: Network
    budget: Budget

    def run(self, here: Address) -> Fetched:
        """Fetch from `here`, or from where it leads. Raises `Refused`, `Unreachable`."""
        for hop in range(self.limits.redirects + 1):
            answer = self._ask(here, typed=hop == 0)
            location = answer.header("location")
            if answer.status not in REDIRECTS or location is None:
                return self._judged(answer, here)
            # Servers put raw UTF-8 here; a header as read is latin-1.
            here = here.onward(location.encode("latin-1").decode("utf-8", "replace"))
        raise refusals.too_many_redirects(here.shown)

    def _ask(self, address: Address, *, typed: bool) -> Answer:
        guard = Guard(
            address=address,
            typed=typed,
            allow_hosts=self.allow_hosts,
            network=self.network,
            budget=self.budget,
        )
        return ask(address, self._headers(address), guard=guard, limits=self.limits)

    def _headers(self, address: Address) -> dict[str, str]:
        offered = {
            "Host": address.authority,
            "User-Agent": user_agent(address.host, _signature(self.network.contact)),
            "Accept": "text/calendar, */*;q=0.5",
            "Accept-Encoding": "gzip, identity",
            "Connection": "close",
            "Authorization": address.credentials,
            "If-None-Match": self.etag,
            "If-Modified-Since": self.last_modified,
        }
        return {name: value for name, value in offered.items() if value}

    def _judged(self, answer: Answer, here: Address) -> Fetched:
        """Only a whole 200 is a calendar: a 206 or a 204 would look like deleted events."""
        if answer.status == OK:
            return self._fetched(200, answer, here)
        if answer.status == NOT_MODIFIED and (self.etag or self.last_modified):
            return self._fetched(304, answer, here)
        if answer.status in WAITING or answer.status >= SERVER_TROUBLE:
            wait = retry_after(answer.header("retry-after"), datetime.now(UTC))
            raise Unreachable(here.shown, retry_after=wait)
        raise refusals.status(here.shown, answer.status)

    def _fetched(self, status: Literal[200, 304], answer: Answer, here: Address) -> Fetched:
        earlier = (self.etag, self.last_modified) if status == NOT_MODIFIED else (None, None)
        return Fetched(
            status=status,
            host=here.host,
            body=answer.body,
            etag=answer.header("etag") or earlier[0],
            last_modified=answer.header("last-modified") or earlier[1],
        )


def _signature(contact: str) -> str:
    """Who is asking: honest, with a way to reach whoever runs this."""
    try:
        name = f"Afterword/{version('afterword')}"
    except PackageNotFoundError:  # run from a checkout that was never installed
        name = "Afterword/dev"
    return f"{name} (+{contact})" if contact else name
