"""The commands of the service, on a database of their own and calendars on loopback."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from service.__main__ import app
from service.cli.demo import moved
from tests.cases.timing import vevent, wrapped

SOON = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=3)


class Quiet(SimpleHTTPRequestHandler):
    def send_head(self):
        # By its Last-Modified, in whole seconds, a file changed at once would seem unchanged.
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def log_message(self, *_):
        pass


@pytest.fixture
def calendars(tmp_path):
    folder = tmp_path / "published"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(tmp_path, calendars, monkeypatch):
    for name in ("AFTERWORD_DATABASE_URL", "AFTERWORD_KEY", "AFTERWORD_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AFTERWORD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AFTERWORD_ALLOW_HOSTS", f"127.0.0.1:{calendars[1]}")

    def invoke(*arguments, code=0):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return invoke


def interview(start=SOON, title="Interview with Acme - Data Engineer #interview"):
    end = start + timedelta(hours=1)
    return wrapped([vevent("acme-1", title, start.isoformat(), end.isoformat())])


def put(calendars, body, name="alex.ics"):
    folder, port = calendars
    (folder / name).write_bytes(body)
    return f"http://127.0.0.1:{port}/{name}"


def test_a_calendar_is_read_as_soon_as_it_is_added(run, calendars):
    said = run("source", "add", put(calendars, interview()), "--name", "Alex")
    assert "Alex (127.0.0.1)" in said
    assert "Acme - Data Engineer" in said
    assert "Thank-you" in run("visits")
    assert "Acme" in run("journal")


def test_the_same_calendar_twice_and_our_own_feed_are_refused(run, calendars):
    address = put(calendars, interview())
    run("source", "add", address)
    assert "read already" in run("source", "add", address, code=2)
    own = run("feed").split()
    feed = next(word for word in own if word.startswith("http://") and word.endswith(".ics"))
    assert "it wrote itself" in run("source", "add", feed, code=2)


def test_an_address_that_will_never_do_is_said_before_anything_is_kept(run):
    assert "not fetched" in run("source", "add", "ftp://example.org/x.ics", code=2)
    assert "No calendar is read yet" in run("source", "list")


def test_what_is_gone_from_the_calendar_goes_with_the_next_check(run, calendars):
    run("source", "add", put(calendars, interview()))
    put(calendars, wrapped([vevent("x", "Lunch", SOON.isoformat(), SOON.isoformat())]))
    run("source", "check")
    assert "No tagged interview yet" in run("visits")


def test_a_calendar_that_is_removed_takes_its_visits_along(run, calendars):
    run("source", "add", put(calendars, interview()))
    assert "There is no calendar 7" in run("source", "remove", "7", code=2)
    run("source", "remove", "1")
    assert "No tagged interview yet" in run("visits")


def test_the_address_of_the_feed_is_shown_once_and_replaced_on_demand(run):
    first = run("feed")
    assert "/followups.ics" in first
    assert "/followups.ics" not in run("feed")
    assert "/followups.ics" in run("feed", "--rotate")
    assert "withdrawn" in run("feed", "--revoke")


def test_settings_are_checked_before_they_are_taken(run, tmp_path):
    wrong, right = tmp_path / "wrong.toml", tmp_path / "right.toml"
    wrong.write_text('[call]\nweekday = "Freitag"\n')
    right.write_text('[me]\ntimezone = "Europe/Berlin"\n')
    assert "line 2" in run("settings", wrong, code=2)
    run("settings", right)
    assert "Europe/Berlin" in run("settings")


def test_a_backup_is_put_back_into_a_new_home(run, calendars, tmp_path, monkeypatch):
    run("source", "add", put(calendars, interview()))
    saved = tmp_path / "saved.zip"
    run("backup", saved)
    assert "already" in run("restore", saved, code=2)
    monkeypatch.setenv("AFTERWORD_KEY", (tmp_path / "home" / "afterword.key").read_text())
    monkeypatch.setenv("AFTERWORD_HOME", str(tmp_path / "elsewhere"))
    run("restore", saved)
    assert "Acme - Data Engineer" in run("visits")


def test_two_people_of_one_machine_see_nothing_of_each_other(run, calendars):
    run("source", "add", put(calendars, interview()))
    run("invite", "sam")
    assert "No calendar is read yet" in run("source", "list", "--person", "sam")
    assert "No tagged interview yet" in run("visits", "--person", "sam")


def test_a_token_is_printed_once_and_is_long(run):
    token = run("token").strip()
    assert len(token) >= 43
    said = run("journal")
    assert token not in said
    assert "A personal token was made" in said
    assert "Choose another name" in run("token", code=2)


@pytest.mark.parametrize("words", [["token"], ["visits"], ["feed"], ["export", "mine.zip"]])
def test_a_slip_in_a_name_makes_nobody(run, words):
    run("invite", "sam")
    assert "nobody called sma" in run(*words, "--person", "sma", code=2)
    assert "Nobody is called that" in run("forget", "sma", code=2)


def test_what_strangers_wrote_cannot_play_with_the_terminal(run, calendars):
    title = "Interview with Ac\u202eme - Engineer #interview"
    said = run("source", "add", put(calendars, interview(title=title)), "--name", "My\x1b[31m one")
    said += run("visits") + run("journal") + run("source", "list")
    said += run("settings", "\x1b[2J.toml", code=2)
    assert "Ac\ufffdme - Engineer" in said
    assert not {"\x1b", "\u202e"} & set(said)


def test_a_misspelt_variable_ends_the_command_with_one_sentence(run, monkeypatch):
    monkeypatch.setenv("AFTERWORD_PRT", "1")
    assert "Did you mean AFTERWORD_PORT?" in run("visits", code=2)


def test_the_example_moves_by_whole_weeks_and_says_the_friday_that_it_means():
    start = datetime(2026, 11, 24, 15, tzinfo=UTC)
    body = interview(start).replace(b"SUMMARY", b"DESCRIPTION:call: Friday 4 Dec 9:30\r\nSUMMARY")
    event = Calendar.from_ical(moved(body, timedelta(weeks=2))).events[0]
    assert event.start == start + timedelta(weeks=2)
    assert "call: Friday 18 Dec 9:30" in event["DESCRIPTION"]
