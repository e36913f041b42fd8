"""`connect google` by loopback, and what `doctor` says of Google."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from connectors.google.scopes import SCOPES
from service.__main__ import app
from service.cli.house import opened
from service.store.grants import grants_of, pause_grant
from service.store.people import person, person_named
from service.store.sources import sources
from tests.google_fake.fake import Fake
from tests.google_fake.faults import Fault
from tests.google_fake.grants import DEFAULT_CLIENT, DEFAULT_SECRET

ALEX, SAM = "alex.morgan@gmail.com", "sam@initech.com"
AFTERWORD = Path(sys.executable).with_name("afterword")


@pytest.fixture
def fake():
    with Fake() as started:
        for email in (ALEX, SAM):
            started.account(email)
        started.client(id=DEFAULT_CLIENT, secret=DEFAULT_SECRET, desktop=True)
        yield started


@pytest.fixture
def home(tmp_path, monkeypatch, fake):
    for name in ("AFTERWORD_DATABASE_URL", "AFTERWORD_KEY", "AFTERWORD_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AFTERWORD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AFTERWORD_GOOGLE_CLIENT_ID", DEFAULT_CLIENT)
    monkeypatch.setenv("AFTERWORD_GOOGLE_CLIENT_SECRET", DEFAULT_SECRET)
    for name, address in fake.endpoints.variables().items():
        monkeypatch.setenv(name, address)


def ask(address):
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def connecting(fake, email, *arguments, **decision):
    """Run it, decide at Google, come back; what it said and how it ended."""
    command = [AFTERWORD, "connect", "google", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        said = ""
        while not (found := re.search(r"^http\S+$", said, re.MULTILINE)):
            line = running.stdout.readline().decode()
            assert line, said
            said += line
        back = fake.consent(found[0], email, **decision)
        there = f"http://{urlsplit(back).netloc}"
        # What a browser asks for first, and what a page elsewhere may have it ask for.
        assert ask(f"{there}/favicon.ico")[0] == 404
        assert ask(f"{there}{urlsplit(back).path}?state=made-up&code=x")[0] == 404
        status, thanks = ask(back)
        rest, _ = running.communicate(timeout=60)
    assert status == 200
    assert b"close this page" in thanks
    return said + rest.decode(), running.returncode


def kept():
    with opened() as (_, store), store.read() as tx:
        me = person_named(tx, "me")
        return person(tx, me.id), grants_of(tx, me.id), sources(tx, me.id)


def test_an_account_is_connected_by_loopback_and_watched(home, fake):
    said, code = connecting(fake, ALEX)
    assert code == 0, said
    assert "the follow-ups go into it" in said
    me, (grant,), (source,) = kept()
    assert (grant.email, grant.state) == (ALEX, "active")
    assert (source.kind, source.address, source.writes) == ("google", "primary", "there")
    assert me.started is not None
    again, code = connecting(fake, ALEX)
    assert code == 0
    assert "Connected again" in again
    assert [one.id for one in kept()[2]] == [source.id]


@pytest.mark.parametrize(("option", "writes"), [("--feed", "feed"), ("--there", "there")])
def test_where_follow_ups_go_is_chosen_anew_when_it_is_connected_again(home, fake, option, writes):
    connecting(fake, ALEX, "--there" if writes == "feed" else "--feed")
    said, code = connecting(fake, ALEX, option)
    assert code == 0, said
    assert "Connected again. From now on" in said
    assert [one.writes for one in kept()[2]] == [writes]


def test_an_account_of_a_company_is_only_read_and_the_reason_told(home, fake):
    said, _ = connecting(fake, SAM)
    assert "your employer can read its calendar" in said
    assert [one.writes for one in kept()[2]] == ["feed"]


def test_follow_ups_may_have_a_calendar_of_their_own(home, fake):
    said, code = connecting(fake, ALEX, "--apart")
    assert code == 0, said
    assert "a calendar of their own, which is made there" in said
    _, (grant,), found = kept()
    assert grant.scopes == frozenset(SCOPES["own"])
    assert sorted(one.writes for one in found) == ["apart", "ours"]
    other, code = connecting(fake, ALEX)
    assert code == 2
    assert "Disconnect it first" in other
    both = CliRunner().invoke(app, ["connect", "google", "--apart", "--feed"])
    assert both.exit_code == 2
    assert "one way only" in both.output


def test_a_no_ends_with_a_sentence_and_connects_nothing(home, fake):
    said, code = connecting(fake, ALEX, yes=False)
    assert code == 2
    assert "You said no at Google" in said
    assert "Traceback" not in said
    assert kept()[1:] == ([], [])


def test_without_a_client_it_says_what_to_do(home, monkeypatch):
    monkeypatch.delenv("AFTERWORD_GOOGLE_CLIENT_ID")
    monkeypatch.delenv("AFTERWORD_GOOGLE_CLIENT_SECRET")
    result = CliRunner().invoke(app, ["connect", "google"])
    assert result.exit_code == 2
    assert "docs/google.md" in result.output


# -- doctor ----------------------------------------------------------------------------------


def found(about):
    told = json.loads(CliRunner().invoke(app, ["doctor", "--json"]).output)
    return [(one["level"], one["says"]) for one in told["findings"] if one["about"] == about]


def test_doctor_says_that_google_knows_the_client_and_leads_back_here(home):
    (back, known) = found("google")
    assert back == ("well", "It has to lead back to http://127.0.0.1:8000/oauth/google/callback.")
    assert known == ("well", "Google answers, and knows the client.")


def test_doctor_says_that_google_does_not_know_the_client(home, monkeypatch):
    monkeypatch.setenv("AFTERWORD_GOOGLE_CLIENT_SECRET", "another")
    assert found("google")[1][0] == "fault"
    assert "invalid_client" in found("google")[1][1]


def test_doctor_says_that_google_does_not_answer(home, fake):
    fake.faults.plan(Fault(method="oauth.token", kind="status", status=502))
    assert found("google")[1] == ("fault", "Google answered 502.")


def test_doctor_says_that_google_would_not_lead_back(home, monkeypatch):
    monkeypatch.setenv("AFTERWORD_BASE_URL", "http://nas.lan")
    assert found("google")[0][0] == "fault"


def test_doctor_is_content_without_google(home, monkeypatch):
    monkeypatch.delenv("AFTERWORD_GOOGLE_CLIENT_ID")
    monkeypatch.delenv("AFTERWORD_GOOGLE_CLIENT_SECRET")
    ((level, says),) = found("google")
    assert level == "well"
    assert "No client is set up" in says


def test_doctor_tells_how_each_account_stands_and_not_whose_it_is(home, fake):
    fake.manners.refresh_token_life = timedelta(days=6)
    connecting(fake, ALEX)
    ends = datetime.now(UTC) + timedelta(days=6)
    ((level, says),) = found("account 1")
    assert level == "warning"
    assert says == f"Agreed to today. It ends on {ends:%d %B}."
    with opened() as (_, store), store.write() as tx:
        pause_grant(tx, 1, why="Google no longer accepts our access")
    ((level, says),) = found("account 1")
    assert (level, says) == ("fault", "Agreed to today. Google no longer accepts our access.")
    assert ALEX not in CliRunner().invoke(app, ["doctor"]).output
