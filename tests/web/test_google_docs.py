"""docs/google.md says what the code does: the address to come back to, and the scopes."""

import re
from pathlib import Path

import pytest
import typer.main

from connectors.google.scopes import SCOPES
from service.__main__ import app
from service.desk.connecting import CALLBACK, refused_there
from service.variables import BY_NAME
from tests.web.test_guarded import PAGES

TEXT = (Path(__file__).parents[2] / "docs" / "google.md").read_text("utf-8")


def test_the_address_to_come_back_to_is_the_route_there_is():
    assert ("GET", CALLBACK) in PAGES
    told = set(re.findall(r"(/oauth/[a-z/]+)", TEXT))
    assert told == {CALLBACK}


def test_the_scopes_are_those_that_are_asked_for():
    told = re.findall(r"^ *\| `(openid|https://www\.googleapis[^`]*)` \|", TEXT, re.MULTILINE)
    kinds = SCOPES["identity"], SCOPES["watched"][2:], SCOPES["own"][2:]
    assert tuple(told) == tuple(scope for kind in kinds for scope in kind)


def test_the_variables_and_the_commands_exist():
    named = set(re.findall(r"AFTERWORD_[A-Z_]+", TEXT))
    assert {name.removesuffix("_FILE") for name in named} <= set(BY_NAME)
    connect = typer.main.get_command(app).commands["connect"].commands["google"]
    options = {one for parameter in connect.params for one in parameter.opts}
    options |= {one for parameter in connect.params for one in parameter.secondary_opts}
    assert set(re.findall(r"(?<![\w-])--[a-z]+", TEXT)) <= options


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("https://afterword.example", True),
        ("http://afterword.example", False),
        ("https://192.168.1.7", False),
        ("https://8.8.8.8", False),
        ("https://nas.lan", False),
    ],
)
def test_the_addresses_that_google_takes_are_those_it_is_said_to_take(address, taken):
    assert (refused_there(address) is None) is taken
