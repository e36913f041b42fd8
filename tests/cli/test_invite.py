"""`invite`, `link`, and the first way in that `serve` prints."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from service.__main__ import app
from service.cli.house import opened
from service.cli.invite import first_link
from service.store.access import BrowserSession, link_person, open_session, use_link
from service.store.people import person, person_named
from service.store.seal import hash_token

BASE = "https://afterword.example"


@pytest.fixture
def run(tmp_path, monkeypatch):
    for name in ("AFTERWORD_DATABASE_URL", "AFTERWORD_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AFTERWORD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AFTERWORD_BASE_URL", BASE)

    def invoke(*arguments, code=0):
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return invoke


def token(said):
    return re.search(rf"^ *{BASE}/sign-in/(\S+)$", said, re.MULTILINE)[1]


def lets_in(said, *, after=timedelta()):
    """Whom a printed link lets in, without using it up."""
    with opened() as (_, store), store.read() as tx:
        found = link_person(tx, hash_token(token(said)), now=datetime.now(UTC) + after)
        return found and person(tx, found).name


def test_an_invitation_makes_the_person_and_lasts_seven_days(run):
    said = run("invite", "Sam")
    assert lets_in(said) == "Sam"
    assert lets_in(said, after=timedelta(days=6, hours=23)) == "Sam"
    assert lets_in(said, after=timedelta(days=7)) is None
    assert "once, within 7 days" in said


def test_who_is_invited_sees_a_rehearsal_first(run):
    run("invite", "Sam")
    with opened() as (_, store), store.read() as tx:
        assert person_named(tx, "Sam").started is None


def test_a_second_invitation_is_for_the_same_person_and_replaces_the_first(run):
    first, second = run("invite", "Sam"), run("invite", "Sam")
    assert token(first) != token(second)
    assert lets_in(first) is None
    assert lets_in(second) == "Sam"


def test_a_link_is_for_oneself_and_lasts_a_day(run):
    said = run("link")
    assert lets_in(said) == "me"
    assert lets_in(said, after=timedelta(hours=23)) == "me"
    assert lets_in(said, after=timedelta(days=1)) is None


def test_a_link_for_a_name_that_nobody_has_is_refused(run):
    said = run("link", "--person", "Sma", code=2)
    assert "nobody called Sma" in said
    assert "sign-in" not in said
    run("invite", "Sam")
    assert lets_in(run("link", "--person", "Sam")) == "Sam"


def test_only_an_address_of_this_machine_is_cautioned_about(run, monkeypatch):
    assert "AFTERWORD_BASE_URL" not in run("link")
    for address in ("http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"):
        monkeypatch.setenv("AFTERWORD_BASE_URL", address)
        assert "this machine only" in run("invite", "Sam")


def test_the_first_way_in_is_shown_until_somebody_has_come_in(run):
    now = datetime.now(UTC)
    with opened() as (settings, store):
        said = [first_link(settings, store) for _ in range(2)]
        assert said[0] != said[1]
        with store.write() as tx:
            me = use_link(tx, hash_token(token(said[1])), now=now)
            assert (person(tx, me).name, person(tx, me).started) == ("me", None)
            open_session(
                tx,
                BrowserSession(
                    person=me,
                    token_hash=b"1",
                    created=now,
                    seen=now,
                    expires=now + timedelta(days=1),
                    browser="",
                ),
            )
        assert first_link(settings, store) is None
