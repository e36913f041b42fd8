"""The fake's own doors: control for other processes, and the person's page for the demo."""

import subprocess
import sys
import threading

import pytest
import requests
from googleapiclient.errors import HttpError

from tests.google_fake.clients import reason_of
from tests.google_fake.conftest import EMAIL

EVIL = '<script>alert("x")</script>'


@pytest.fixture
def control(fake):
    with requests.Session() as session:

        def asked(name, expect=200, **body):
            answer = session.post(f"{fake.url}/_control/{name}", json=body, timeout=5)
            assert answer.status_code == expect, answer.text
            return answer.json().get("result")

        yield asked


@pytest.fixture
def ui(fake):
    with requests.Session() as session:

        def asked(**form):
            verb = session.post if form else session.get
            answer = verb(f"{fake.url}/ui/", data=form or None, timeout=5)
            return answer.text

        yield asked


def person(control, do, **more):
    return control("person", email=EMAIL, do=do, **more)


def test_the_person_can_be_played_from_outside(control, me):
    hours = {"start": "2026-11-25T10:00:00-05:00", "end": "2026-11-25T11:00:00-05:00"}
    event = person(control, "create", title="Interview", **hours)["id"]
    person(control, "tag", event_id=event)
    later = {"start": "2026-11-25T12:00:00-05:00", "end": "2026-11-25T13:00:00-05:00"}
    person(control, "drag", event_id=event, **later)
    person(control, "edit", event_id=event, location="Oslo")
    (only,) = me.events()
    assert (only["summary"], only["location"]) == ("Interview #interview", "Oslo")
    assert only["start"]["dateTime"] == later["start"]
    person(control, "delete", event_id=event)
    assert me.events() == []
    person(control, "undelete", event_id=event)
    assert len(me.events()) == 1


def test_an_all_day_event_has_dates(control, me):
    person(control, "create", title="Day", start="2026-11-25", end="2026-11-26")
    assert me.events()[0]["start"] == {"date": "2026-11-25"}


def test_clock_faults_manners_and_tokens_can_be_had_from_outside(fake, google, control):
    before = fake.clock.now()
    control("clock", advance=60)
    assert (fake.clock.now() - before).total_seconds() == 60
    assert control("fault", kind="status", method="events.list", status=503) == 1
    with pytest.raises(HttpError):
        google.list()
    control("manners", page_size=1, sync_token_life=60)
    person(control, "create", title="a", start="2026-11-25", end="2026-11-26")
    person(control, "create", title="b", start="2026-11-25", end="2026-11-26")
    assert len(google.pages()) == 2
    token = google.pages()[-1]["nextSyncToken"]
    control("expire", calendar=EMAIL)
    with pytest.raises(HttpError) as caught:
        google.list(syncToken=token)
    assert reason_of(caught.value) == (410, "fullSyncRequired")
    assert control("token", email=EMAIL) in fake.grants.access


def test_what_happened_can_be_counted_from_outside(fake, google):
    google.list()
    seen = requests.get(f"{fake.url}/_control/seen", timeout=5).json()["result"]
    assert [(each["method"], each["user"], each["status"]) for each in seen] == [
        ("events.list", EMAIL, 200)
    ]
    where = {"email": EMAIL, "calendar": EMAIL}
    assert requests.get(f"{fake.url}/_control/events", where, timeout=5).json()["result"] == []


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("nothing", {}),
        ("fault", {"kind": "status", "colour": "red"}),
        ("manners", {"mannerless": 1}),
        ("person", {"email": EMAIL, "do": "__init__"}),
        ("person", {"email": EMAIL, "do": "delete", "event_id": "none"}),
    ],
)
def test_control_refuses_what_it_does_not_know(control, name, body):
    control(name, expect=400, **body)


def test_control_takes_no_form_of_a_strange_page(fake):
    sent = requests.post(f"{fake.url}/_control/clock", data={"run": "true"}, timeout=5)
    assert sent.status_code == 415


def test_the_page_says_what_it_is_and_shows_what_is_there(ui, me):
    assert "stand-in for Google Calendar" in ui()
    ui(do="create", title="Interview", start="2026-11-25T10:00", minutes="60")
    (event,) = me.events()
    assert event["start"]["dateTime"] == "2026-11-25T10:00:00-05:00"
    ui(do="tag", event=event["id"])
    assert "Interview #interview" in ui()
    assert "Tag as interview" not in ui()
    ui(do="drag", event=event["id"], start="2026-11-26T10:00")
    assert "Thu 26 Nov 2026, 10:00-11:00" in ui()
    ui(do="edit", event=event["id"], title="Other", notes="Long story")
    assert "Long story" in ui()
    ui(do="delete", event=event["id"])
    assert "<h2>Bin</h2>" in ui()
    ui(do="undelete", event=event["id"])
    assert "<h2>Bin</h2>" not in ui()


def test_the_page_prints_titles_and_notes_as_text(ui, me, google):
    google.insert(summary=EVIL, description=EVIL, location=EVIL)
    assert EVIL not in ui()


def test_the_page_tells_when_something_changed(fake, google):
    def version():
        return requests.get(f"{fake.url}/ui/version", timeout=5).json()

    before = version()
    google.insert(summary="Follow-up")
    assert version() > before


def test_the_page_says_no_in_words(ui):
    assert "time range is empty" in ui(
        do="create", title="x", start="2026-11-25T10:00", minutes="-5"
    )


def test_it_runs_on_its_own():
    command = [sys.executable, "-m", "tests.google_fake", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        stop = threading.Timer(20, running.kill)
        stop.start()
        lines = [running.stdout.readline() for _ in range(7)]
        page = requests.get(lines[-1].split()[-1], timeout=5)
        running.terminate()
        stop.cancel()
    assert [line.split("=")[0] for line in lines[:5]] == [
        f"AFTERWORD_GOOGLE_{name}_URL" for name in ("API", "AUTH", "TOKEN", "REVOKE", "CERTS")
    ]
    assert "New event" in page.text
