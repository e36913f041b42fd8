"""Secrets at rest: sealed where they must be read again, hashed where they must not."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class WrongKey(Exception):
    """What was sealed opens with none of our keys, or a key is not one."""


class Seal:
    """Seals with the first key and opens with any, so that a key can be changed in peace."""

    def __init__(self, fernets: MultiFernet) -> None:
        self._fernets = fernets

    @classmethod
    def from_keys(cls, keys: Sequence[str]) -> Seal:
        """From keys as `new_key` makes them. Raises `WrongKey`, which never shows the key."""
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - costs 30 ms

        try:
            return cls(MultiFernet([Fernet(key.strip()) for key in keys]))
        except ValueError:
            raise WrongKey("a key is 32 bytes in URL-safe base64, and one is needed") from None

    def seal(self, text: str) -> bytes:
        """The text, unreadable and untouchable without the key (Fernet: AES-CBC and HMAC)."""
        return self._fernets.encrypt(text.encode("utf-8", "surrogatepass"))

    def open(self, sealed: bytes) -> str:
        """The text again. Raises `WrongKey`."""
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - see from_keys

        try:
            return self._fernets.decrypt(sealed).decode("utf-8", "surrogatepass")
        except InvalidToken:
            raise WrongKey("it was sealed with another key") from None


def new_key() -> str:
    """A fresh key for `AFTERWORD_KEY`."""
    from cryptography.fernet import Fernet  # noqa: PLC0415 - see from_keys

    return Fernet.generate_key().decode()


def embedded_key(path: Path) -> str:
    """The key kept beside an embedded database, made at first use, readable by its owner only.

    Of two processes that start at once one makes it, whole, and both read that one. Raises
    `OSError`.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(new_key())
        try:
            path.hardlink_to(draft)  # unlike a rename it never replaces what is there
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text("ascii").strip()


def new_token() -> str:
    """256 random bits in an alphabet that survives every address bar."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """What is stored of a token: 256 random bits need no salt and no slow hash."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
