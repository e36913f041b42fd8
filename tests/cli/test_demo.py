"""`make run`: what a newcomer sees, in which order, within a minute; and what it leaves alone."""

import os
from pathlib import Path
from time import monotonic

import pytest
from typer.testing import CliRunner

from service import wiring
from service.__main__ import app
from service.cli.apart import KEPT, apart
from service.settings import from_environment
from service.store.seal import new_key
from service.variables import VARIABLES

EXAMPLE = Path(__file__).parents[2] / "docs" / "example"


@pytest.fixture
def real(monkeypatch, tmp_path):
    """The environment of somebody who runs the service for real; its database is not there yet."""
    home, key = tmp_path / "real", tmp_path / "key"
    key.write_text(new_key())
    for name in apart():
        monkeypatch.setenv(name, "")  # so that what the command sets does not stay
    told = {
        "AFTERWORD_DATABASE_URL": f"sqlite:///{home / 'real.db'}",
        "AFTERWORD_HOME_FILE": str(tmp_path / "home"),
        "AFTERWORD_KEY_FILE": str(key),
        "AFTERWORD_BASE_URL": "https://afterword.example",
        "AFTERWORD_ALLOW_HOSTS_FILE": str(tmp_path / "hosts"),
        "AFTERWORD_GOOGLE_CLIENT_ID": "the-real-one",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "home").write_text(str(home))
    (tmp_path / "hosts").write_text("127.0.0.1:1")
    return home


@pytest.fixture
def demo(monkeypatch, real):
    served = []
    monkeypatch.setattr(wiring, "serve", lambda *_, **how: served.append(how))
    began = monotonic()
    result = CliRunner().invoke(app, ["demo", str(EXAMPLE)])
    assert result.exit_code == 0, (result.output, result.exception)
    assert served == [{"with_worker": True}]
    assert monotonic() - began < 60
    return result.output


def test_the_page_s_link_comes_first_then_what_was_found_then_the_feed(demo):
    link, found, feed = (demo.index(word) for word in ("/sign-in/", "Thank-you", "/followups.ics"))
    assert link < found < feed
    assert demo.count("/sign-in/") == 2  # at the end again: the feed is long


def test_the_real_house_is_neither_opened_nor_named(demo, real):
    assert not real.exists()
    assert "afterword.example" not in demo


@pytest.mark.parametrize("name", [one.name for one in VARIABLES if one.name not in KEPT])
@pytest.mark.parametrize("form", ["", "_FILE"])
def test_no_variable_of_the_real_house_is_left(name, form):
    assert apart()[name + form] == ""
    own = apart(home="/its/own", allow_hosts="127.0.0.1:2")
    here = from_environment({**os.environ, name + form: "real", **own})
    assert here.database_url == "sqlite:////its/own/afterword.db"
