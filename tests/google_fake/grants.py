"""What people have allowed: clients, grants, refresh and access tokens, and their ends."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.google_fake.refused import Refused
from tests.google_fake.world import World

DEFAULT_CLIENT, DEFAULT_SECRET = "afterword.apps.googleusercontent.com", "GOCSPX-not-a-secret"
USERINFO = "https://www.googleapis.com/auth/userinfo."
ALIASES = {"email": USERINFO + "email", "profile": USERINFO + "profile"}
SIGN_IN = frozenset({"openid", *ALIASES.values()})
MOST_REFRESH_TOKENS = 100
TESTING_LIFE = timedelta(days=7)
CODE_LIFE = timedelta(minutes=10)
REALM = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'


@dataclass(slots=True)
class Client:
    """An app as its console page has it. A desktop client may use any port of loopback."""

    id: str = DEFAULT_CLIENT
    secret: str = DEFAULT_SECRET
    redirect_uris: tuple[str, ...] = ()  #: none: any will do
    desktop: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    client: str
    email: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Token:
    grant: Grant
    scopes: frozenset[str]
    expires: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    grant: Grant
    redirect_uri: str
    challenge: str
    method: str
    nonce: str
    refreshes: bool  #: whether a refresh token comes with it
    expires: datetime


@dataclass
class Grants:
    """Who may do what, until it ends."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    access: dict[str, Token] = field(default_factory=dict)
    refresh: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    allowed: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def access_token(self, grant: Grant, scopes: frozenset[str]) -> str:
        token = f"ya29.{secrets.token_urlsafe(120)}"
        life = self.world.manners.access_token_life
        self.access[token] = Token(grant, scopes, self.world.clock.now() + life)
        return token

    def refresh_token(self, grant: Grant) -> str:
        """A new one; beyond a hundred the oldest of this person dies, and nobody is told."""
        same = [t for t, kept in self.refresh.items() if _pair(kept.grant) == _pair(grant)]
        for oldest in same[: max(0, len(same) + 1 - MOST_REFRESH_TOKENS)]:
            del self.refresh[oldest]
        token = f"1//{secrets.token_urlsafe(72)}"
        life = self.refresh_life(grant.scopes)
        ends = self.world.clock.now() + life if life else None
        self.refresh[token] = Token(grant, grant.scopes, ends)
        return token

    def refresh_life(self, scopes: frozenset[str]) -> timedelta | None:
        manners = self.world.manners
        testing = manners.testing_mode and not scopes <= SIGN_IN
        lives = [manners.refresh_token_life, TESTING_LIFE if testing else None]
        return min((life for life in lives if life is not None), default=None)

    def living_refresh(self, text: str) -> Token | None:
        token = self.refresh.get(text)
        if token and token.expires and token.expires <= self.world.clock.now():
            del self.refresh[text]
            return None
        return token

    def revoke(self, client: str, email: str) -> None:
        """All scopes at once, and every token there is."""
        self.allowed.pop((client, email), None)
        for tokens in (self.access, self.refresh):
            for text, token in list(tokens.items()):
                if _pair(token.grant) == (client, email):
                    del tokens[text]

    def bearer(self, header: str | None) -> Token:
        """Whose token it is. Raises the 401 for a missing, unknown or expired one."""
        kind, _, text = (header or "").partition(" ")
        token = self.access.get(text) if kind == "Bearer" else None
        if token is None or (token.expires and token.expires <= self.world.clock.now()):
            raise Refused(
                401,
                "authError",
                "Invalid Credentials",
                location="Authorization",
                location_type="header",
                headers={"WWW-Authenticate": REALM},
            )
        return token


def canonical(scopes: str) -> frozenset[str]:
    """Scopes by their long names, which is how Google answers them."""
    return frozenset(ALIASES.get(scope, scope) for scope in scopes.split())


def _pair(grant: Grant) -> tuple[str, str]:
    return grant.client, grant.email
