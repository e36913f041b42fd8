"""Plain text in a description that Google shows as HTML, there and back.

Nothing that came from somebody else's event may become markup in ours; and when the person has
edited the entry in Google's own page, which writes HTML, the words have to be the same again.
"""

from __future__ import annotations

import html
import re
from typing import Final

LONGEST: Final = 8192
"""Of a description, as it is written (facts: google-calendar 1.10)."""

_TAGS: Final = "a|b|br|div|em|h[1-6]|hr|i|li|ol|p|s|span|strong|u|ul|html-blob"
_BREAK: Final = re.compile(
    r"<br\s*/?>|</(?:p|div|li|h[1-6])>(?!\Z)|<(?:hr|ul|ol)\b[^>]*>", re.IGNORECASE
)
_LINK: Final = re.compile(r"<a\b[^>]*?href=\"([^\"]*)\"[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
# Only what Google's editor writes: "<dana@acme.example>" is a person's own words.
_TAG: Final = re.compile(rf"</?(?:{_TAGS})\b[^<>]*>", re.IGNORECASE)
_CUT: Final = "…"


def written(text: str, most: int = LONGEST) -> str:
    """The text as a description. Too long a one is cut, never inside an escape."""
    whole = html.escape(text, quote=False)
    if len(whole) <= most:
        return whole
    return re.sub(r"&[a-z]*\Z", "", whole[: most - len(_CUT)]) + _CUT


def read(description: str) -> str:
    """What `written` was given; of one that the person formatted, its words and links."""
    if "<" in description:
        with_links = _LINK.sub(_spelt_out, description)
        description = _TAG.sub("", _BREAK.sub("\n", with_links))
    return html.unescape(description.replace("&nbsp;", " "))


def _spelt_out(link: re.Match[str]) -> str:
    address, words = link[1], link[2]
    return words if _TAG.sub("", words).strip() == address else f"{words} ({address})"
