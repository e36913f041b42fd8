"""The cookie of a browser that is known: it opens the links in a person's entries, nothing else.

It is given when somebody acts, never when a page is looked at: to open a link changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fastapi import Request
from starlette.responses import Response

from service.store.devices import Device, add_device, end_device
from service.store.seal import hash_token, new_token
from service.store.store import Writer
from service.store.values import PersonId
from service.web import clients, cookies

COOKIE: Final = "afterword-device"
LASTS: Final = timedelta(days=400)
"""As long as browsers keep any cookie (RFC 6265bis 5.5)."""


def device_token(request: Request, base_url: str) -> str:
    """What the browser has; empty where it has none."""
    return request.cookies.get(cookie_name(base_url), "")


def know(tx: Writer, person: PersonId, request: Request, *, now: datetime) -> str:
    """This browser is the person's from now on; the token goes into its cookie."""
    token = new_token()
    device = Device(
        person=person,
        token_hash=hash_token(token),
        created=now,
        seen=now,
        expires=now + LASTS,
        browser=clients.kept(request.headers.get("user-agent")),
    )
    add_device(tx, device)
    return token


def give_cookie(response: Response, token: str, base_url: str) -> None:
    """Let the browser keep it, out of reach of any script."""
    cookies.give(response, COOKIE, token, base_url, lasts=LASTS)


def forget(tx: Writer, request: Request, base_url: str) -> None:
    """The browser that asks is known no longer."""
    token = device_token(request, base_url)
    if token:
        end_device(tx, hash_token(token))


def take_cookie(response: Response, base_url: str) -> None:
    """Let the browser forget it."""
    cookies.take(response, COOKIE, base_url)


def cookie_name(base_url: str) -> str:
    """Where the browser keeps its token."""
    return cookies.name_of(COOKIE, base_url)
