"""The check at the moment of connecting, on the very address that is connected to.

A check made earlier is worth nothing: a name may resolve to something else a moment later
(facts: icalendar 2.4). The host is resolved once, refused if *any* of its addresses is not
public, and connected to by number; the request, SNI and certificate checks keep the name.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import httpcore

from connectors.transport import refusals
from connectors.transport.address import PORTS, Address
from connectors.transport.limits import Budget
from connectors.transport.network import Network, looked_up
from connectors.transport.outcome import Unreachable
from connectors.transport.public import is_public

HEAD = 256 * 1024
"""Bytes after which no head can be under way: h11 breaks off one of more than 100 KB."""
STRIDE = 256 * 1024
"""Bytes of a body to ask for at once. httpcore asks for 64 KB, which costs a large one a third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard(httpcore.NetworkBackend):
    """Lets one request out to `address`, or refuses it. Raises `Refused`, `Unreachable`.

    `typed`: the person wrote this address; a redirect's was written by a stranger. A host and
    port in `allow_hosts` may be private and may use any port.
    """

    address: Address
    typed: bool
    allow_hosts: frozenset[tuple[str, int]]
    network: Network
    budget: Budget

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 (httpcore's signature)
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 (same)
    ) -> httpcore.NetworkStream:
        """Called by httpcore for every connection."""
        allowed = (host, port) in self.allow_hosts
        if not allowed and port not in PORTS.values():
            raise refusals.wrong_port(self.address.shown, typed=self.typed)
        found = self._resolved(host, port, timeout)
        if not allowed and not all(is_public(address) for address in found):
            raise refusals.private(self.address.shown, typed=self.typed)
        return MeteredStream(self._first_to_answer(found, port, timeout), self.budget)

    def _resolved(self, host: str, port: int, timeout: float | None) -> Sequence[str]:
        seconds = self.budget.seconds(timeout)
        try:
            found = looked_up(self.network.resolve, host, port, seconds)
        except OSError:
            raise Unreachable(self.address.shown) from None
        if not found:
            raise Unreachable(self.address.shown)
        return found

    def _first_to_answer(
        self, found: Sequence[str], port: int, timeout: float | None
    ) -> httpcore.NetworkStream:
        for address in found:
            try:
                return self.network.dial(address, port, self.budget.seconds(timeout))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        raise Unreachable(self.address.shown)


class MeteredStream(httpcore.NetworkStream):
    """A connection whose every step is charged to the budget of the whole fetch."""

    def __init__(self, inner: httpcore.NetworkStream, budget: Budget) -> None:
        self._inner = inner
        self._budget = budget
        self._come = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come; raises `OutOfTime`, `TooLarge`."""
        size = max_bytes if self._come < HEAD else max(max_bytes, STRIDE)
        chunk = self._inner.read(size, self._budget.seconds(timeout))
        self._budget.spend(len(chunk))
        self._come += len(chunk)
        return chunk

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send; raises `OutOfTime`."""
        self._inner.write(buffer, self._budget.seconds(timeout))

    def close(self) -> None:
        """Hang up."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Secure the connection; it is closed if that fails."""
        try:
            seconds = self._budget.seconds(timeout)
            inner = self._inner.start_tls(ssl_context, server_hostname, seconds)
        except BaseException:
            self.close()
            raise
        return MeteredStream(inner, self._budget)

    def get_extra_info(self, info: str) -> object:
        """What httpcore asks about the socket."""
        return self._inner.get_extra_info(info)
