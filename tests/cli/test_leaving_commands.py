"""`export` and `forget`: everything to take along, and everything gone, but never by mistake."""

import json
import stat
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from service.__main__ import app


@pytest.fixture
def run(tmp_path, monkeypatch):
    for name in ("AFTERWORD_DATABASE_URL", "AFTERWORD_KEY", "AFTERWORD_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AFTERWORD_HOME", str(tmp_path / "home"))

    def invoke(*arguments, code=0, typed=None):
        result = CliRunner().invoke(app, [str(one) for one in arguments], input=typed)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    for name in ("alex", "bo"):
        invoke("invite", name)
    return invoke


def test_an_export_is_a_file_for_its_owner_alone(run, tmp_path):
    file = tmp_path / "mine.zip"
    run("token", "laptop", "--person", "alex")

    assert f"Saved to {file}" in run("export", file, "--person", "alex")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with ZipFile(file) as made:
        said = json.loads(made.read("everything.json"))
    assert [one["name"] for one in said["tokens"]] == ["laptop"]


def test_an_export_replaces_no_file(run, tmp_path):
    file = tmp_path / "mine.zip"
    file.write_text("precious")

    assert "Name a new file" in run("export", file, code=2)
    assert file.read_text() == "precious"


def test_forgetting_asks_back_and_gives_a_receipt(run, tmp_path):
    run("token", "laptop", "--person", "alex")
    run("token", "laptop", "--person", "bo")

    said = run("forget", "alex", typed="alex\n")

    assert "1 personal token" in said
    assert "everything was deleted on" in said
    assert "Nobody is called that" in run("forget", "alex", code=2)
    assert "1 personal token" in run("forget", "bo", typed="bo\n")


@pytest.mark.parametrize(("typed", "code"), [("no\n", 2), ("bo\n", 2), ("", 1)])
def test_without_the_name_nothing_is_forgotten(run, typed, code):
    run("token", "laptop", "--person", "alex")

    run("forget", "alex", typed=typed, code=code)

    assert "1 personal token" in run("forget", "alex", typed="alex\n")


def test_nobody_is_made_only_to_be_forgotten(run):
    run("forget", "ghost", code=2)
    assert "Nobody is called that" in run("forget", "ghost", code=2)
