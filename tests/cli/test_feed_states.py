"""`afterword feed` tells an address that was withdrawn from one that never was."""

import pytest
from typer.testing import CliRunner

from service.__main__ import app


@pytest.fixture
def run(tmp_path, monkeypatch):
    for name in ("AFTERWORD_DATABASE_URL", "AFTERWORD_KEY", "AFTERWORD_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AFTERWORD_HOME", str(tmp_path / "home"))

    def invoke(*arguments):
        result = CliRunner().invoke(app, ["feed", *arguments])
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    return invoke


def test_there_is_nothing_to_withdraw_before_the_first_address(run):
    assert "no address" in run("--revoke")
    assert "/followups.ics" in run()


def test_a_withdrawn_address_is_not_replaced_by_asking_how_it_stands(run):
    run()
    assert "No calendar has fetched" in run()
    assert "is withdrawn" in run("--revoke")
    stands = run()
    assert "is withdrawn" in stands
    assert "--rotate" in stands
    assert "/followups.ics" not in stands
    assert "/followups.ics" in run("--rotate")
    assert "withdrawn" not in run()
