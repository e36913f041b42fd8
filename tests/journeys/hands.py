"""How somebody works a page: by pointing, or by the keyboard alone. Both count what they do."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST_TABS = 200
FOCUSED = "e => e === document.activeElement"
FOLDS = "e => e.tagName === 'SUMMARY'"
OUTLINED = "e => getComputedStyle(e).outlineStyle !== 'none'"


@dataclass
class Pointing:
    page: Page
    presses: int = 0
    fields: int = 0

    def press(self, target: Locator) -> None:
        target.click()
        self.presses += 1

    def fill(self, field: Locator, text: str) -> None:
        field.fill(text)
        self.fields += 1

    def choose(self, field: Locator, value: str) -> None:
        field.select_option(value)
        self.fields += 1


class Typing(Pointing):
    """Tab until it is there, and the eye has to see that it is."""

    def press(self, target: Locator) -> None:
        self._go_to(target)
        if target.evaluate(FOLDS):
            self.page.keyboard.press("Enter")
        else:
            with self.page.expect_navigation():  # unlike a click, a key is not waited for
                self.page.keyboard.press("Enter")
        self.presses += 1

    def fill(self, field: Locator, text: str) -> None:
        self._go_to(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
        self.fields += 1

    def _go_to(self, target: Locator) -> None:
        target.wait_for()
        for _ in range(MOST_TABS):
            if target.evaluate(FOCUSED):
                assert target.evaluate(OUTLINED), "where the focus is can't be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way to {target} by the keyboard")
