"""One request and its answer, through the guard."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field

import httpcore

from connectors.transport import refusals
from connectors.transport.address import Address
from connectors.transport.guard import Guard
from connectors.transport.limits import Limits, OutOfTime, TooLarge
from connectors.transport.outcome import Unreachable
from connectors.transport.unpack import Damaged, GzipBody, PlainBody, Unpackable, packing

OK = 200
Headers = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers, and the whole body if the status was 200; other bodies are not read."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...] = field(repr=False)
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """The first header of that name, if there is one."""
        return next(iter(_values(self.headers, name)), None)


def ask(
    address: Address, headers: Headers, *, guard: Guard, limits: Limits, body: bytes | None = None
) -> Answer:
    """GET `address`, or POST a body there, and read the answer. Raises `Refused`, `Unreachable`."""
    try:
        return _ask(address, headers, guard, limits, body)
    except TooLarge:
        raise refusals.too_large(address.shown) from None
    except Unpackable:
        raise refusals.odd_packing(address.shown) from None
    except httpcore.ConnectError as failure:
        if isinstance(failure.__cause__, ssl.SSLCertVerificationError):
            raise refusals.untrusted(address.shown) from None
        raise Unreachable(address.shown) from None
    except (OutOfTime, Damaged, *_BROKEN):
        raise Unreachable(address.shown) from None


_BROKEN = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError)


def _ask(
    address: Address, headers: Headers, guard: Guard, limits: Limits, sent: bytes | None
) -> Answer:
    url = httpcore.URL(
        scheme=address.scheme, host=address.host, port=address.port, target=address.target
    )
    step = {"connect": limits.connect_seconds, "read": limits.read_seconds}
    timeouts = {**step, "write": limits.read_seconds}
    context = guard.network.trust if address.scheme == "https" else None
    with (
        # One connection for one request: nothing is shared, nothing reads the environment.
        httpcore.HTTPConnection(
            url.origin, ssl_context=context, network_backend=guard
        ) as connection,
        connection.stream(
            "GET" if sent is None else "POST",
            url,
            headers=_encoded(headers) + _measured(sent),
            content=sent,
            extensions={"timeout": timeouts},
        ) as response,
    ):
        body = _body(response, limits) if response.status == OK else b""
        return Answer(status=response.status, headers=tuple(response.headers), body=body)


def _encoded(headers: Headers) -> list[tuple[bytes, bytes]]:
    # As they were read: an etag may hold bytes beyond ASCII (RFC 9110 8.8.3).
    return [(name.encode(), value.encode("latin-1", "ignore")) for name, value in headers.items()]


def _measured(sent: bytes | None) -> list[tuple[bytes, bytes]]:
    return [] if sent is None else [(b"Content-Length", b"%d" % len(sent))]


def _body(response: httpcore.Response, limits: Limits) -> bytes:
    """h11 counts the bytes against Content-Length and raises when they fall short."""
    if _announced(response) > limits.wire_bytes:
        raise TooLarge
    gzip = packing(_values(response.headers, "content-encoding"))
    body = GzipBody(limits.body_bytes) if gzip else PlainBody(limits.body_bytes)
    for chunk in response.iter_stream():
        body.add(chunk)
    return body.whole()


def _announced(response: httpcore.Response) -> int:
    length = next(iter(_values(response.headers, "content-length")), "0")
    return int(length) if length.isdecimal() else 0


def _values(
    headers: tuple[tuple[bytes, bytes], ...] | list[tuple[bytes, bytes]], name: str
) -> list[str]:
    wanted = name.encode().lower()
    return [value.decode("latin-1").strip() for key, value in headers if key.lower() == wanted]
