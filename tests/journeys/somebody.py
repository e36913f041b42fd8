"""A person at a page. Everything is found as they find it: by what it is called."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Error, Locator, Page, expect

from tests.journeys.hands import Pointing
from tests.journeys.house import House, Invited
from tests.watch.home import by_key
from tests.web.running import Answer

SELF_MOVING, PAUSE_MS = 20, 500
"""A page that waits is read anew again and again; trying at once meets the same moment."""


@dataclass
class Somebody:
    house: House
    page: Page
    hands: Pointing
    me: Invited

    def sign_in(self) -> None:
        self.page.goto(self.me.link)
        self.press("Sign in" if self.me.name == "me" else f"Sign in as {self.me.name}")

    def open(self, path: str) -> None:
        """A page, also from one that waits: that goes on by itself, maybe in this very moment."""
        for _ in range(SELF_MOVING):
            with suppress(Error):
                self.page.goto(self.house.address + path)
                return
            self.page.wait_for_timeout(PAUSE_MS)
        self.page.goto(self.house.address + path)

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """A button, or a link that looks like one."""
        place = within or self.page.locator("main")
        named = {"name": name, "exact": True}
        here = place.get_by_role("button", **named).or_(place.get_by_role("link", **named))
        self.hands.press(here)

    def unfold(self, name: str, within: Locator | None = None) -> None:
        place = within or self.page.locator("main")
        self.hands.press(place.locator("summary").filter(has_text=name).first)

    def fill(self, label: str, text: str) -> None:
        self.hands.fill(self.page.get_by_label(label), text)

    def reads(self, text: str | re.Pattern[str]) -> None:
        """It is there, now or in a moment."""
        expect(self.page.locator("main")).to_contain_text(text)

    def reads_not(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def heads(self, text: str | re.Pattern[str]) -> None:
        """The page's heading."""
        expect(self.page.locator("h1")).to_have_text(text)

    def sees(self, target: Locator) -> None:
        expect(target).to_be_visible()

    def connect(self, *addresses: str, patient: bool = False) -> None:
        """Through the first page, up to the rehearsal; `patient`: until the page goes on itself."""
        self.fill("Paste the secret address of your calendar", "\n".join(addresses))
        self.press("Read it")
        self.page.wait_for_url("**/welcome*")
        if not patient:
            self.rests()
            self.open("/welcome")
        self.heads("Here is what I found")

    def check(self) -> None:
        """Have the one calendar read now."""
        self.open("/calendars")
        self.press(re.compile("^Check now"))
        self.page.wait_for_url("**did=calendar_checked**")
        self.rests()

    def begin(self) -> str:
        """Say yes; the path of the feed."""
        self.press("Yes, begin")
        self.heads("It has begun. One more step")
        feed = self.shown_feed()
        self.rests()
        return feed

    def settled(self, *addresses: str) -> str:
        """Signed in, connected and begun; the path of the feed."""
        self.sign_in()
        self.connect(*addresses)
        return self.begin()

    def shown_feed(self) -> str:
        address = self.page.locator("#feed-address").input_value()
        path = urlsplit(address).path
        self.house.private.append(path.split("/")[2])
        return path

    def rests(self) -> None:
        self.house.rests(self.me.person)

    def fetch(self, feed: str) -> Answer:
        return self.house.ask(feed)

    def entries(self, feed: str):
        """What a calendar program finds at the address."""
        answer = self.fetch(feed)
        assert answer.status == 200
        return by_key(answer.body)

    def visit(self, heading: str) -> Locator:
        """One interview on Upcoming."""
        return self.page.locator("article.visit").filter(
            has=self.page.get_by_role("heading", name=heading)
        )

    def line(self, visit: Locator, title: str) -> Locator:
        """One follow-up of it."""
        return visit.locator("ol.line > li").filter(has_text=title)
