"""Keeps secrets out of the access log.

A feed's address is all it takes to read the feed, a sign-in link's to be let in, and the link in
an entry is half of what it takes to open the page behind it.
"""

from __future__ import annotations

import logging
import re

LOGGER = "uvicorn.access"

_TOKENS = re.compile(r"(/cal/|/sign-in/|/d/)[^?]*")
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,}")
_PATH_AT = 2
"""uvicorn's arguments: client, method, path with query, HTTP version, status."""


class WithoutSecrets(logging.Filter):
    """Shows the path of a request without tokens and without its query."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, reworded."""
        args = record.args
        if isinstance(args, tuple) and len(args) > _PATH_AT:
            shown = shown_path(str(args[_PATH_AT]))
            record.args = (*args[:_PATH_AT], shown, *args[_PATH_AT + 1 :])
        return True


def shown_path(path: str) -> str:
    """What may be told of a path.

    Whatever stands behind `/cal/`, `/sign-in/` and `/d/` goes, for a token that was cut short or
    ran into the next word is still most of a secret; and so does anything long enough to be one
    elsewhere.
    """
    bare = path.partition("?")[0]
    return _SECRET.sub("…", _TOKENS.sub(r"\1…", bare))


def guard() -> None:
    """Put the filter before the access log. Once is enough; again is harmless."""
    log = logging.getLogger(LOGGER)
    if not any(isinstance(one, WithoutSecrets) for one in log.filters):
        log.addFilter(WithoutSecrets())
