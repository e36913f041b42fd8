"""What stands in a PDF, measured from the file by another library than the one that wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from pypdf import PdfReader

A_HAIR = 0.02  # points; the file is written with so many digits


@dataclass(frozen=True)
class Sheet:
    """A page: its size, its straight lines and frames in its own coordinates, and its words."""

    size: tuple[float, float]
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    frames: list[tuple[float, float, float, float]] = field(default_factory=list)
    words: list[tuple[float, float, str]] = field(default_factory=list)

    @property
    def text(self):
        return " ".join(word for _, _, word in self.words)

    def where(self, text):
        """The lower left corner of the words that begin so."""
        return next((x, y) for x, y, word in self.words if word.startswith(text))


def sheets(pdf: bytes) -> list[Sheet]:
    return [_measured(page) for page in reader(pdf).pages]


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def _measured(page) -> Sheet:
    box = page.mediabox
    assert (float(box.left), float(box.bottom)) == (0, 0)
    found = Sheet(size=(float(box.width), float(box.height)))
    at = []

    def drawn(operator, operands, matrix, _text_matrix):
        if operator not in {b"m", b"l", b"re"}:
            return
        numbers = [float(one) for one in operands]
        assert matrix[:4] == [1, 0, 0, 1], "turned or scaled"
        x, y = numbers[0] + matrix[4], numbers[1] + matrix[5]
        if operator == b"m":
            at[:] = [x, y]
        elif operator == b"l":
            found.lines.append((*at, x, y))
        else:
            found.frames.append((x, y, x + numbers[2], y + numbers[3]))

    def said(text, matrix, text_matrix, _font, _size):
        if text.strip():
            x, y = text_matrix[4] + matrix[4], text_matrix[5] + matrix[5]
            found.words.append((x, y, text.strip()))

    page.extract_text(visitor_operand_before=drawn, visitor_text=said)
    return found
