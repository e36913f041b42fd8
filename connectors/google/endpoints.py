"""Where Google is. Each address can be another one: a stand-in on this machine."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """The five addresses. Raises `ValueError` for one that anybody on the way could read."""

    api: str = "https://www.googleapis.com/calendar/v3/"
    auth: str = "https://accounts.google.com/o/oauth2/v2/auth"
    token: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - the address, not a token
    revoke: str = "https://oauth2.googleapis.com/revoke"
    certs: str = "https://www.googleapis.com/oauth2/v1/certs"

    def __post_init__(self) -> None:
        for one in fields(self):
            if not _is_private(getattr(self, one.name)):
                message = f"the {one.name} address of Google must be https, or on this machine"
                raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClient:
    """Who we are at Google: the operator's own client, from Google's console."""

    id: str
    secret: str = field(repr=False)


def _is_private(address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme == "http":
        return parts.hostname in _LOOPBACK
    return parts.scheme == "https" and bool(parts.hostname)
