"""A description as lines of plain text, whether the calendar keeps text or HTML."""

from __future__ import annotations

import html
import re

# Google and Outlook keep descriptions as HTML. These elements end a line; all others are
# only dress. The bounded length keeps a stray "<" from swallowing the text after it.
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|table|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,2000}>", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def lines(description: str) -> tuple[str, ...]:
    """The lines that are not blank: tags and entities resolved, blanks collapsed."""
    text = _TAG.sub("", _BREAK.sub("\n", description))
    text = _INVISIBLE.sub("", html.unescape(text))
    stripped = (" ".join(line.split()) for line in text.splitlines())
    return tuple(line for line in stripped if line)
