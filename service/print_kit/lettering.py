"""Which letters can be printed, and with what: names come in every script of the world.

Latin, Greek, Cyrillic and their like come with a font of ours. Chinese, Japanese and Korean are
printed in fonts that the file only names (ISO 32000-1, 9.7.5.2): readers of these scripts have
them, and of our own they would be ten megabytes. What runs from right to left or joins its
letters is left to the hand: wrongly joined it would be a wrong name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

PLAIN = "DejaVuSans"
_FILE = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
# Each with a character set that lies within what the font can show.
_EAST_ASIAN = (
    ("cp932", "HeiseiKakuGo-W5"),
    ("gbk", "STSong-Light"),
    ("big5", "MSung-Light"),
    ("cp949", "HYGothic-Medium"),
)
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


class Run(NamedTuple):
    """Neighbouring letters of one font."""

    font: str
    text: str


def clean(text: str) -> str:
    """Composed letters (NFC) and single spaces; what cannot be seen is left out."""
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if one.isspace() else one for one in composed)
    seen = (one for one in spaced if not unicodedata.category(one).startswith("C"))
    return " ".join("".join(seen).split())


def runs(text: str) -> tuple[Run, ...] | None:
    """The text as it is printed; None: it holds letters that can't be."""
    eastern = _east_asian("".join(one for one in text if not _is_plain(one)))
    if eastern is None or any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text):
        return None
    fonts = groupby(text, key=lambda one: PLAIN if _is_plain(one) else eastern)
    return tuple(Run(font, "".join(letters)) for font, letters in fonts)


def is_borrowed(text: str) -> bool:
    """Whether it is printed in a font that the reader may lack: then its place stays empty."""
    return any(one.font != PLAIN for one in runs(text) or ())


def width(text: str, size: float) -> float:
    """How long it is in print; nothing, if it can't be printed."""
    return sum(pdfmetrics.stringWidth(one.text, one.font, size) for one in runs(text) or ())


def wrapped(text: str, size: float, room: float) -> Iterator[str]:
    """Its lines, none longer than the room; a word that is longer is broken."""
    line = ""
    for word in _words(clean(text).split(), size, room):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size) > room:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _words(words: Iterable[str], size: float, room: float) -> Iterator[str]:
    for word in words:
        piece = ""
        for letter in word if width(word, size) > room else ():
            if piece and width(piece + letter, size) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece or word


def _is_plain(letter: str) -> bool:
    return ord(letter) in _plain_letters()


@cache
def _plain_letters() -> frozenset[int]:
    font = TTFont(PLAIN, str(_FILE))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@cache
def _font(name: str) -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name


def _east_asian(letters: str) -> str | None:
    """The font that has all of these; for none at all the plain one."""
    if not letters:
        return PLAIN
    return next((_font(font) for codec, font in _EAST_ASIAN if _has(codec, letters)), None)


def _has(codec: str, letters: str) -> bool:
    try:
        letters.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
