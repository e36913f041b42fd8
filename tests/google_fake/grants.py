"""What people have allowed: clients, grants, refresh and access tokens, and their ends."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from tests.google_fake.refused import Refused
from tests.google_fake.world import World

DEFAULT_CLIENT, DEFAULT_SECRET = "afterword.apps.googleusercontent.com", "GOCSPX-not-a-secret"


@dataclass(slots=True)
class Client:
    """An app as its console page has it. A desktop client may use any port of loopback."""

    id: str = DEFAULT_CLIENT
    secret: str = DEFAULT_SECRET
    redirect_uris: tuple[str, ...] = ()
    desktop: bool = False


@dataclass(slots=True)
class Grant:
    client: str
    email: str
    scopes: frozenset[str]


@dataclass(slots=True)
class Token:
    grant: Grant
    scopes: frozenset[str]
    issued: datetime
    expires: datetime | None
    refresh: str | None = None  #: of an access token: the refresh token it came from


@dataclass(slots=True)
class Code:
    grant: Grant
    redirect_uri: str
    challenge: str
    expires: datetime
    offline: bool
    nonce: str = ""


@dataclass
class Grants:
    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    access: dict[str, Token] = field(default_factory=dict)
    refresh: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)

    def access_token(
        self, grant: Grant, scopes: frozenset[str], *, refresh: str | None = None
    ) -> str:
        now = self.world.clock.now()
        token = f"ya29.{secrets.token_urlsafe(120)}"
        life = self.world.manners.access_token_life
        self.access[token] = Token(grant, scopes, now, now + life, refresh)
        return token

    def bearer(self, header: str | None) -> Token:
        """Whose token it is. Raises the 401 for a missing, unknown or expired one."""
        kind, _, text = (header or "").partition(" ")
        token = self.access.get(text) if kind == "Bearer" else None
        now = self.world.clock.now()
        if token is None or (token.expires and token.expires <= now):
            raise _auth_error()
        return token


def _auth_error() -> Refused:
    return Refused(
        401,
        "authError",
        "Invalid Credentials",
        location="Authorization",
        location_type="header",
        headers={
            "WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
        },
    )
