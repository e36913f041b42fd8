"""`make run`: what a newcomer sees, in which order, within a minute."""

from pathlib import Path
from time import monotonic

import pytest
from typer.testing import CliRunner

from service import wiring
from service.__main__ import app

EXAMPLE = Path(__file__).parents[2] / "docs" / "example"


@pytest.fixture
def demo(monkeypatch):
    for name in ("AFTERWORD_HOME", "AFTERWORD_ALLOW_HOSTS"):
        monkeypatch.setenv(name, "replaced")  # so that what the command sets does not stay
    for name in ("AFTERWORD_DATABASE_URL", "AFTERWORD_KEY", "AFTERWORD_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
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
