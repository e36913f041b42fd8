"""Google's token and revocation endpoints: one question, one answer, nothing tried twice.

google-auth asks three times on a 503, sleeping, and knows no lock (facts: google-calendar 4.3).
Here an answer is a JSON object or a `Transient`; whether to ask again is for whoever waits.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

import requests
from google.auth.exceptions import TransportError
from google.auth.transport.requests import Request

from connectors.consent import Fresh
from connectors.contract import Transient
from connectors.google.items import Item, text

TIMEOUT: Final = 15.0
"""Seconds, for connecting and for each wait on an answer; well under a renewal's lease."""

_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_ASIDE: Final = frozenset({408, 429})
_FIRST_OF_SERVER: Final = 500

# They write tokens and codes at DEBUG.
for _name in ("requests_oauthlib", "oauthlib", "google.auth"):
    logging.getLogger(_name).setLevel(logging.WARNING)


def post(address: str, form: Mapping[str, str]) -> tuple[int, Item]:
    """The status and the JSON object of an answer. Raises `Transient`."""
    body = urlencode(form).encode()
    return _ask(address, "POST", body)


def get(address: str) -> Item:
    """A JSON object that anybody may have. Raises `Transient`."""
    status, found = _ask(address, "GET", None)
    if status != 200:  # noqa: PLR2004 - RFC 9110
        raise Transient(f"Google answered {status}")
    return found


def fresh_of(answer: Item, *, now: datetime) -> Fresh:
    """The tokens in an answer. Raises `Transient` if there are none: it is somebody else's page."""
    token, lasts = text(answer, "access_token"), seconds(answer, "expires_in")
    if not token or lasts is None:
        raise Transient("what came was no answer of Google's")
    return Fresh(
        access_token=token, expires=now + lasts, refresh_token=text(answer, "refresh_token") or None
    )


def seconds(answer: Item, key: str) -> timedelta | None:
    """A number of seconds, which some write as text; None: there is none, or no sane one."""
    found = answer.get(key)
    written = str(found) if isinstance(found, str | int) else ""
    sane = written.isascii() and written.isdigit() and len(written) < 10  # noqa: PLR2004 - 31 years
    return timedelta(seconds=int(written)) if sane else None


def _ask(address: str, method: str, body: bytes | None) -> tuple[int, Item]:
    # Connections of this one question: shared ones have mixed up people (facts 0.2).
    with requests.Session() as opened:
        try:
            answer = Request(opened)(address, method, body, _FORM, TIMEOUT, allow_redirects=False)
        except (TransportError, OSError) as error:
            raise Transient(f"Google could not be reached ({type(error).__name__})") from None
        status = int(answer.status)
        if status in _ASIDE or status >= _FIRST_OF_SERVER:
            raise Transient(f"Google answered {status}")
        return status, _object(answer.data)


def _object(body: bytes) -> Item:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Transient("what came was no answer of Google's")
    return found
