"""A page to draw on. The only module, beside the one of the letters, that knows the PDF library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from service.print_kit.lettering import runs, width
from service.print_kit.measures import Size, Zone

HAIR, THIN = 0.5, 0.75
SMALL = 7.0
DASHES = (3.0, 3.0)


class Page:
    """One page; all is counted from its lower left corner, or from where `moved` put that."""

    def __init__(self, canvas: Canvas, size: Size, left: float = 0, bottom: float = 0) -> None:
        self._canvas, self._left, self._bottom = canvas, left, bottom
        self.size = size

    def moved(self, left: float, bottom: float, size: Size) -> Page:
        """A part of this page as a page of its own."""
        return Page(self._canvas, size, self._left + left, self._bottom + bottom)

    def rule(  # noqa: PLR0913 (two ends, two manners)
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        weight: float = HAIR,
        dashed: bool = False,
    ) -> None:
        """A straight line."""
        self._pen(weight, dashed=dashed)
        left, bottom = self._left, self._bottom
        self._canvas.line(left + x1, bottom + y1, left + x2, bottom + y2)

    def frame(self, zone: Zone, *, weight: float = HAIR, dashed: bool = False) -> None:
        """The edges of a zone."""
        self._pen(weight, dashed=dashed)
        left, bottom = self._left + zone.left, self._bottom + zone.bottom
        self._canvas.rect(left, bottom, zone.width, zone.height)

    def say(self, x: float, y: float, text: str, size: float = SMALL) -> None:
        """Text on one line; what cannot be printed leaves its place empty."""
        for run in runs(text) or ():
            self._canvas.setFont(run.font, size)
            self._canvas.drawString(self._left + x, self._bottom + y, run.text)
            x += width(run.text, size)

    def say_amid(self, y: float, text: str, size: float = SMALL) -> None:
        """The same in the middle of the page."""
        self.say((self.size.width - width(text, size)) / 2, y, text, size)

    def turn(self) -> None:
        """What is drawn from here on is overleaf."""
        self._canvas.showPage()

    def _pen(self, weight: float, *, dashed: bool) -> None:
        self._canvas.setLineWidth(weight)
        self._canvas.setDash(*DASHES) if dashed else self._canvas.setDash()


def document(title: str, size: Size, draw: Iterable[Callable[[Page], None]]) -> bytes:
    """The file, a page for each of `draw`. The title says what it is, never for whom.

    The file asks readers not to scale it: most print at 100 % then, without being told.
    """
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=(size.width, size.height), invariant=1, lang="en")
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setCreator("Afterword")
    canvas.setSubject("")
    canvas.setViewerPreference("PrintScaling", "None")
    for one in draw:
        one(Page(canvas, size))
        canvas.showPage()
    canvas.save()
    return kept.getvalue()
