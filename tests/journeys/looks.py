"""What can be measured of a page: what it weighs, when it shows, whether a finger finds its way."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

SHOTS = os.environ.get("AFTERWORD_SHOTS")
"""A folder for pictures of every page, for somebody to look at. Unset: none are taken."""
MOST_BYTES = 60_000
SLOWEST_PAINT_MS = 3000
"""Very loosely: the aim is 300 ms on an idle machine, and tests share theirs with others."""

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAINT = """() => new Promise(done => {
  const seen = list => list.getEntriesByName('first-contentful-paint')
    .forEach(one => done(one.startTime))
  new PerformanceObserver(seen).observe({ type: 'paint', buffered: true })
  setTimeout(() => done(null), 30000)
})"""
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4')]
  .filter(e => e.checkVisibility()).map(e => Number(e.tagName[1]))"""
SMALL = """() => {
  const small = []
  const wanted = e => e.closest('p, li, dd, .notice, .fault') && e.tagName === 'A'
    && !e.classList.contains('button') ? 24 : 44
  for (const e of document.querySelectorAll('a, button, input, select, textarea, summary')) {
    if (!e.checkVisibility() || e.type === 'hidden' || e.classList.contains('skip')) continue
    const box = (e.closest('label') ?? e).getBoundingClientRect()
    if (box.height + 0.5 < wanted(e)) small.push(`${box.height} ${e.outerHTML.slice(0, 120)}`)
  }
  return small
}"""
REVEAL = "() => document.querySelectorAll('details').forEach(e => { e.open = true })"


@dataclass
class Look:
    """One page as it came: what was fetched for it, and what is wrong."""

    page: Page
    answers: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", self._heard)

    def _heard(self, answer: Response) -> None:
        self.answers.append(answer)

    def at(self, address: str) -> list[str]:
        """What is wrong with it; nothing, it is to be hoped."""
        self.answers.clear()
        self.page.goto(address)
        own = address.split("/")[2]
        return [
            *(f"fetched {one.url}" for one in self.answers if one.url.split("/")[2] != own),
            *self._weight(),
            *self.stands(),
        ]

    def stands(self, *, axe: bool = False) -> list[str]:
        """What is wrong with the page as it stands, all its folds open."""
        self.page.evaluate(REVEAL)
        found = [f"small: {one}" for one in self.page.evaluate(SMALL)]
        if wider := self.page.evaluate(WIDER):
            found.append(f"{wider} px too wide")
        found += self._headings()
        return found + (self.heard() if axe else [])

    def heard(self) -> list[str]:
        """What axe finds."""
        return [
            f"axe {one['id']}: {[node['html'][:150] for node in one['nodes']]}"
            for one in Axe().run(self.page).response["violations"]
        ]

    @property
    def bytes(self) -> int:
        """As it goes over the wire, heads and all."""
        sizes = [one.request.sizes() for one in self.answers]
        return sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)

    @property
    def paint_ms(self) -> float:
        """When something could first be seen; infinite if nothing ever was."""
        found = self.page.evaluate(PAINT)
        return math.inf if found is None else found

    def _weight(self) -> list[str]:
        return [f"{self.bytes} bytes"] if self.bytes > MOST_BYTES else []

    def _headings(self) -> list[str]:
        levels = self.page.evaluate(HEADINGS)
        wrong = levels.count(1) != 1 or levels[0] != 1
        skipped = any(after - before > 1 for before, after in pairwise(levels))
        return [f"headings {levels}"] if wrong or skipped else []

    def picture(self, name: str) -> None:
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
