"""An address as a person pastes it, taken apart once, by one parser, for everybody."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from typing import Literal
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from connectors.transport import refusals

Scheme = Literal["http", "https"]
SCHEMES: dict[str, Scheme] = {
    "http": "http",
    "https": "https",
    "webcal": "https",
    "webcals": "https",
}
PORTS: dict[Scheme, int] = {"http": 80, "https": 443}

_HOST = re.compile(r"[a-z0-9._-]+")
# What RFC 3986 lets stand in a path and a query, and "%" for what is escaped already.
_TARGET = "/?:@!$&'()*+,;=~-._%[]|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to ask and what for. `target` (path and query) and `credentials` are secrets.

    `host` is lower-case ASCII, IPv6 without brackets. `credentials` is the value of an
    Authorization header.
    """

    scheme: Scheme
    host: str
    port: int
    target: str = field(repr=False)
    credentials: str | None = field(default=None, repr=False)

    @property
    def authority(self) -> str:
        """Host, and port unless it is the scheme's own: the Host header (RFC 9110 7.2)."""
        return self._host if self.port == PORTS[self.scheme] else self.shown

    @property
    def shown(self) -> str:
        """Host and port: all of the address that may be told, and how a setting names it."""
        return f"{self._host}:{self.port}"

    @property
    def text(self) -> str:
        """The address written out, without its credentials."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def _host(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    def onward(self, location: str) -> Address:
        """Where a redirect leads. Credentials go along only to the server they were meant for.

        Userinfo in `location` is ignored: credentials come from the person alone.
        Raises `Refused`, also for the step from https to http.
        """
        try:
            joined = urljoin(self.text, location)
        except ValueError:
            raise refusals.misspelt(self.shown) from None
        there = parse(joined)
        if self.scheme == "https" and there.scheme == "http":
            raise refusals.insecure_redirect(self.shown)
        return replace(there, credentials=self.credentials if self._trusts(there) else None)

    def _trusts(self, there: Address) -> bool:
        upgraded = (self.port, there.port) == (PORTS["http"], PORTS["https"])
        return self.host == there.host and (self.port == there.port or upgraded)


def polite(address: str) -> str:
    """The address as it will be asked for: webcal(s) as https, no userinfo, no fragment.

    Raises `Refused` for every scheme but http, https, webcal and webcals, and for what is no
    address. The result is still a secret.
    """
    return parse(address).text


def parse(address: str) -> Address:
    """Take an address apart; userinfo becomes Basic credentials (RFC 7617). Raises `Refused`."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise refusals.misspelt() from None
    scheme = SCHEMES.get(parts.scheme)
    if scheme is None:
        raise refusals.wrong_scheme(parts.scheme) if parts.scheme else refusals.misspelt()
    return Address(
        scheme=scheme,
        host=_host(parts.hostname or ""),
        port=PORTS[scheme] if port is None else port,
        target=_target(parts),
        credentials=_credentials(parts),
    )


def _target(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, safe=_TARGET)


def _credentials(parts: SplitResult) -> str | None:
    if not parts.username and not parts.password:
        return None
    pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _host(name: str) -> str:
    try:
        return str(ip_address(name))
    except ValueError:
        pass
    try:
        ascii_name = name.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise refusals.misspelt() from None
    if not _HOST.fullmatch(ascii_name):
        raise refusals.misspelt()
    return ascii_name
