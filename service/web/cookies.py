"""The cookies of ours: each holds one token, out of reach of any script and of any neighbour."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response


def secure(base_url: str) -> bool:
    """Whether browsers reach us by https, whatever a proxy speaks to us."""
    return base_url.startswith("https:")


def name_of(cookie: str, base_url: str) -> str:
    """Under https no neighbour under the same domain can set one of this name (RFC 6265bis)."""
    return f"__Host-{cookie}" if secure(base_url) else cookie


def give(response: Response, cookie: str, token: str, base_url: str, *, lasts: timedelta) -> None:
    """Let the browser keep a token.

    Sent also when another site leads here (`lax`): Google does, and so does a link in a mail.
    """
    response.set_cookie(
        name_of(cookie, base_url),
        token,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=secure(base_url),
        httponly=True,
        samesite="lax",
    )


def take(response: Response, cookie: str, base_url: str) -> None:
    """Let the browser forget it."""
    response.delete_cookie(
        name_of(cookie, base_url), path="/", secure=secure(base_url), httponly=True, samesite="lax"
    )
