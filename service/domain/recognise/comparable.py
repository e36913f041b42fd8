"""Text as it is compared: one spelling for what looks alike, no markup, no links."""

from __future__ import annotations

import re
import unicodedata

_TAG = re.compile(r"<[^<>]{1,2000}>")
_LINK = re.compile(r"\b(?:https?|webcals?|mailto|ftp)://\S+|\bwww\.\S+|\bmailto:\S+", re.IGNORECASE)
_DOMAIN = re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,24}\b", re.IGNORECASE)
_HOST = re.compile(r"\b(?:https?|webcals?)://(?:[^\s/@<>\"']+@)?([\w.-]+)", re.IGNORECASE)

# Only what editors write for ASCII: a letter that is spelled as an entity would be a word
# here and none in the raw text, and then the screen could not see what recognition sees.
_ENTITIES = {"&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&"}
_ENTITY = re.compile("|".join(map(re.escape, _ENTITIES)))


def fold(text: str) -> str:
    """NFKC and casefold; the dot that casefold makes of the Turkish capital İ is taken off.

    Idempotent. The result is compared, never shown.
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).replace("i\u0307", "i")


def plain(text: str) -> str:
    """A description without its HTML tags (Google keeps HTML in DESCRIPTION) and links."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "://" in text or "www." in text or "mailto:" in text:
        text = _LINK.sub(" ", text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: _ENTITIES[match[0]], text)
    return text


def hosts(*texts: str) -> tuple[str, ...]:
    """The hosts of all links in the texts and the domains named bare ("Powered by Calendly.com").

    In lower case.
    """
    # Most words have no dot and most descriptions few that do, so only those are taken apart.
    dotted = " ".join(word for text in texts for word in text.split() if "." in word)
    found = (*_HOST.findall(dotted), *_DOMAIN.findall(dotted)) if dotted else ()
    return tuple(host.lower() for host in found)
