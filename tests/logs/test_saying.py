"""What is said of a record: our own sentences, and of everybody else's only the frame."""

import json
import logging
import sys
from contextlib import suppress

import pytest

from service.logs import saying
from service.logs.saying import said, shown_path
from service.logs.setup import _Written
from service.web.app import create_app
from service.web.words import words
from tests.web.test_guarded import found


def record(name, msg, *args, level=logging.WARNING, exc_info=None):
    return logging.LogRecord(name, level, "/x/module.py", 7, msg, args, exc_info)


def failed(error):
    with suppress(type(error)):
        try:
            raise error
        finally:
            found = sys.exc_info()
    return found


def test_our_own_sentence_is_said_as_it_stands_and_filled_in():
    spoken = said(record("service.watch.looking", "source %d failed: %s", 3, "ValueError"))
    assert spoken["event"] == "source %d failed: %s"
    assert spoken["message"] == "source 3 failed: ValueError"


@pytest.mark.parametrize(
    ("name", "msg", "args"),
    [
        ("asyncio", "Task exception: ValueError('secret')", ()),
        ("psycopg.pool", "error connecting in %r: %s", ("pool-1", "secret")),
        ("sqlalchemy.pool", "%(what)s", ({"what": "secret"},)),
        ("py.warnings", "%s", ("secret",)),
        ("uvicorn.error", "Exception\nTraceback: secret", ()),
        ("uvicorn.access", '%s - "%s %s HTTP/%s" %d', ("secret", "GET", "/secret", "1.1", 200)),
        ("uvicorn.access", "secret", ()),
        ("servicex", "secret", ()),
    ],
)
def test_what_others_fill_in_is_not_repeated(name, msg, args):
    assert "secret" not in f"{said(record(name, msg, *args))}"


@pytest.mark.parametrize("name", ["service.x", "uvicorn.error", "asyncio"])
@pytest.mark.parametrize("style", ["json", "plain"])
def test_of_an_exception_kind_and_place_are_told_and_not_its_words(name, style):
    cause = failed(KeyError("secret"))[1]
    error = ValueError("secret")
    error.__cause__ = cause
    line = _Written(style).format(record(name, "a pass failed", exc_info=failed(error)))
    assert "ValueError from KeyError" in line
    assert f"{__name__}:" in line
    assert "secret" not in line


def test_a_circle_of_causes_has_an_end():
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert len(said(record("x", "y", exc_info=(ValueError, one, None)))["error"]) < 100


def test_a_slip_in_one_of_our_own_sentences_costs_the_values_only():
    assert said(record("service.x", "person %d", "secret"))["message"] == "person %d"


def test_a_line_is_one_line_of_json():
    line = _Written("json").format(record("service.x", "one\ntwo"))
    assert json.loads(line)["event"] == "one\ntwo"
    assert "\n" not in line


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/cal/kq3-x_0123/followups.ics", "/cal/…/followups.ics"),
        ("/calendars/31/check?did=x", "/calendars/31/check"),
        ("/Carol", "/…"),
        ("/sign-in/kq3", "/sign-in/…"),
        ("/1234567890123", "/…"),
        ("/settings/../etc%2fpasswd", "/settings/…/…"),
        ("*", "…"),
    ],
)
def test_a_path_is_said_in_words_of_ours(path, shown):
    assert shown_path(path) == shown


def test_every_path_of_ours_can_be_said():
    app = create_app(None, base_url="http://x", wake=print, clock=print)
    parts = {part for _method, path in found(app.routes) for part in path.split("/") if part}
    assert words(app) == {part for part in parts if "{" not in part}
    assert {"upcoming", "v1", "sources", "followups.ics"} <= words(app)


def test_until_words_are_given_no_path_is_told(spoken):
    spoken.clear()
    assert shown_path("/settings/3") == "/…/3"


@pytest.fixture(autouse=True)
def spoken(monkeypatch):
    given = {"cal", "followups.ics", "calendars", "check", "settings", "sign-in"}
    monkeypatch.setattr(saying, "_spoken", given)
    return given
