"""What is printed and logged while a person walks through the house: one link, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.calendars import maybe
from tests.journeys.hands import Pointing
from tests.journeys.house import House, Invited
from tests.journeys.pages import PAGES
from tests.journeys.somebody import Somebody
from tests.logs.test_canaries import CANARY, PEOPLE, TITLE
from tests.serve.origin import interview
from tests.serve.running import PRIVATE, Service

LINK = re.compile(r"http://\S+/sign-in/(\S+)")
SECRET = re.compile(r"[A-Za-z0-9_-]{30,}")
SOON = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=5)


class Printing(House):
    """By the clock on the wall, as the link it prints is."""

    start = Service.start


@pytest.fixture
def newcomer(tmp_path, page, origin):
    made = Printing(tmp_path, f"sqlite:///{tmp_path / 'afterword.db'}", origin)
    made.start()
    link = LINK.search(made.log())
    assert link
    yield Somebody(made, page, Pointing(page), Invited("me", 1, link[0]))
    made.stop()


def test_a_whole_journey_leaves_one_link_in_what_is_printed(newcomer, origin):
    event = interview("canary-uid@canary.example", SOON, *PEOPLE, title=TITLE)
    feed = newcomer.settled(origin.put("canary-path", event, maybe("Canarymaybe", 9)))
    assert b"Canarycorp" in newcomer.fetch(feed).body
    for path in (*PAGES, "/canary", "/upcoming?canary=1"):
        newcomer.open(path)
    newcomer.open("/upcoming")
    newcomer.press("Interview", within=newcomer.visit("Interview with Canarymaybe"))
    newcomer.open("/calendars")
    newcomer.fill("Its secret address", "canary nonsense")
    newcomer.press("Add it")
    newcomer.check()
    newcomer.open("/account")
    newcomer.fill("What a new one is for", "canary program")
    newcomer.press("Make a token")
    token = newcomer.page.locator("code.secret").inner_text()
    newcomer.open("/delete")
    newcomer.hands.fill(newcomer.page.locator("[name=name]"), "me")
    newcomer.press("Delete everything")
    newcomer.heads("Everything is deleted")

    assert newcomer.house.stop() == 0
    said = newcomer.house.log()
    assert SECRET.findall(said) == LINK.findall(said) == [newcomer.me.link.rpartition("/")[2]]
    assert CANARY.findall(said) == []
    told = (token, feed.split("/")[2], *PRIVATE)
    assert [word for word in told if word in said] == []
    assert "Traceback" not in said
