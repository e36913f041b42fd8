"""What a fetch needs of the machine it runs on; tests hand in their own."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # both cost more than the rest of this package together
    import ssl

    import httpcore

Resolver = Callable[[str, int], Sequence[str]]
"""A host and a port to numeric addresses. Raises OSError."""

Dial = Callable[[str, int, float], "httpcore.NetworkStream"]
"""Connect to a numeric address and port within some seconds. Raises httpcore's errors."""


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Ask the machine's own resolver, once. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def dial(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """Open a plain TCP connection; `address` is numeric, so nothing is looked up again."""
    from httpcore import SyncBackend  # noqa: PLC0415 (lazy: 80 ms that reading a file never needs)

    return SyncBackend().connect_tcp(address, port, timeout=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How to find and reach a host. `trust` replaces the public certificate authorities.

    `contact` is the address at which the owner of a calendar server finds who is asking.
    """

    resolve: Resolver = system_resolver
    dial: Dial = dial
    trust: ssl.SSLContext | None = None
    contact: str = ""


def looked_up(resolve: Resolver, host: str, port: int, seconds: float) -> Sequence[str]:
    """Resolve within a time, which getaddrinfo by itself does not offer.

    Raises TimeoutError, or what `resolve` raises. The thread of an abandoned look-up ends by
    itself when the system's resolver gives up.
    """
    answer: SimpleQueue[Sequence[str] | OSError] = SimpleQueue()
    Thread(target=lambda: answer.put(_attempt(resolve, host, port)), daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(found, OSError):
        raise found
    return found


def _attempt(resolve: Resolver, host: str, port: int) -> Sequence[str] | OSError:
    try:
        return resolve(host, port)
    except OSError as failure:
        return failure
    except UnicodeError:  # getaddrinfo's word for a label of more than 63 letters
        return OSError("not a host name")
