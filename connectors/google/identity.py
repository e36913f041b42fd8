"""Who has consented, by the id_token: signed by Google, for us, for this consent, in time.

OpenID Connect Core 3.1.3.7. google-auth fetches the certificates again for every token and
knows no clock but its own (facts: google-calendar 4.2), so only its arithmetic is used here.
"""

from __future__ import annotations

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from google.auth import crypt

from connectors.consent import ConsentFailed
from connectors.google.items import Item, number, text
from connectors.google.token_endpoint import get

_ISSUERS: Final = frozenset({"https://accounts.google.com", "accounts.google.com"})
_SKEW: Final = timedelta(minutes=1)
_KEEP: Final = timedelta(hours=1)


class Identity(NamedTuple):
    """An account: its subject for ever, its address for now."""

    subject: str
    email: str


class Certificates:
    """Google's public keys, kept for an hour. Threads may share them: they are nobody's."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._kept: Item = {}
        self._until = datetime.min.replace(tzinfo=UTC)

    def at(self, now: datetime, *, key: str = "") -> Item:
        """By key id; asked for anew when they are old, or do not hold `key`. Raises `Transient`."""
        with self._lock:
            if now >= self._until or (key and key not in self._kept):
                self._kept = get(self._address)
                self._until = now + _KEEP
            return self._kept


def nonce_of(verifier: str) -> str:
    """Ties an id_token to one consent. Only who keeps the verifier can tell it (RFC 7636)."""
    return urlsafe_b64encode(sha256(b"nonce:" + verifier.encode()).digest()).decode().rstrip("=")


def identity_of(
    id_token: str, certificates: Certificates, *, client_id: str, nonce: str, now: datetime
) -> Identity:
    """Whose it is. Raises `ConsentFailed`, `Transient`."""
    try:
        head, claims, signature = id_token.split(".")
        header, told = _json(head), _json(claims)
        signed, proof = f"{head}.{claims}".encode(), _bytes(signature)
    except ValueError:
        raise _untrusted() from None
    certificate = text(certificates.at(now, key=text(header, "kid")), text(header, "kid"))
    # `RS256` by name, so that nobody else chooses how a signature is looked at (RFC 8725 3.1).
    if text(header, "alg") != "RS256" or not certificate:
        raise _untrusted()
    if not crypt.verify_signature(signed, proof, certificate):  # type: ignore[no-untyped-call]
        raise _untrusted()
    if not _is_for_us(told, client_id=client_id, nonce=nonce, now=now):
        raise _untrusted()
    return Identity(text(told, "sub"), text(told, "email"))


def _is_for_us(told: Item, *, client_id: str, nonce: str, now: datetime) -> bool:
    issued, expires = number(told, "iat"), number(told, "exp")
    return (
        text(told, "iss") in _ISSUERS
        and text(told, "aud") == client_id
        and text(told, "nonce") == nonce
        and issued <= (now + _SKEW).timestamp()
        and expires > (now - _SKEW).timestamp()
        and bool(text(told, "sub"))
    )


def _untrusted() -> ConsentFailed:
    message = "What came back is not Google's word about who you are. Please try again."
    return ConsentFailed(message, why="untrusted")


def _json(part: str) -> Item:
    found = json.loads(_bytes(part))
    if not isinstance(found, dict):
        raise ValueError  # noqa: TRY004 - what is malformed is one thing to the caller
    return found


def _bytes(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
