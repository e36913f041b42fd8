"""Everything to take along, nothing for anybody else, and nothing left behind."""

import json
import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import icalendar

from tests.journeys.calendars import NEXT_WEEK, TODAY, maybe
from tests.journeys.pages import PAGES


def test_everything_is_taken_along(somebody, origin):
    feed = somebody.settled(origin.put("personal", TODAY, NEXT_WEEK))
    somebody.open("/account")
    with somebody.page.expect_download() as download:
        somebody.press("Download it")
    with ZipFile(BytesIO(Path(download.value.path()).read_bytes())) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert sorted(held) == ["everything.json", "follow-ups.ics", "people.vcf"]
    assert json.loads(held["everything.json"])["person"]["name"] == somebody.me.name
    assert uids(held["follow-ups.ics"]) == uids(somebody.fetch(feed).body) != set()
    assert feed.split("/")[2].encode() not in b"".join(held.values())


def test_a_second_person_sees_nothing_of_the_first(somebody, another, origin):
    somebody.settled(origin.put("personal", TODAY, NEXT_WEEK, maybe("Globex", 5)))
    theirs = ("Acme", "Umbrella", "Globex", somebody.me.name, "127.0.0.1:" + str(origin.port))
    somebody.open("/upcoming")
    assert [word for word in theirs[:3] if word not in somebody.page.content()] == []

    another.sign_in()
    another.connect(origin.put("other", maybe("Cyberdyne", 3)))
    another.begin()
    for path in PAGES:
        another.open(path)
        shown = another.page.content()
        assert [word for word in theirs if word in shown] == [], path
    another.open("/upcoming")
    another.reads("Cyberdyne")


def test_a_form_of_the_first_opens_nothing_to_the_second(somebody, another, origin):
    """Even with the number of a calendar or the key of a follow-up in hand."""
    somebody.settled(origin.put("personal", TODAY))
    somebody.open("/calendars")
    number = somebody.page.locator("article.calendar").get_attribute("id").partition("-")[2]
    another.settled(origin.put("other", NEXT_WEEK))
    another.open("/calendars")
    form = another.page.locator("form[action$='/check']")
    form.evaluate(f"form => form.action = '/calendars/{number}/check'")
    another.press(re.compile("^Check now"))
    another.heads("There is no such page")


def test_everything_is_deleted_with_a_receipt(somebody, origin):
    feed = somebody.settled(origin.put("personal", TODAY, NEXT_WEEK))
    somebody.open("/account")
    somebody.press("Delete everything …")
    somebody.reads("2 interviews")
    somebody.hands.fill(somebody.page.locator("[name=name]"), "Somebody else")
    somebody.press("Delete everything")
    somebody.reads("nothing was deleted")
    assert somebody.fetch(feed).status == 200

    somebody.hands.fill(somebody.page.locator("[name=name]"), somebody.me.name)
    somebody.press("Delete everything")
    somebody.heads("Everything is deleted")
    with somebody.page.expect_download() as download:
        somebody.press("Download the receipt")
    receipt = Path(download.value.path()).read_text("utf-8")
    assert "2 interviews" in receipt
    assert somebody.me.name not in receipt

    gone = somebody.fetch(feed)
    assert (gone.status, b"BEGIN" in gone.body) == (410, False)
    somebody.open("/upcoming")
    assert urlsplit(somebody.page.url).path == "/sign-in"


def uids(body: bytes) -> set[str]:
    return {str(event["UID"]) for event in icalendar.Calendar.from_ical(body).walk("VEVENT")}
