"""Whether a client already holds what it asks for (RFC 9110 13.1, 13.2.2).

A wrong 304 hides a change for ever, a wrong 200 costs a few bytes: whatever cannot be read is
no match.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

GZIP_SUFFIX = "-gzip"

# An opaque tag may hold a comma, so a list is not split at commas (RFC 9110 8.8.3).
_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')


def entity_tag(digest: str, *, gzipped: bool) -> str:
    """The strong tag of one coding of a body: codings differ in octets (RFC 9110 8.8.3.3)."""
    return f'"{digest}{GZIP_SUFFIX if gzipped else ""}"'


def holds(
    digest: str, modified: datetime, *, if_none_match: str | None, if_modified_since: str | None
) -> bool:
    """Whether the client's copy is this one, so that the answer is 304.

    `if_none_match` decides alone where it was sent (RFC 9110 13.2.2). Tags are compared weakly
    and without the suffix that we, and proxies that compress, put behind them.
    """
    if if_none_match is not None:
        return matches(digest, if_none_match)
    return if_modified_since is not None and _unmodified(modified, if_modified_since)


def http_date(instant: datetime) -> str:
    """An instant as RFC 9110 5.6.7 writes it; whole seconds are the finest it has."""
    return format_datetime(instant.astimezone(UTC), usegmt=True)


def matches(digest: str, field: str) -> bool:
    """Whether `If-None-Match` names it; compared weakly and without suffixes, as in `holds`."""
    if field.strip() == "*":
        return True
    return any(tag.removesuffix(GZIP_SUFFIX) == digest for tag in _TAG.findall(field))


def _unmodified(modified: datetime, field: str) -> bool:
    try:
        since = parsedate_to_datetime(field)
    except (ValueError, OverflowError):
        return False
    # All three formats of RFC 9110 5.6.7 mean GMT; two of them do not tell Python so.
    aware = since if since.tzinfo else since.replace(tzinfo=UTC)
    return modified.astimezone(UTC).replace(microsecond=0) <= aware
