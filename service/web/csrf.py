"""Whether a form was sent from a page of ours (OWASP: token and Fetch Metadata together).

What a browser says of the origin is asked first; a browser so old that it says nothing has only
the token to show. The token is made from the session's own, so nothing more is stored, and
another session's is worth nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from service.desk.feed_address import PORTS

FIELD = "csrf"


def token_for(session_token: str) -> str:
    """What a form of this session carries."""
    key = session_token.encode("utf-8", "surrogatepass")
    return hmac.new(key, b"afterword csrf", hashlib.sha256).hexdigest()


def matches(given: str, expected: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())


def from_elsewhere(headers: Headers, base_url: str, *, nameless: bool = False) -> bool:
    """Whether the browser says that another site sent this.

    "none" is the person's own doing: a reload, say. "same-site" is a neighbour under the same
    domain, who is a stranger here. `nameless`: an origin of "null" says nothing either way,
    because the page that sent it lets nobody know where it is.
    """
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin")
    if nameless and origin == "null":
        return False
    return origin is not None and _place(origin) != _place(base_url)


def _place(address: str) -> tuple[str, str | None, int | None] | None:
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None
