"""A person with a Google calendar, through `make demo`: the service beside the stand-in."""

import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.google_fake.demo import ACCOUNT
from tests.journeys.conftest import tab
from tests.serve.running import eventually, free_port

FIVE = ("Before you leave", "Debrief", "Thank-you email", "Note by hand", "Call")
LINK = re.compile(r"http://\S+/sign-in/\S+")
REST_S = 30
"""In half of the minute that the page asks for, an account's calls are all there again."""
STAND_IN = re.compile(r"(http://\S+)/ui/")


class Demo:
    """What `make demo` printed, and the control door of its stand-in."""

    def __init__(self, printed):
        eventually(lambda: "Ctrl-C" in printed.read_text(), 60)
        said = printed.read_text()
        self.page, self.google = LINK.search(said)[0], STAND_IN.search(said)[1]
        self.base = self.page.partition("/sign-in/")[0]
        eventually(lambda: _answers(f"{self.base}/healthz"), 60)

    def do(self, what, **asked):
        answer = requests.post(f"{self.google}/_control/{what}", json=asked, timeout=10)
        answer.raise_for_status()
        return answer.json()["result"]

    def events(self):
        return self._read("events", email=ACCOUNT)

    def one(self, title):
        return next((e for e in self.events() if e["summary"].startswith(title)), None)

    def ours(self):
        return [
            event["summary"]
            for event in self.events()
            if "afterword_key" in event.get("extendedProperties", {}).get("private", {})
        ]

    def inserted_apart(self):
        """How many entries were put into the calendar that was made last."""
        methods = [one["method"] for one in self._read("seen")]
        made = max(at for at, method in enumerate(methods) if method == "calendars.insert")
        return methods[made:].count("events.insert")

    def looked(self):
        """Let the service look at the calendar twice more."""
        lists = self._lists()
        eventually(lambda: self._lists() >= lists + 2)

    def _lists(self):
        return sum(one["method"].endswith("events.list") for one in self._read("seen"))

    def _read(self, what, **asked):
        answer = requests.get(f"{self.google}/_control/{what}", params=asked, timeout=10)
        answer.raise_for_status()
        return answer.json()["result"]


@pytest.fixture
def demo(tmp_path, interruptible):
    environment = {**os.environ, "AFTERWORD_PORT": f"{free_port()}", "PYTHONUNBUFFERED": "1"}
    printed, command = tmp_path / "printed.txt", [sys.executable, "-m", "tests.google_fake.demo"]
    with printed.open("w") as paper:
        process = subprocess.Popen(command, env=environment, stdout=paper, stderr=paper)
        try:
            yield Demo(printed)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _answers(address):
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def _connect(page, demo):
    page.goto(demo.page)
    page.click("main button")
    page.goto(f"{demo.base}/calendars")
    page.get_by_role("button", name="Connect Google Calendar").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Watch it").click()


def _parted(page):
    """What is said at last; whoever presses again at once only uses up what a minute allows."""
    page.get_by_role("button", name="Disconnect").click()
    said = page.inner_text("main")
    if "wait a minute" in said:
        page.wait_for_timeout(1000 * REST_S)
    return said if "Receipt" in said else None


def _says(page, address, words):
    page.goto(address)
    return words in page.inner_text("main")


def test_connected_tagged_dragged_deleted_revoked_and_left(browser, demo):
    with tab(browser) as page:
        _connect(page, demo)
        coffee = demo.one("Coffee")
        page.goto(f"{demo.google}/ui/")
        page.get_by_role("button", name="Tag as interview").click()
        eventually(lambda: len(demo.ours()) == len(FIVE))
        assert all(any(title.startswith(word) for title in demo.ours()) for word in FIVE)

        # Dragged: it stays where the person put it.
        late = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
        email = demo.one("Thank-you email")["id"]
        moved = {"start": late.isoformat(), "end": (late + timedelta(minutes=30)).isoformat()}
        demo.do("person", email=ACCOUNT, do="drag", event_id=email, **moved)
        # Deleted: it never comes back.
        demo.do("person", email=ACCOUNT, do="delete", event_id=demo.one("Call")["id"])
        demo.looked()
        assert datetime.fromisoformat(demo.one("Thank-you email")["start"]["dateTime"]) == late
        assert not any(title.startswith("Call") for title in demo.ours())
        assert _says(page, f"{demo.base}/upcoming", "you moved this")

        # The interview moves: what is untouched moves with it, what is dragged does not.
        prompt = demo.one("Before you leave")["start"]["dateTime"]
        at = datetime.fromisoformat(coffee["start"]["dateTime"]) + timedelta(hours=1)
        later = {"start": at.isoformat(), "end": (at + timedelta(hours=1)).isoformat()}
        demo.do("person", email=ACCOUNT, do="drag", event_id=coffee["id"], **later)
        eventually(lambda: demo.one("Before you leave")["start"]["dateTime"] != prompt)
        assert datetime.fromisoformat(demo.one("Thank-you email")["start"]["dateTime"]) == late

        # Taken back at Google: said on the page, and it goes on after reconnecting.
        demo.do("revoke", email=ACCOUNT)
        eventually(lambda: _says(page, f"{demo.base}/calendars", "has to be reconnected"))
        page.get_by_role("button", name="Reconnect").click()
        page.get_by_role("button", name="Continue").click()
        demo.do(
            "person", email=ACCOUNT, do="create", title="Interview with Globex #interview", **later
        )
        eventually(lambda: sum("Globex" in title for title in demo.ours()) == len(FIVE))

        # Left: ours are taken out but for the changed one, with a receipt.
        page.goto(f"{demo.base}/calendars")
        page.get_by_role("link", name=re.compile("Disconnect")).click()
        said = eventually(lambda: _parted(page), 10 * REST_S)
        assert "Our access was given back to Google" in said
        assert "Left, because you have changed them, 1" in said
        assert [title.partition(" to ")[0] for title in demo.ours()] == ["Thank-you email"]
        assert demo.one("Coffee")
        assert demo.one("Interview with Globex")

        # And back, in a calendar of their own: nothing new is put beside the interviews.
        page.goto(f"{demo.base}/calendars")
        page.get_by_label("Into a calendar of their own, which we make.").check()
        page.get_by_role("button", name="Connect Google Calendar").click()
        page.get_by_role("button", name="Continue").wait_for()  # the boxes are on that page
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Watch it").click()
        eventually(lambda: _says(page, f"{demo.base}/calendars", "“Interview follow-ups”"), 90)
        eventually(lambda: demo.inserted_apart() >= len(FIVE), 90)
        assert len(demo.ours()) == 1


def test_a_debrief_is_followed_where_the_entries_stand(browser, demo):
    with tab(browser, viewport={"width": 390, "height": 844}, java_script_enabled=False) as page:
        _connect(page, demo)
        ended = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)
        when = {"start": (ended - timedelta(hours=1)).isoformat(), "end": ended.isoformat()}
        panel = [{"email": f"{name}@hooli.example"} for name in ("kate.austen", "sam.okafor")]
        demo.do(
            "person",
            email=ACCOUNT,
            do="create",
            title="Interview with Hooli #interview",
            attendees=panel,
            **when,
        )
        eventually(lambda: len(demo.ours()) >= 3)

        page.goto(demo.one("Debrief")["description"].splitlines()[1])  # the first of our part
        for name, topic in (("Kate", "batches and streams"), ("Sam", "who is on call")):
            page.get_by_label(f"One thing you and {name} talked about").fill(topic)
        page.locator("label.chip").filter(has_text=re.compile(r"^Yes, \w+ .* 09:30")).click()
        page.get_by_role("button", name="Done").click()
        eventually(lambda: demo.one("Call") and demo.one("Call")["summary"].endswith("as agreed"))
        assert "batches and streams" in demo.one("Thank-you email")["description"]

        page.get_by_role("link", name="Call", exact=True).click()
        page.get_by_role("button", name="They answered").click()
        eventually(lambda: demo.one("Call") is None)
        assert demo.one("Thank-you email")
        assert demo.one("Note")
